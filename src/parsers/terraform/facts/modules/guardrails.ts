import type { AuditConfig, OrgPolicy } from "../../../../model/fact.ts";
import { type Value, known, unknown } from "../../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, toValue } from "../../datum.ts";
import { flagOf, placeOf, valuesOf } from "../reading.ts";
import { type KeyedDatum, entriesOf, objectsIn } from "./entries.ts";
import { type Frame, targetIn } from "./frame.ts";

/** `{ "iam.x" = { rules = [{ enforce, allow = { all, values }, deny, condition }] } }`: one fact a rule. */
export const orgPoliciesIn = (frame: Frame, input: Datum): readonly OrgPolicy[] =>
  entriesOf(input).flatMap(({ key, value, conditional }) => {
    if (value.type !== "object" || flagOf(attribute(value, "reset")) === true) return [];
    const rules = objectsIn(attribute(value, "rules") ?? { type: "null", span: value.span });
    return rules.map((rule) => policyOf(frame, toValue(key), rule, conditional ?? rule.conditional));
  });

function policyOf(frame: Frame, constraint: Value, rule: ObjectDatum, conditional: true | undefined): OrgPolicy {
  const enforced = flagOf(attribute(rule, "enforce"));
  const allowed = listOf(attribute(rule, "allow"));
  const denied = listOf(attribute(rule, "deny"));
  const isConditional = conditional ?? (attribute(rule, "condition") === undefined ? undefined : true);
  return {
    kind: "org-policy",
    ...placeOf(frame.call, isConditional),
    resource: targetIn(frame),
    constraint,
    ...(enforced !== undefined && { enforced }),
    ...(allowed && { allowed }),
    ...(denied && { denied }),
  };
}

/** Everything allowed or denied is `*`. */
function listOf(list: Datum | undefined): readonly Value[] | undefined {
  if (list?.type !== "object") return undefined;
  const all = attribute(list, "all");
  if (all !== undefined && flagOf(all) === true) return [known("*", all.span)];
  const values = valuesOf(attribute(list, "values"));
  return values.length === 0 ? undefined : values;
}

/** `{ allServices = { DATA_READ = { exempted_members } } }` */
export const auditConfigsIn = (frame: Frame, input: Datum): readonly AuditConfig[] =>
  entriesOf(input).map((entry) => auditConfigOf(frame, entry));

function auditConfigOf(frame: Frame, { key, value, conditional }: KeyedDatum): AuditConfig {
  const types = value.type === "object" ? entriesOf(value) : [];
  const logTypes = types.map((one) => toValue(one.key));
  const exempted = types.flatMap((one) =>
    one.value.type === "object" ? valuesOf(attribute(one.value, "exempted_members")) : [],
  );
  return {
    kind: "audit-config",
    ...placeOf(frame.call, conditional),
    resource: targetIn(frame),
    service: toValue(key),
    logTypes: value.type === "object" ? logTypes : [unknown("log types", "they are not known", value.span)],
    exempted,
  };
}
