import type { ModuleEffect } from "../../../../gcp/modules.ts";
import type {
  AuditConfig,
  DefaultAccountsChange,
  Deny,
  Fact,
  KeyCreation,
  RoleDefinition,
} from "../../../../model/fact.ts";
import { type Value, known, partsOf } from "../../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, list, text, toValue } from "../../datum.ts";
import { apiOf, parentOf } from "../hierarchy.ts";
import { type Possible, flagOf, joined, placeOf, possibilities, requiredAt, valuesOf } from "../reading.ts";
import { permissionsOf } from "../roles.ts";
import { segmentsOf } from "../target.ts";
import { type KeyedDatum, entriesOf, objectsIn } from "./entries.ts";
import { type Frame, fillValue, holds, inputAt, projectIn, targetIn } from "./frame.ts";
import { auditConfigsIn, orgPoliciesIn } from "./guardrails.ts";
import { workloadsIn } from "./workloads.ts";

/** What a module makes besides grants: projects, accounts, keys, workloads, APIs, roles, pools. */
export const effectsIn = (frame: Frame): readonly Fact[] =>
  (frame.module.effects ?? []).flatMap((effect) => {
    const isOn = holds(frame, effect.if);
    const made = isOn === false ? [] : (kinds[effect.kind]?.(frame, effect) ?? []);
    return isOn === undefined ? made.map(asConditional) : made;
  });

const asConditional = (fact: Fact): Fact => ({ ...fact, conditional: true });

type Effect = (frame: Frame, effect: ModuleEffect) => readonly Fact[];

const kinds: Readonly<Record<string, Effect>> = {
  resource: (frame, { base = "", name = "", project, location, attributes, anonymous }) => {
    const above = nodes.has(base) ? parentOf(frame.call.args) : undefined;
    const parent = above?.type === "unknown" ? undefined : above;
    const place = { ...(project !== undefined && { project }), ...(location !== undefined && { location }) };
    return [
      {
        kind: "resource",
        ...placeOf(frame.call),
        ...(frame.module.each === undefined && anonymous !== true && { object: frame.call.object }),
        resource: targetIn(frame, { base, name, ...place }),
        ...(parent && { parent }),
        ...(attributes && { attributes: filledIn(frame, attributes) }),
      },
    ];
  },
  account: (frame, { name = "", project }) => {
    const home = projectIn(frame, project);
    return [
      {
        kind: "service-account",
        ...placeOf(frame.call),
        ...(isMain(frame) && { object: frame.call.object }),
        email: fillValue(frame, name),
        ...(home && { project: home }),
        origin: "created",
      },
    ];
  },
  key: (frame, { input = "", name = "", project }) => {
    const flag = input === "" ? text("true", frame.call.span) : inputAt(frame, input);
    if (flag === undefined || flagOf(flag) === false) return [];
    const home = projectIn(frame, project);
    return [
      {
        kind: "key",
        ...placeOf(frame.call, flagOf(flag) === undefined ? true : undefined),
        form: "service-account-key",
        account: fillValue(frame, name),
        ...(home && { project: home }),
      },
    ];
  },
  "hmac-keys": (frame, { input = "" }) =>
    entriesOf(inputAt(frame, input) ?? nothing(frame)).map(({ key }) => hmacKeyOf(frame, key)),
  apis: (frame, { input = "", default: fallback = [], project }) => {
    const home = projectIn(frame, project);
    return listed(frame, input, fallback).map((service) => apiOf(frame.call, service, home));
  },
  "identity-apis": (frame, { input = "", project }) => {
    const home = projectIn(frame, project);
    const apis = objectsIn(inputAt(frame, input) ?? nothing(frame)).map((identity) => attribute(identity, "api"));
    return apis.flatMap(possibilities).map((service) => apiOf(frame.call, service, home));
  },
  "default-accounts": (frame, { input = "", default: fallback = [], project }) =>
    listed(frame, input, fallback).flatMap(({ value }) => {
      const action = value.kind === "known" ? actions[value.text.toLowerCase()] : undefined;
      const home = projectIn(frame, project);
      return action === undefined || home === undefined
        ? []
        : [{ kind: "default-accounts", ...placeOf(frame.call), project: home, action }];
    }),
  workload: workloadsIn,
  audit: (frame, { input = "" }) =>
    objectsIn(inputAt(frame, input) ?? nothing(frame)).map((entry) => auditConfigOf(frame, entry)),
  "audit-by-service": (frame, { input = "" }) => auditConfigsIn(frame, inputAt(frame, input) ?? nothing(frame)),
  "org-policies": (frame, { input = "" }) => orgPoliciesIn(frame, inputAt(frame, input) ?? nothing(frame)),
  "custom-role": (frame, { name = "", input = "" }) => {
    const { permissions, open } = permissionsOf(inputAt(frame, input));
    const isOpen = open || inputAt(frame, "base_roles") !== undefined;
    return [
      {
        kind: "role",
        ...placeOf(frame.call),
        name: fillValue(frame, name),
        permissions,
        open: isOpen,
        change: "create",
      },
    ];
  },
  "custom-roles": (frame, effect) =>
    entriesOf(inputAt(frame, effect.input ?? "") ?? nothing(frame)).map((entry) => customRoleOf(frame, effect, entry)),
  deny: (frame, { input = "" }) =>
    entriesOf(inputAt(frame, input) ?? nothing(frame)).flatMap(({ value, conditional }) => {
      const rules = value.type === "object" ? (attribute(value, "rules") ?? value) : value;
      return objectsIn(rules).map((rule) => denyOf(frame, rule, conditional));
    }),
  federation: (frame, { name = "", project }) => {
    const home = projectIn(frame, project);
    const pool = fillValue(frame, name);
    const condition = inputAt(frame, "attribute_condition");
    return [
      { kind: "pool", ...placeOf(frame.call), type: "workload", name: pool, ...(home && { project: home }) },
      {
        kind: "pool-provider",
        ...placeOf(frame.call),
        type: "workload",
        pool,
        name: fillValue(frame, "{provider_id}"),
        protocol: "oidc",
        issuer: fillValue(frame, "{issuer_uri|=https://token.actions.githubusercontent.com}"),
        ...(condition && { condition: valuesOf(condition)[0] ?? fillValue(frame, "{?condition}") }),
        mapping: mappingIn(inputAt(frame, "attribute_mapping")),
      },
    ];
  },
};

