import type { Boundary, Condition, Deny, Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, partsOf, valueOf } from "../../../model/value.ts";
import { type ObjectDatum, attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { nodeNamed } from "./hierarchy.ts";
import { grants } from "./iam.ts";
import {
  type Possible,
  blocksAt,
  conditionOf,
  datumsAt,
  placeOf,
  possibilities,
  requiredAt,
  valueAt,
  valuesOf,
} from "./reading.ts";
import { type FactsOf, type Scope, referredBy } from "./scope.ts";

/** Deny policies, principal access boundaries, and roles on request. */
export const guardrailFacts: Readonly<Record<string, FactsOf>> = {
  google_iam_deny_policy: denies,
  google_iam_projects_policy_binding: boundaries,
  google_iam_folders_policy_binding: boundaries,
  google_iam_organizations_policy_binding: boundaries,
  google_privileged_access_manager_entitlement: entitlement,
};

function denies(instance: Instance): Deny[] {
  const { config } = instance;
  const resource = nodeNamed(attachmentIn(requiredAt(config, "parent", instance.span)));
  return blocksAt(config, "rules").flatMap((rule) =>
    blocksAt(rule, "deny_rule").map((deny) => denyOf(instance, resource, deny, rule.conditional ?? deny.conditional)),
  );
}

function denyOf(instance: Instance, resource: ResourceRef, deny: ObjectDatum, conditional: true | undefined): Deny {
  const condition = conditionOf(deny, "denial_condition");
  return {
    kind: "deny",
    ...placeOf(instance, conditional),
    resource,
    principals: valuesOf(attribute(deny, "denied_principals")),
    exceptPrincipals: valuesOf(attribute(deny, "exception_principals")),
    permissions: valuesOf(attribute(deny, "denied_permissions")),
    exceptPermissions: valuesOf(attribute(deny, "exception_permissions")),
    ...(condition && { condition }),
  };
}

/** `cloudresourcemanager.googleapis.com%2Fprojects%2Fp`: `projects/p`. */
function attachmentIn(parent: Value): Value {
  const parts = partsOf(parent).map((part) => (typeof part === "string" ? part.replaceAll(/%2F/gi, "/") : part));
  const [first, ...rest] = parts;
  const whole =
    typeof first === "string" ? [first.replace(/^(\/\/)?cloudresourcemanager\.googleapis\.com\//, ""), ...rest] : parts;
  return valueOf(whole, parent.span, parent.kind === "unknown" ? parent.why : undefined);
}

/** A binding of a boundary policy of the same root to a set of principals. */
function boundaries(instance: Instance, scope: Scope): Boundary[] {
  const { config } = instance;
  const kind = valueAt(config, "policy_kind");
  if (kind?.kind === "known" && kind.text !== "PRINCIPAL_ACCESS_BOUNDARY") return [];
  const policy = attribute(config, "policy");
  const source = policy && referredBy(policy, scope);
  const allowed = source === undefined ? [requiredAt(config, "policy", instance.span)] : allowedBy(source);
  const version = source && datumsAt(source.config, "details.enforcement_version").flatMap(valuesOf)[0];
  return datumsAt(config, "target.principal_set")
    .flatMap(possibilities)
    .map((set) => boundaryOf(instance, set, { allowed, ...(version && { version }) }));
}

function boundaryOf(
  instance: Instance,
  { value, conditional }: Possible,
  policy: Pick<Boundary, "allowed" | "version">,
): Boundary {
  const condition = conditionOf(instance.config);
  return {
    kind: "boundary",
    ...placeOf(instance, conditional),
    principalSet: value,
    ...policy,
    ...(condition && { condition }),
  };
}

const allowedBy = ({ config }: Instance): readonly Value[] =>
  datumsAt(config, "details.rules").flatMap((rules) =>
    possibilities(rules).flatMap(({ datum }) =>
      datum.type === "object" ? valuesOf(attribute(datum, "resources")) : [],
    ),
  );

function* entitlement(instance: Instance): Iterable<Fact> {
  const { config } = instance;
  const users = blocksAt(config, "eligible_users").flatMap((block) => possibilities(attribute(block, "principals")));
  for (const access of blocksAt(config, "privileged_access").flatMap((block) => blocksAt(block, "gcp_iam_access"))) {
    const resource = nodeNamed(attachmentIn(requiredAt(access, "resource", instance.span)));
    for (const binding of blocksAt(access, "role_bindings")) {
      const condition = expressionOf(binding);
      const granting = { resource, condition, authority: "member" as const, principals: users };
      for (const grant of grants(instance, { ...granting, roles: possibilities(attribute(binding, "role")) })) {
        yield { ...grant, eligible: true };
      }
    }
  }
}

function expressionOf(binding: ObjectDatum): Condition | undefined {
  const expression = valueAt(binding, "condition_expression");
  return expression && { expression };
}
