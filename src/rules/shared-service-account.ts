import { memberShown } from "../graph/member-shown.ts";
import { callerOf } from "../graph/needs.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const sharedServiceAccount: Rule = {
  meta: {
    id: "shared-service-account",
    summary: "A service account is shared by what should not share it",
    why: "Each holder of a shared account has the sum of what all of them need, and no log tells them apart; a deployer that runs as the account that it deploys lets the service deploy itself.",
    fix: "Create one service account for each workload and environment, and another one for deployments.",
    references: ["https://cloud.google.com/iam/docs/best-practices-service-accounts#single-purpose"],
  },

  *check(graph) {
    yield* deployers(graph);
    yield* neighbours(graph);
  },
};

/** Pipelines and builds start others as themselves by design. */
const itself = /^(pipelinejob|schedule|build|customjob|workflows)\./;

function* deployers(graph: Graph): Iterable<Violation> {
  for (const operation of graph.operations) {
    const { runAs, id } = operation;
    const caller = callerOf(operation, graph);
    if (runAs === undefined || caller === undefined || itself.test(id)) continue;
    if (caller.opaque || graph.account(runAs).principal.key !== caller.key) continue;
    yield {
      message: `${memberShown(caller)} deploys (${id}) and is what the deployment runs as.`,
      at: runAs.span,
      subject: [caller.key, id, "itself"],
    };
  }
}

function* neighbours(graph: Graph): Iterable<Violation> {
  const byAccount = new Map<
    string,
    { readonly folder: string; readonly what: string; readonly at: Violation["at"] }[]
  >();
  for (const { account, type, name } of graph.workloads) {
    if (account === undefined || name === undefined) continue;
    const { principal } = graph.account(account);
    if (principal.opaque || principal.type !== "service-account") continue;
    const { path } = account.span;
    const use = { folder: path.slice(0, path.lastIndexOf("/") + 1), what: `${type} ${show(name)}`, at: account.span };
    const uses = byAccount.get(principal.key);
    if (uses === undefined) byAccount.set(principal.key, [use]);
    else uses.push(use);
  }
  for (const [key, uses] of byAccount) {
    const [first] = uses;
    const other = uses.find(({ folder, what }) => folder !== first?.folder && what !== first?.what);
    if (first === undefined || other === undefined) continue;
    yield {
      message: `${key.slice(key.indexOf(":") + 1)} runs ${first.what} here and ${other.what} elsewhere.`,
      at: first.at,
      related: [{ span: other.at, message: "The other one." }],
      subject: [key, "shared"],
    };
  }
}
