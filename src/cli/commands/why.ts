import { why as askWhy } from "../../ask/why.ts";
import type { Command } from "../command.ts";
import { askFlags, locateIn, questionOf, reply, replyText, treeOf } from "./ask.ts";

const words = ["PRINCIPAL", "PERMISSION", "RESOURCE"];

export const why: Command = {
  name: "why",
  usage: "PRINCIPAL PERMISSION RESOURCE [PATH…]",
  summary: "The grant that allows it, or the smallest one that is missing",
  flags: askFlags,
  run: async (args, streams) => {
    const [principal = "", permission = "", resource = ""] = questionOf(args, words, "why");
    const tree = await treeOf(args, words.length, streams);
    const answer = askWhy(tree.analysis.graph, principal, permission, resource, locateIn(tree));
    return reply(args, answer, () => replyText(answer), streams);
  },
};
