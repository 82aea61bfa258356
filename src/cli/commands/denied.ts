import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { denied as explainDenied } from "../../ask/denied.ts";
import { printable } from "../../reporters/text/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import type { Streams } from "../streams.ts";
import { askFlags, locateIn, missingText, reply, textOf, treeOf, unreadText } from "./ask.ts";

export const denied: Command = {
  name: "denied",
  usage: "[FILE|-] [PATH…]",
  summary: "A pasted error of Google's, explained against the graph, with the grant to add",
  flags: { ...askFlags, principal: { value: "MEMBER", help: "who called, where the text does not say it" } },
  run: async (args, streams) => {
    const [text, words] = errorText(args, streams);
    const tree = await treeOf(args, words, streams);
    const who = args.one("principal");
    const answer = explainDenied(tree.analysis.graph, text, locateIn(tree), who);
    return reply(
      args,
      answer,
      () =>
        `${answer.explanation.map(printable).join("\n")}\n${answer.missing.map((one) => `\n${missingText(one)}`).join("")}${unreadText(answer.coverage)}`,
      streams,
    );
  },
};

/** The first word is the file of the error text unless it is a folder to read; without one the text is standard input. */
function errorText(args: Arguments, streams: Streams): readonly [text: string, words: number] {
  const [first] = args.positionals;
  if (first === undefined) return [textOf("-"), 0];
  if (first === "-") return [textOf("-"), 1];
  const path = resolve(streams.cwd, first);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return isFolder ? [textOf("-"), 0] : [textOf(path), 1];
}
