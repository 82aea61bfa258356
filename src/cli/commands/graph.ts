import { graphFormats } from "../../graph-formats/formats.ts";
import { drawingOf } from "../../graph-formats/nodes.ts";
import type { Command } from "../command.ts";
import { treeFlags } from "../tree-flags.ts";
import { treeOf } from "./ask.ts";

export const graph: Command = {
  name: "graph",
  usage: "[PATH…]",
  summary: "The binding graph as json, dot, mermaid, graphml or csv",
  flags: {
    format: { value: "FMT", choices: Object.keys(graphFormats), help: "json (default), dot, mermaid, graphml, csv" },
    ...treeFlags,
  },
  run: async (args, streams) => {
    const tree = await treeOf(args, 0, streams);
    const render = graphFormats[args.one("format") ?? "json"];
    streams.out(render?.(drawingOf(tree.analysis.graph)) ?? "");
    return 0;
  },
};
