import { accountMade, apiEnabled, keyMade, roleMade, roleName } from "../../../gcp/made-by-api.ts";
import type { Fact, RoleDefinition } from "../../../model/fact.ts";
import { type Value, unknown } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type ExternalTerm, type Term, toValue } from "../terms.ts";
import type { Client } from "./emit.ts";
import { homeOf } from "./names.ts";
import { isDiscovery } from "./policies.ts";
import { linksOf, termAt } from "./trail.ts";

type Made = Fact extends infer One ? Omit<One, "span" | "dialect"> : never;
type Note = (request: Term | undefined, client: Client, site: Site) => readonly Made[];

/** What a program makes through the IAM API and Service Usage, by either client or by URL; and HMAC keys. */
const notes: readonly (readonly [RegExp, Note])[] = [
  [/^iam\.(?:.*\.)?(?:keys\.create|createServiceAccountKey)$/, (request) => [keyMade(valueAt(request, "name"))]],
  [/^iam\.(?:.*\.)?(?:serviceAccounts\.create|createServiceAccount)$/, madeAccount],
  [/^iam\.(?:.*\.)?(?:roles\.create|createRole)$/, (request, _, site) => madeRole(request, site, "create")],
  [/^iam\.(?:.*\.)?(?:roles\.patch|updateRole)$/, (request, _, site) => madeRole(request, site, "update")],
  [/^service-?usage\.(?:.*\.)?(?:services\.enable|enableService)$/, enabledApi],
  [/^service-?usage\.(?:.*\.)?(?:services\.batchEnable|batchEnableServices)$/, enabledApis],
];

export function accountCall(machine: Machine, external: ExternalTerm, client: Client, site: Site): void {
  const links = linksOf(external.steps);
  const last = links.at(-1);
  if (last?.args === undefined) return;
  const [request] = last.args;
  // `google.iam("v1").projects…`: from the call that names the service on.
  const isApi = isDiscovery(external);
  const from = isApi
    ? Math.max(
        0,
        links.findIndex(({ args }) => args !== undefined),
      )
    : 0;
  const path = links
    .slice(from)
    .map(({ name }) => name)
    .join(".");
  const service = external.package.replace(/^@google-cloud\//, "").replace(/^iam-admin$/, "iam");
  const name = isApi ? path : `${service}.${path}`;
  const made = notes.filter(([form]) => form.test(name)).flatMap(([, note]) => note(request, client, site));
  for (const fact of made) machine.facts.push({ ...placeNow(machine, site.span), ...fact } as Fact);
  if (last.name === "createHmacKey" && service === "storage") addHmacKey(machine, request, site);
}

const valueAt = (request: Term | undefined, path: string): Value | undefined => {
  const term = termAt(request, path) ?? termAt(request, `requestBody.${path}`);
  return term && toValue(term);
};

function madeAccount(request: Term | undefined, client: Client): readonly Made[] {
  const id = valueAt(request, "accountId");
  const project = homeOf(termAt(request, "name")).project ?? (client.project && toValue(client.project));
  return id === undefined ? [] : [accountMade(id, project)];
}

function madeRole(request: Term | undefined, { span }: Site, change: RoleDefinition["change"]): readonly Made[] {
  const body = termAt(request, "role") ?? termAt(request, "requestBody.role") ?? termAt(request, "requestBody");
  const permissions = termAt(body, "includedPermissions");
  const id = valueAt(request, "roleId");
  const name = valueAt(request, "name") ?? unknown("role", "is known when it runs", span);
  return [
    roleMade({
      name: id === undefined ? name : roleName(valueAt(request, "parent") ?? valueAt(request, "name"), id),
      permissions: permissions?.type === "list" ? permissions.items.map(toValue) : [],
      open: permissions?.type !== "list" || permissions.open !== undefined,
      title: valueAt(body, "title"),
      stage: valueAt(body, "stage"),
      change,
    }),
  ];
}

function enabledApi(request: Term | undefined): readonly Made[] {
  const name = valueAt(request, "name");
  return name === undefined ? [] : [apiEnabled(name)];
}

function enabledApis(request: Term | undefined): readonly Made[] {
  const services = termAt(request, "serviceIds") ?? termAt(request, "requestBody.serviceIds");
  const parent = valueAt(request, "parent");
  return services?.type === "list" ? services.items.map((service) => apiEnabled(toValue(service), parent)) : [];
}

function addHmacKey(machine: Machine, email: Term | undefined, site: Site): void {
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "hmac-key",
    ...(email && { account: toValue(email) }),
  });
}
