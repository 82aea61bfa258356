import { type AccessChangeReply, diff as askDiff, type DiffReply } from "../../ask/diff.ts";
import { printable } from "../../reporters/text/printable.ts";
import type { Command } from "../command.ts";
import { analyseTree, scanTree, scopeOf } from "../scan-tree.ts";
import { readRevisionInScope } from "../trees/revision-in-scope.ts";
import { UsageError } from "../usage-error.ts";
import { askFlags, locateIn, questionOf, reply, tellUnread } from "./ask.ts";

export const diff: Command = {
  name: "diff",
  usage: "REF [PATH…]",
  summary: "Access gained and lost since a revision, as permissions on resources",
  flags: askFlags,
  run: async (args, streams) => {
    const [revision = ""] = questionOf(args, ["REF"], "diff");
    const scope = await scopeOf(args, args.positionals.slice(1), streams);
    if (!scope.roots.git) {
      throw new UsageError("diff compares revisions, and here git finds no repository.", "Run it in a work tree.");
    }
    const files = await readRevisionInScope(scope, args, revision);
    const before = await analyseTree(files, args, scope, streams);
    const after = await scanTree(args, scope, streams);
    tellUnread(before, streams, ` at ${revision}`);
    tellUnread(after, streams);
    const answer = askDiff(before.analysis.graph, after.analysis.graph, revision, locateIn(after));
    return reply(args, answer, () => textOf(answer), streams);
  },
};

function textOf({ changes, question }: DiffReply): string {
  if (changes.length === 0) return `No access is gained or lost since ${question["since"]}.\n`;
  return changes.map(changeText).join("\n");
}

function changeText({ principal, resource, gained, lost, gainedRoles, lostRoles, places }: AccessChangeReply): string {
  const lines = [
    ...part("newly lets", "do", gained, gainedRoles),
    ...part("no longer lets", "do", lost, lostRoles),
  ].map((line) => printable(line.replace("WHO", () => principal).replace("WHERE", () => resource)));
  const from = gained.length + gainedRoles.length === 0 ? [] : places;
  return `${lines.join("\n")}\n${from.map(({ role, file, line }) => `  ${printable(`${role} (${file}:${line})`)}\n`).join("")}`;
}

const shown = 8;

function part(verb: string, does: string, permissions: readonly string[], roles: readonly string[]): readonly string[] {
  const more = permissions.length > shown ? ` and ${permissions.length - shown} more` : "";
  const list = permissions.length === 0 ? [] : [`${permissions.slice(0, shown).join(", ")}${more}`];
  const what = [...list, ...roles.map((role) => `whatever ${role} allows`)].join("; ");
  return what === "" ? [] : [`This change ${verb} WHO ${does} on WHERE: ${what}.`];
}
