import type { OrgPolicy } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type ObjectDatum, attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { nodeNamed } from "./hierarchy.ts";
import { flagOf, placeOf, requiredAt, valueAt, valuesOf, blocksAt } from "./reading.ts";
import { type FactsOf, projectOf } from "./scope.ts";
import { resourceOf, segmentsOf } from "./target.ts";

/** Organization policies, of both generations. */
export const orgPolicyFacts: Readonly<Record<string, FactsOf>> = {
  google_org_policy_policy: policyFacts,
  google_project_organization_policy: (instance) => [
    oldPolicy(
      instance,
      resourceOf({
        type: "project",
        name: projectOf(instance) ?? requiredAt(instance.config, "project", instance.span),
      }),
    ),
  ],
  google_folder_organization_policy: (instance) => [oldPolicy(instance, namedBy(instance, "folder", "folder"))],
  google_organization_policy: (instance) => [oldPolicy(instance, namedBy(instance, "organization", "org_id"))],
};

const namedBy = (instance: Instance, type: string, argument: string): ResourceRef =>
  resourceOf({ type, name: requiredAt(instance.config, argument, instance.span) });

/** `projects/p/policies/iam.x`: one fact a rule, since rules may have conditions. */
function policyFacts(instance: Instance): OrgPolicy[] {
  const { config } = instance;
  const name = requiredAt(config, "name", instance.span);
  const parent = valueAt(config, "parent") ?? parentIn(name);
  const about = { resource: nodeNamed(parent), constraint: constraintIn(name) };
  return blocksAt(config, "spec").flatMap((spec) => {
    if (flagOf(attribute(spec, "reset")) === true) return [];
    return blocksAt(spec, "rules").map((rule) => ruleOf(instance, rule, about));
  });
}

function ruleOf(instance: Instance, rule: ObjectDatum, about: Pick<OrgPolicy, "resource" | "constraint">): OrgPolicy {
  const enforced = flagOf(attribute(rule, "enforce"));
  const isConditional = blocksAt(rule, "condition").length > 0 || rule.conditional;
  const [values] = blocksAt(rule, "values");
  return {
    kind: "org-policy",
    ...placeOf(instance, isConditional ? true : undefined),
    ...about,
    ...(enforced !== undefined && { enforced }),
    ...listsOf(rule, values, ["allow_all", "allowed_values"], ["deny_all", "denied_values"]),
  };
}

/** Everything allowed or denied is `*`. */
function listsOf(
  rule: ObjectDatum,
  values: ObjectDatum | undefined,
  [allowAll, allowed]: readonly [string, string],
  [denyAll, denied]: readonly [string, string],
): Pick<OrgPolicy, "allowed" | "denied"> {
  const list = (all: string, some: string): readonly Value[] => {
    const everything = attribute(rule, all);
    if (everything !== undefined && flagOf(everything) === true) return [known("*", everything.span)];
    return values === undefined ? [] : valuesOf(attribute(values, some));
  };
  const allow = list(allowAll, allowed);
  const deny = list(denyAll, denied);
  return { ...(allow.length > 0 && { allowed: allow }), ...(deny.length > 0 && { denied: deny }) };
}

const constraintIn = (name: Value): Value => segmentsOf(name).at(-1) ?? name;

/** `projects/p/policies/x` without its last two parts. */
function parentIn(name: Value): Value {
  const segments = segmentsOf(name).slice(0, -2);
  if (segments.length === 0) return name;
  const parts = segments.flatMap((segment) => (["/"] as ReturnType<typeof partsOf>[number][]).concat(partsOf(segment)));
  return valueOf(parts.slice(1), name.span, name.kind === "unknown" ? name.why : undefined);
}

function oldPolicy(instance: Instance, resource: ResourceRef): OrgPolicy {
  const { config } = instance;
  const [booleanPolicy] = blocksAt(config, "boolean_policy");
  const [listPolicy] = blocksAt(config, "list_policy");
  const enforced = booleanPolicy && flagOf(attribute(booleanPolicy, "enforced"));
  const allowed = listPolicy && oldList(listPolicy, "allow");
  const denied = listPolicy && oldList(listPolicy, "deny");
  return {
    kind: "org-policy",
    ...placeOf(instance),
    resource,
    constraint: requiredAt(config, "constraint", instance.span),
    ...(enforced !== undefined && { enforced }),
    ...(allowed && { allowed }),
    ...(denied && { denied }),
  };
}

function oldList(policy: ObjectDatum, name: string): readonly Value[] | undefined {
  const [block] = blocksAt(policy, name);
  if (block === undefined) return undefined;
  const all = attribute(block, "all");
  return all !== undefined && flagOf(all) === true ? [known("*", all.span)] : valuesOf(attribute(block, "values"));
}
