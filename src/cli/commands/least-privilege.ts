import { type LeastPrivilegeReply, leastPrivilege as askLeast } from "../../ask/least-privilege.ts";
import { printable } from "../../reporters/text/printable.ts";
import type { Command } from "../command.ts";
import { askFlags, questionOf, reply, treeOf } from "./ask.ts";

export const leastPrivilege: Command = {
  name: "least-privilege",
  usage: "PRINCIPAL [PATH…]",
  summary: "The smallest roles, or a custom role, for the operations found",
  flags: askFlags,
  run: async (args, streams) => {
    const [principal = ""] = questionOf(args, ["PRINCIPAL"], "least-privilege");
    const tree = await treeOf(args, 1, streams);
    const answer = askLeast(tree.analysis.graph, principal);
    return reply(args, answer, () => textOf(answer), streams);
  },
};

function textOf({ question, grants, holds }: LeastPrivilegeReply): string {
  if (grants.length === 0) return `Nothing that was read says what ${printable(question.principal)} does.\n`;
  const needed = grants.map(({ resource, permissions, roles, customRole, cure }) => {
    const custom = customRole.length === 0 ? [] : [`a custom role of ${customRole.join(", ")}`];
    return `${printable(`On ${resource}: ${[...roles, ...custom].join(", ")}`)}\n  for ${permissions.join(", ")}\n${cure.gcloud ?? ""}\n`;
  });
  const held = holds.map(({ role, resource }) => `  ${printable(`${role} on ${resource}`)}\n`);
  return `${needed.join("\n")}\nIt holds now:\n${held.length === 0 ? "  nothing that was read\n" : held.join("")}`;
}
