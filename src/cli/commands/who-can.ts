import { whoCan as askWhoCan } from "../../ask/who-can.ts";
import type { Command } from "../command.ts";
import { askFlags, holdersText, locateIn, questionOf, reply, treeOf } from "./ask.ts";

const words = ["PERMISSION", "RESOURCE"];

export const whoCan: Command = {
  name: "who-can",
  usage: "PERMISSION RESOURCE [PATH…]",
  summary: "Direct holders, members of groups, and those through impersonation",
  flags: askFlags,
  run: async (args, streams) => {
    const [permission = "", resource = ""] = questionOf(args, words, "who-can");
    const tree = await treeOf(args, words.length, streams);
    const answer = askWhoCan(tree.analysis.graph, permission, resource, locateIn(tree));
    return reply(args, answer, () => holdersText(answer), streams);
  },
};
