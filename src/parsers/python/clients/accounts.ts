import { homeIn, segmentsOf } from "../../../gcp/resource-name.ts";
import type { RoleDefinition } from "../../../model/fact.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { atRun, toValue } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";

type Note = (machine: Machine, call: Call, site: Site) => void;

/** What a program makes through the IAM API and Service Usage, by either client or by URL; and HMAC keys. */
const notes: readonly (readonly [RegExp, Note])[] = [
  [/^discovery\.iam\.(?:.+\.)?keys\.create$|\.create_service_account_key$/, addKey],
  [/^discovery\.iam\.(?:.+\.)?serviceAccounts\.create$|^iam\.\w+\.create_service_account$/, addAccount],
  [/^discovery\.iam\.(?:.+\.)?roles\.create$|^iam\.\w+\.create_role$/, (...given) => addRole("create", ...given)],
  [/^discovery\.iam\.(?:.+\.)?roles\.patch$|^iam\.\w+\.update_role$/, (...given) => addRole("update", ...given)],
  [/^discovery\.serviceusage\.(?:.+\.)?services\.enable$|^service_usage\.\w+\.enable_service$/, addApi],
  [/^discovery\.serviceusage\.(?:.+\.)?services\.batchEnable$|^service_usage\.\w+\.batch_enable_services$/, addApis],
  [/^storage\.Client\.create_hmac_key$/, addHmacKey],
];

export function accountCall(machine: Machine, call: Call, site: Site): void {
  for (const [form, note] of notes) if (form.test(call.name)) note(machine, call, site);
}

function addKey(machine: Machine, call: Call, site: Site): void {
  const name = argument(call, "name");
  const segments = name === undefined ? [] : segmentsOf(toValue(name));
  const last = segments.at(-1);
  // An address ends in the collection.
  const account = last?.kind === "known" && last.text === "keys" ? segments.at(-2) : last;
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "service-account-key",
    ...(account && { account }),
  });
}

function addRole(change: RoleDefinition["change"], machine: Machine, call: Call, site: Site): void {
  const permissions = argument(call, "role.included_permissions");
  const items = permissions?.type === "list" ? permissions.items : [];
  const [title, stage] = [argument(call, "role.title"), argument(call, "role.stage")];
  machine.facts.push({
    kind: "role",
    ...placeNow(machine, site.span),
    name: nameOfRole(call, site),
    permissions: items.map(toValue),
    open: permissions?.type !== "list" || permissions.open !== undefined,
    ...(title && { title: toValue(title) }),
    ...(stage && { stage: toValue(stage) }),
    change,
  });
}

/** `projects/p/roles/r`: as named, or of what the role is made in. */
function nameOfRole(call: Call, { span, written }: Site): Value {
  const [parent, id] = [argument(call, "parent"), argument(call, "role_id")];
  const name = argument(call, "name") ?? argument(call, "role.name");
  if (id === undefined) return name === undefined ? unknown(written, atRun, span) : toValue(name);
  const [home = ""] = parent === undefined ? [] : partsOf(toValue(parent));
  const isAddress = typeof home === "string" && home.endsWith("/roles");
  const parts = parent === undefined ? [{ expression: "parent" }] : partsOf(toValue(parent));
  return valueOf([...parts, isAddress ? "/" : "/roles/", ...partsOf(toValue(id))], id.span, atRun);
}

/** `projects/p/services/run.googleapis.com` */
function addApi(machine: Machine, call: Call, site: Site): void {
  const term = argument(call, "name");
  const name = term && toValue(term);
  const service = name && segmentsOf(name).at(-1);
  if (service !== undefined) noteApi(machine, service, homeIn(name).project, site);
}

function addApis(machine: Machine, call: Call, site: Site): void {
  const [parent, services] = [argument(call, "parent"), argument(call, "service_ids")];
  const { project } = homeIn(parent && toValue(parent));
  for (const service of services?.type === "list" ? services.items : [])
    noteApi(machine, toValue(service), project, site);
}

function noteApi(machine: Machine, service: Value, project: Value | undefined, site: Site): void {
  machine.facts.push({
    kind: "api",
    ...placeNow(machine, site.span),
    ...(project && { project }),
    service,
    enabled: true,
  });
}

function addHmacKey(machine: Machine, call: Call, site: Site): void {
  const account = argument(call, "service_account_email") ?? call.args.get("0");
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "hmac-key",
    ...(account && { account: toValue(account) }),
  });
}

function addAccount(machine: Machine, call: Call, site: Site): void {
  const id = argument(call, "account_id");
  if (id === undefined) return;
  const name = argument(call, "name");
  const { project } = homeIn(name && toValue(name));
  const parts = [
    ...partsOf(toValue(id)),
    "@",
    ...(project ? partsOf(project) : [{ expression: "project" }]),
    ".iam.gserviceaccount.com",
  ];
  machine.facts.push({
    kind: "service-account",
    ...placeNow(machine, site.span),
    email: valueOf(parts, id.span, "the project or the id is known when it runs"),
    ...(project && { project }),
    origin: "created",
  });
}