const hmacKeyOf = (frame: Frame, account: Datum): KeyCreation => ({
  kind: "key",
  ...placeOf(frame.call),
  form: "hmac-key",
  account: toValue(account),
});

const auditConfigOf = (frame: Frame, entry: ObjectDatum): AuditConfig => ({
  kind: "audit-config",
  ...placeOf(frame.call, entry.conditional),
  resource: targetIn(frame, { base: "project", name: "{project}" }),
  service: requiredAt(entry, "service", frame.call.span),
  logTypes: valuesOf(attribute(entry, "log_type")),
  exempted: valuesOf(attribute(entry, "exempted_members")),
});

const customRoleOf = (frame: Frame, { name = "", project = "" }: ModuleEffect, entry: KeyedDatum): RoleDefinition => ({
  kind: "role",
  ...placeOf(frame.call, entry.conditional),
  name: joined([`${name}/`, lastPart(fillValue(frame, project)), "/roles/", entry.key], entry.key.span),
  ...permissionsOf(permissionListOf(entry.value)),
  change: "create",
});

/** `organizations/99`: `99`. */
const lastPart = (name: Value): Value => segmentsOf(name).at(-1) ?? name;

/** Some modules take permissions as one text with commas. */
const permissionListOf = (datum: Datum): Datum =>
  datum.type === "string"
    ? list(
        datum.text.split(",").map((permission) => text(permission.trim(), datum.span)),
        datum.span,
      )
    : datum;

const denyOf = (frame: Frame, rule: ObjectDatum, conditional: true | undefined): Deny => ({
  kind: "deny",
  ...placeOf(frame.call, conditional ?? rule.conditional),
  resource: targetIn(frame),
  principals: valuesOf(attribute(rule, "denied_principals")),
  exceptPrincipals: valuesOf(attribute(rule, "exception_principals")),
  permissions: valuesOf(attribute(rule, "denied_permissions")),
  exceptPermissions: valuesOf(attribute(rule, "exception_permissions")),
});

/** The account is what the module is about, and there is one of it. */
const isMain = ({ module }: Frame): boolean =>
  module.each === undefined && module.effects?.some(({ kind }) => kind === "resource") !== true;

const nodes: ReadonlySet<string> = new Set(["project", "folder"]);

const nothing = (frame: Frame): Datum => ({ type: "null", span: frame.call.span });

const actions: Readonly<Record<string, DefaultAccountsChange["action"]>> = {
  delete: "delete",
  deprivilege: "deprivilege",
  disable: "disable",
};

/** The items of an input, or the module's defaults. */
function listed(frame: Frame, input: string, fallback: readonly string[]): readonly Possible[] {
  const datum = inputAt(frame, input);
  if (datum !== undefined) return possibilities(datum);
  return fallback.map((item) => ({ value: known(item, frame.call.span), datum: text(item, frame.call.span) }));
}

const filledIn = (frame: Frame, attributes: Readonly<Record<string, string>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, template]) => [name, fillValue(frame, template)]));

function mappingIn(datum: Datum | undefined): Readonly<Record<string, Value>> {
  if (datum?.type !== "object") return {};
  const entries = [...datum.entries.keys()].flatMap((key) => {
    const [value] = valuesOf(attribute(datum, key));
    return value === undefined || partsOf(value).length === 0 ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}
