import type { AuditConfig, Condition, Fact, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, show, unknown } from "../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, toValue } from "../datum.ts";
import type { Instance, Placed } from "../instances.ts";
import { policyIn } from "./policy-document.ts";
import { type Possible, conditionOf, placeOf, possibilities, requiredAt, valuesOf, blocksAt } from "./reading.ts";
import type { FactsOf, Scope } from "./scope.ts";
import { targetOf } from "./target.ts";

/** `google_BASE_iam_KIND`, whatever the base. */
export function iamFacts(type: string): FactsOf | undefined {
  const match = /^google_(\w+)_iam_(member|binding|policy|audit_config)$/.exec(type);
  const [, base, kind] = match ?? [];
  const read = kind === undefined ? undefined : readers[kind];
  return base === undefined || read === undefined
    ? undefined
    : (instance, scope) => read(instance, targetOf(instance, base), scope);
}

type Reader = (instance: Instance, resource: ResourceRef, scope: Scope) => Iterable<Fact>;

const readers: Readonly<Record<string, Reader>> = {
  member: (instance, resource) => grantsOf(instance, resource, "member", "member"),
  binding: (instance, resource) => grantsOf(instance, resource, "members", "role"),
  policy: policyFacts,
  audit_config: (instance, resource) => [auditConfigOf(instance, instance.config, "audit_log_config", resource)],
};

const grantsOf = (instance: Instance, resource: ResourceRef, members: string, authority: Grant["authority"]): Grant[] =>
  grants(instance, {
    resource,
    roles: possibilities(attribute(instance.config, "role")),
    principals: possibilities(attribute(instance.config, members)),
    condition: conditionOf(instance.config),
    authority,
  });

/** What a writer says of one resource: every role for every principal. */
export interface Granting {
  readonly resource: ResourceRef;
  readonly roles: readonly Possible[];
  readonly principals: readonly Possible[];
  readonly condition?: Condition | undefined;
  readonly authority: Grant["authority"];
  readonly change?: Grant["change"];
  readonly conditional?: true | undefined;
}

export const grants = (writer: Placed, granting: Granting): Grant[] =>
  granting.roles.flatMap((role) => granting.principals.map((principal) => grantOf(writer, granting, role, principal)));

function grantOf(writer: Placed, granting: Granting, role: Possible, principal: Possible): Grant {
  const { resource, condition, authority, change = "add" } = granting;
  return {
    kind: "grant",
    ...placeOf(writer, granting.conditional ?? role.conditional ?? principal.conditional),
    principal: principal.value,
    role: role.value,
    resource,
    ...(condition && { condition }),
    change,
    authority,
    writer: writer.address,
  };
}

function* policyFacts(instance: Instance, resource: ResourceRef, scope: Scope): Iterable<Fact> {
  const data = attribute(instance.config, "policy_data");
  for (const { datum, conditional } of data === undefined ? [] : possibilities(data)) {
    yield* onePolicy(instance, resource, datum, conditional, scope);
  }
}

function* onePolicy(
  instance: Instance,
  resource: ResourceRef,
  data: Datum,
  conditional: true | undefined,
  scope: Scope,
): Iterable<Fact> {
  const policy = policyIn(data, scope);
  let whole = !policy.open && conditional === undefined;
  for (const binding of policy.bindings) {
    const found = bindingOfPolicy(instance, resource, binding, conditional);
    whole &&= found.every((grant) => grant.conditional === undefined && isExact(grant));
    yield* found;
  }
  if (policy.open) yield* unknownGrant(instance, resource, data);
  for (const config of policy.auditConfigs) yield auditConfigOf(instance, config, "audit_log_configs", resource);
  if (whole) yield { kind: "policy-read", ...placeOf(instance), resource, mode: "replaces" };
}

/** A policy that could not be read, or not to the end. */
const unknownGrant = (instance: Instance, resource: ResourceRef, data: Datum): Grant[] =>
  grants(instance, { resource, roles: [asUnknown(data)], principals: [asUnknown(data)], authority: "policy" });

const asUnknown = (datum: Datum): Possible => ({
  value: unknown(show(toValue(datum)), "the policy can't be read", datum.span),
  datum,
});

const isExact = ({ principal, role }: Grant): boolean => principal.kind !== "unknown" && role.kind !== "unknown";

const bindingOfPolicy = (
  instance: Instance,
  resource: ResourceRef,
  binding: ObjectDatum,
  conditional: true | undefined,
): Grant[] =>
  grants(instance, {
    resource,
    roles: possibilities(attribute(binding, "role")),
    principals: possibilities(attribute(binding, "members")),
    condition: conditionOf(binding),
    authority: "policy",
    conditional: conditional ?? binding.conditional,
  });

/** The log types of one service, with everybody who is exempted from any of them. */
function auditConfigOf(writer: Placed, config: ObjectDatum, logs: string, resource: ResourceRef): AuditConfig {
  const entries = logEntries(config, logs);
  return {
    kind: "audit-config",
    ...placeOf(writer),
    resource,
    service: requiredAt(config, "service", writer.span),
    logTypes: valuesOfAll(entries, "log_type", "logType"),
    exempted: valuesOfAll(entries, "exempted_members", "exemptedMembers"),
  };
}

/** JSON policies spell it `auditLogConfigs`. */
const logEntries = (config: ObjectDatum, logs: string): readonly ObjectDatum[] => [
  ...blocksAt(config, logs),
  ...blocksAt(config, "auditLogConfigs"),
];

const valuesOfAll = (entries: readonly ObjectDatum[], ...names: readonly string[]): readonly Value[] =>
  entries.flatMap((entry) => names.flatMap((name) => valuesOf(attribute(entry, name))));
