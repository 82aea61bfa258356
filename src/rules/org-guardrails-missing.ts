import type { OrgPolicy } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import { isAboveProjects } from "../model/hierarchy-node.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const orgGuardrailsMissing: Rule = {
  meta: {
    id: "org-guardrails-missing",
    summary: "An organization policy that protects IAM is off, missing or misspelt",
    why: "These constraints stop keys, outsiders and default Editor grants wherever somebody forgets: a switched-off or misspelt one stops nothing.",
    fix: "Enforce the constraint on the organization, with exceptions on single projects; set iam.disableCrossProjectServiceAccountUsage on projects only.",
    references: [
      "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts",
      "https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints",
    ],
  },

  *check(graph) {
    const policies = graph.facts("org-policy");
    for (const policy of policies) {
      const fault = faultOf(policy, graph);
      if (fault === undefined) continue;
      yield {
        message: `${nameOf(policy)} ${fault}.`,
        at: policy.constraint.span,
        from: policy,
        certainty: policy.conditional ? "likely" : "proven",
        subject: [nameOf(policy), graph.resource(policy.resource).key],
      };
    }
    yield* missing(policies, graph);
  },
};

const nameOf = ({ constraint }: OrgPolicy): string => show(constraint).replace(/^.*\//, "");

const guardrails: readonly (readonly [RegExp, string])[] = [
  [/^iam\.(managed\.)?disableServiceAccountKeyCreation$/, "iam.disableServiceAccountKeyCreation"],
  [/^iam\.(managed\.)?disableServiceAccountKeyUpload$/, "iam.disableServiceAccountKeyUpload"],
  [
    /^iam\.(automaticIamGrantsForDefaultServiceAccounts|managed\.preventPrivilegedBasicRolesForDefaultServiceAccounts)$/,
    "iam.automaticIamGrantsForDefaultServiceAccounts",
  ],
  [/^iam\.(allowedPolicyMemberDomains|managed\.allowedPolicyMembers)$/, "iam.allowedPolicyMemberDomains"],
];

function faultOf(policy: OrgPolicy, graph: Graph): string | undefined {
  const name = nameOf(policy);
  if (name === "iam.automaticGrantsForDefaultServiceAccounts") {
    return "is no constraint; it is called iam.automaticIamGrantsForDefaultServiceAccounts";
  }
  const resource = graph.resource(policy.resource);
  if (name === "iam.disableCrossProjectServiceAccountUsage" && isAboveProjects(resource)) {
    return `has an effect on projects only, not on ${resource.shown}`;
  }
  const isGuardrail = guardrails.some(([form]) => form.test(name));
  return isGuardrail && policy.enforced === false && isAboveProjects(resource)
    ? `is switched off for ${resource.shown}`
    : undefined;
}

/** An organization whose policies are kept here, without one of those that count. */
function* missing(policies: readonly OrgPolicy[], graph: Graph): Iterable<Violation> {
  const first = policies.find(({ resource }) => resource.type === "organization");
  if (first === undefined) return;
  const absent = guardrails.filter(([form]) => !policies.some((policy) => form.test(nameOf(policy))));
  if (absent.length === 0) return;
  yield {
    message: `The policies of ${graph.resource(first.resource).shown} lack ${absent.map(([, name]) => name).join(", ")}.`,
    at: first.constraint.span,
    from: first,
    certainty: "likely",
    subject: [graph.resource(first.resource).key, ...absent.map(([, name]) => name)],
  };
}
