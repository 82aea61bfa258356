import { standingOf } from "../gcp/role-tier.ts";
import type { Graph } from "../model/graph.ts";
import type { KeyCreation } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import { isTestCode, scannedFolder } from "../model/scanned-folder.ts";
import { show } from "../model/value.ts";

export const serviceAccountKey: Rule = {
  meta: {
    id: "service-account-key",
    summary: "A service-account key is made",
    why: "A key never expires by itself, works from anywhere, and can't be told from its copies. Made by Terraform or Pulumi, the private key also lies in the state.",
    fix: "Let the workload use the service account without a key: attach the account to what runs on Google Cloud, use workload identity federation for CI and other clouds, impersonation for people.",
    references: [
      "https://cloud.google.com/iam/docs/migrate-from-service-account-keys",
      "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
    ],
  },
  byItself: true,

  *check(graph) {
    const root = scannedFolder(graph);
    for (const key of graph.facts("key")) {
      const verb = verbs[key.form];
      if (verb === undefined) continue;
      const account = key.account === undefined ? undefined : graph.account(key.account).principal;
      const power = powerOf(key, graph);
      yield {
        message: `A key for ${nameOf(key, graph)} is ${verb}${inState.has(key.dialect) && !key.isReturned ? "; its private key will lie in the state" : ""}${power === undefined ? "" : `; the account holds ${power}`}.`,
        at: key.span,
        from: key,
        certainty: key.conditional ? "likely" : "proven",
        subject: [account?.key ?? (key.account === undefined ? "" : show(key.account)), key.form],
        ...(power === undefined ? {} : { severity: 8.5 }),
        ...(isTestCode(key.span.path, root) ? { level: "note" } : {}),
      };
    }
  },
};

/** The account by its e-mail, however it is written. */
function nameOf({ account }: KeyCreation, graph: Graph): string {
  if (account === undefined) return "a service account";
  const { principal } = graph.account(account);
  return principal.type === "service-account" && !principal.opaque ? principal.id : show(account);
}

const verbs: Partial<Record<KeyCreation["form"], string>> = {
  "service-account-key": "created",
  "uploaded-key": "uploaded",
};

const inState: ReadonlySet<string> = new Set(["hcl", "typescript", "python"]);

/** A permission of the account that leads to control of the rest, on whatever resource. */
function powerOf({ account }: KeyCreation, graph: Graph): string | undefined {
  if (account === undefined) return undefined;
  for (const { role } of graph.bindingsOf(graph.account(account).principal)) {
    const standing = standingOf(role.permissions);
    if (standing !== undefined && standing.tier !== "resource") return `${standing.permission} through ${role.shown}`;
  }
  return undefined;
}
