import { classOfAccount } from "../gcp/account-class.ts";
import { attachmentOf } from "../gcp/operations.ts";
import { callerOf } from "../graph/needs.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const unneededServingGrants: Rule = {
  meta: {
    id: "unneeded-serving-grants",
    summary: "A deployer may act as the default account without needing it",
    why: "Advice on the web asks for actAs on the Compute Engine default account to deploy a model. A served model without an account of its own runs as an account of Google's: nobody has to act as it.",
    fix: "Remove the grant; if the model needs an account, name one and grant actAs on that.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
    ],
  },

  *check(graph) {
    const byCaller = grouped(graph.operations, (operation) => callerOf(operation, graph)?.key);
    for (const { principal, role, resource, grant } of standingGrants(graph)) {
      if (resource.type !== "service-account" || classOfAccount(resource.name ?? "") !== "compute-default") continue;
      if (!role.permissions?.has("iam.serviceAccounts.actAs")) continue;
      const own = byCaller.get(principal.key) ?? [];
      const deploys = own.some(({ id }) => deployments.has(id));
      const needsIt = own.some(({ id, runAs }) => runAs !== undefined || attachmentOf(id)?.actAsDefault === true);
      if (!deploys || needsIt) continue;
      yield {
        message: `${show(grant.principal)} may act as ${resource.shown}, and is seen to deploy models only, which does not need it.`,
        at: grant.role.span,
        from: grant,
        // It may do more than the scanned code shows.
        certainty: "likely",
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const deployments: ReadonlySet<string> = new Set(["endpoint.deploy", "endpoint.create+deploy"]);
