import { accountMade, apiEnabled, keyMade, roleMade, roleName } from "../../../gcp/made-by-api.ts";
import { homeIn } from "../../../gcp/resource-name.ts";
import type { Fact, RoleDefinition } from "../../../model/fact.ts";
import { type Value, unknown } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { atRun, toValue } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";

type Made = Omit<Fact, "span" | "dialect">;
type Note = (call: Call, site: Site) => readonly Made[];

/** What a program makes through the IAM API and Service Usage, by either client or by URL; and HMAC keys. */
const notes: readonly (readonly [RegExp, Note])[] = [
  [/^discovery\.iam\.(?:.+\.)?keys\.create$|\.create_service_account_key$/, (call) => [keyMade(valueAt(call, "name"))]],
  [/^discovery\.iam\.(?:.+\.)?serviceAccounts\.create$|^iam\.\w+\.create_service_account$/, madeAccount],
  [/^discovery\.iam\.(?:.+\.)?roles\.create$|^iam\.\w+\.create_role$/, (call, site) => madeRole(call, site, "create")],
  [/^discovery\.iam\.(?:.+\.)?roles\.patch$|^iam\.\w+\.update_role$/, (call, site) => madeRole(call, site, "update")],
  [/^discovery\.serviceusage\.(?:.+\.)?services\.enable$|^service_usage\.\w+\.enable_service$/, madeApi],
  [/^discovery\.serviceusage\.(?:.+\.)?services\.batchEnable$|^service_usage\.\w+\.batch_enable_services$/, madeApis],
  [/^storage\.Client\.create_hmac_key$/, madeHmacKey],
];

const removed = /^discovery\.iam\.(?:.+\.)?keys\.(?:delete|disable)$|\.(?:delete|disable)_service_account_key$/;

export function accountCall(machine: Machine, call: Call, site: Site): void {
  if (removed.test(call.name)) removalsOf(machine).add(site.span.path);
  const made = notes.filter(([form]) => form.test(call.name)).flatMap(([, note]) => note(call, site));
  for (const fact of made) machine.facts.push({ ...placeNow(machine, site.span), ...fact } as Fact);
}

function removalsOf(machine: Machine): Set<string> {
  const known = machine.memory.get("key removals") as Set<string> | undefined;
  const found = known ?? new Set<string>();
  machine.memory.set("key removals", found);
  return found;
}

/** A program that makes keys and takes others away replaces them, after a time that it does not say. */
export function withRotation(machine: Machine, facts: readonly Fact[]): readonly Fact[] {
  const paths = removalsOf(machine);
  return facts.map((fact) =>
    fact.kind === "key" && paths.has(fact.span.path) ? { ...fact, rotationDays: "unknown" } : fact,
  );
}

function valueAt(call: Call, path: string): Value | undefined {
  const term = argument(call, path);
  return term && toValue(term);
}

function madeAccount(call: Call): readonly Made[] {
  const id = valueAt(call, "account_id");
  return id === undefined ? [] : [accountMade(id, homeIn(valueAt(call, "name")).project)];
}

function madeRole(call: Call, { span, written }: Site, change: RoleDefinition["change"]): readonly Made[] {
  const permissions = argument(call, "role.included_permissions");
  const id = valueAt(call, "role_id");
  const name =
    id === undefined
      ? (valueAt(call, "name") ?? valueAt(call, "role.name") ?? unknown(written, atRun, span))
      : roleName(valueAt(call, "parent"), id);
  return [
    roleMade({
      name,
      permissions: permissions?.type === "list" ? permissions.items.map(toValue) : [],
      open: permissions?.type !== "list" || permissions.open !== undefined,
      title: valueAt(call, "role.title"),
      stage: valueAt(call, "role.stage"),
      change,
    }),
  ];
}

function madeApi(call: Call): readonly Made[] {
  const name = valueAt(call, "name");
  return name === undefined ? [] : [apiEnabled(name)];
}

function madeApis(call: Call): readonly Made[] {
  const services = argument(call, "service_ids");
  const parent = valueAt(call, "parent");
  return services?.type === "list" ? services.items.map((service) => apiEnabled(toValue(service), parent)) : [];
}

function madeHmacKey(call: Call): readonly Made[] {
  const account = valueAt(call, "service_account_email") ?? valueAt(call, "0");
  return [{ kind: "key", form: "hmac-key", ...(account && { account }) } as Made];
}
