import type { OrgPolicy } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const keyExpiryGuardrail: Rule = {
  meta: {
    id: "key-expiry-guardrail",
    summary: "Service-account keys may live for ever",
    why: "A key file carries no expiry of its own: a key ends only if the organization limits its life when it is made, or forbids keys.",
    fix: "Enforce iam.managed.disableServiceAccountKeyCreation, or set iam.serviceAccountKeyExpiryHours (2160h are 90 days).",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
      "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts",
    ],
  },

  *check(graph) {
    const policies = graph.facts("org-policy");
    if (policies.some(limitsKeys)) return;
    const seen = new Set<string>();
    for (const { span, project } of keysIn(graph)) {
      const where = project === undefined ? "" : show(project);
      if (seen.has(where)) continue;
      seen.add(where);
      yield {
        message: "Keys are used here, and no organization policy that was read limits how long they live.",
        at: span,
        certainty: policies.length === 0 ? "unknown" : "likely",
        subject: ["key-expiry", where],
      };
    }
  },
};

const keysIn = (
  graph: Graph,
): readonly { readonly span: OrgPolicy["span"]; readonly project?: OrgPolicy["constraint"] }[] => [
  ...graph.facts("key").filter(({ form }) => form === "service-account-key"),
  ...graph.facts("key-reference").filter(({ ofCaller }) => !ofCaller),
];

const limits = /iam\.(managed\.)?(serviceAccountKeyExpiryHours|disableServiceAccountKeyCreation)$/;

const limitsKeys = ({ constraint, enforced }: OrgPolicy): boolean =>
  limits.test(show(constraint)) && enforced !== false;
