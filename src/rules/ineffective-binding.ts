import { basicRoles } from "../gcp/basic-roles.ts";
import type { Binding } from "../model/graph.ts";
import { isHierarchyNode } from "../model/hierarchy-node.ts";
import type { Rule } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { lastingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const ineffectiveBinding: Rule = {
  meta: {
    id: "ineffective-binding",
    summary: "A grant does nothing, or much more than it says",
    why: "IAM takes conditions, roles and resources that look as if they narrowed access and don't: the grant is refused, holds nowhere, or holds everywhere.",
    fix: "Grant where the service checks the policy, without a condition that it does not know: for single Vertex AI endpoints, in a project of their own.",
    references: [
      "https://cloud.google.com/iam/docs/conditions-overview",
      "https://cloud.google.com/iam/docs/conditions-resource-attributes",
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
    ],
  },

  *check(graph) {
    for (const binding of lastingGrants(graph)) {
      const fault = faults.find(({ is }) => is(binding));
      if (fault === undefined) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${role.shown} for ${show(grant.principal)} on ${resource.shown}: ${fault.says}.`,
        at: fault.at(binding),
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key, conditionOf(binding)],
      };
    }
  },
};

interface Fault {
  readonly is: (binding: Binding) => boolean;
  readonly says: string;
  readonly at: (binding: Binding) => Span;
}

const conditionOf = ({ grant }: Binding): string =>
  grant.condition?.expression.kind === "known" ? grant.condition.expression.text.trim() : "";

const atCondition = ({ grant }: Binding): Span => {
  const expression = grant.condition?.expression;
  const lineEnd = expression?.kind === "known" ? expression.text.indexOf("\n") : -1;
  if (expression === undefined) return grant.role.span;
  return lineEnd < 0 ? expression.span : { ...expression.span, end: expression.span.start + lineEnd };
};

const atRole = ({ grant }: Binding): Span => grant.role.span;

const isConditional = (binding: Binding): boolean => binding.grant.condition !== undefined;

/** The first that fits is said. */
const faults: readonly Fault[] = [
  {
    is: (binding) => isConditional(binding) && binding.role.name !== undefined && basicRoles.has(binding.role.name),
    says: "basic roles take no condition, so the grant is refused",
    at: atCondition,
  },
  {
    is: (binding) => isConditional(binding) && /^all-(authenticated-)?users$/.test(binding.principal.type),
    says: "public members take no condition, so the grant is refused",
    at: atCondition,
  },
  {
    is: (binding) =>
      /^(true|1\s*==\s*1|resource\.name\.startsWith\(["'](projects\/)?["']\))$/.test(conditionOf(binding)),
    says: "the condition is always true, so it limits nothing",
    at: atCondition,
  },
  {
    is: (binding) => /^(false|1\s*==\s*2)$/.test(conditionOf(binding)),
    says: "the condition is never true, so it grants nothing",
    at: atCondition,
  },
  {
    is: (binding) =>
      /request\.auth\.access_levels/.test(conditionOf(binding)) && !binding.role.name?.startsWith("roles/iap."),
    says: "access levels count for Identity-Aware Proxy alone, so the condition does not hold here",
    at: atCondition,
  },
  {
    is: (binding) =>
      binding.role.name?.startsWith("roles/aiplatform.") === true &&
      /!\s*resource\.(name|type)/.test(conditionOf(binding)),
    says: "Vertex AI gives conditions no resource name, so what is excluded here is granted too",
    at: atCondition,
  },
  {
    is: (binding) =>
      binding.role.name?.startsWith("roles/aiplatform.") === true &&
      /resource\.(name|type)\b/.test(conditionOf(binding)),
    says: "Vertex AI gives conditions no resource name, so the condition holds nowhere",
    at: atCondition,
  },
  {
    is: ({ resource }) => resource.type === "vertex-ai-endpoint",
    says: "Vertex AI does not check policies of endpoints, so it grants nothing",
    at: atRole,
  },
  {
    is: ({ role, resource }) => role.name?.startsWith("roles/storage.legacy") === true && isHierarchyNode(resource),
    says: "legacy roles of Cloud Storage can be granted on buckets and objects only",
    at: atRole,
  },
  {
    is: ({ role }) =>
      role.definition?.stage?.kind === "known" && role.definition.stage.text.toUpperCase() === "DISABLED",
    says: "the custom role is disabled, so it grants nothing",
    at: atRole,
  },
  {
    is: ({ role, resource }) => isOfAnotherProject(role.name, resource.project?.name),
    says: "the custom role belongs to another project, so the grant is refused",
    at: atRole,
  },
];

function isOfAnotherProject(role: string | undefined, project: string | undefined): boolean {
  const own = role === undefined ? undefined : /^projects\/([^/]+)\/roles\//.exec(role)?.[1];
  if (own === undefined || project === undefined) return false;
  return own !== project && /^\d+$/.test(own) === /^\d+$/.test(project);
}
