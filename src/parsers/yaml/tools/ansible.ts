import type { Fact } from "../../../model/fact.ts";
import { workloadPathsOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import { type Value, known, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { grantOf } from "../policies/grants.ts";
import type { Embedded } from "../../../model/parser.ts";
import { embed, isOfInterest } from "../text/embed.ts";
import { mappedText, replaceIn } from "../text/mapped-text.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import { legacyRoleOf, memberOfEntity } from "../policies/storage-acl.ts";
import {
  type Entry,
  type Scalar,
  type Tree,
  get,
  isDict,
  isList,
  isScalar,
  nodesAt,
  scalarAt,
  scalarsOf,
  textAt,
} from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

/** Playbooks and tasks that use the `google.cloud` collection. */
export const ansible = {
  recognises: ({ root }: Document): boolean =>
    isList(root) && (modulesIn(root, 0).length > 0 || scriptsIn(root, 0).length > 0),

  read(document: Document, found: Found): void {
    for (const entry of modulesIn(document.root, 0)) found.facts.push(...moduleFacts(document, entry));
    for (const script of scriptsIn(document.root, 0)) found.embedded.push(...embedScript(document, script));
  },
};

const blocks = ["tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always"];

/** The calls of Google's modules, wherever tasks nest. */
function modulesIn(tree: Tree, depth: number): readonly Entry[] {
  if (!isList(tree) || depth > 10) return [];
  return tree.items.flatMap((item) => {
    if (!isDict(item)) return [];
    const own = item.entries.filter(({ key, value }) => moduleName(key.text) !== undefined && isDict(value));
    return [...own, ...blocks.flatMap((block) => modulesIn(get(item, block) ?? item, depth + 1))];
  });
}

const moduleName = (key: string): string | undefined => /^(?:google\.cloud\.)?(gcp_[a-z_0-9]+)$/u.exec(key)?.[1];

const scriptModules = /^(?:ansible\.builtin\.)?(?:shell|command)$/u;

/** The commands of shell tasks. */
function scriptsIn(tree: Tree | undefined, depth: number): readonly Scalar[] {
  if (!isList(tree) || depth > 10) return [];
  return tree.items.flatMap((item) => {
    if (!isDict(item)) return [];
    const own = item.entries
      .filter(({ key }) => scriptModules.test(key.text))
      .flatMap(({ value }) => (isScalar(value) ? value : (scalarAt(value, "cmd") ?? [])));
    return own.concat(blocks.flatMap((block) => scriptsIn(get(item, block), depth + 1)));
  });
}

/** Jinja's variables become variables of the shell that nobody can know. */
function embedScript(document: Document, scalar: Scalar): readonly Embedded[] {
  if (!isOfInterest(scalar.text)) return [];
  const environment: Record<string, Value> = {};
  const script = replaceIn(
    mappedText(document, scalar),
    /\{\{\s{0,20}([^{}]{0,500}?)\s{0,20}\}\}/gu,
    ([, expression = ""]) => {
      const name = `_${expression.replaceAll(/\W+/gu, "_")}`;
      environment[name] = unknown(expression, "a variable of the playbook", spanAt(document, scalar));
      return `\${${name}}`;
    },
  );
  return [embed(document, script, "shell", { environment })];
}

/** What a module calls a thing that Terraform calls otherwise. */
const terraformNames: Readonly<Record<string, string>> = {
  gcp_cloudbuild_trigger: "cloudbuild_trigger",
  gcp_cloudscheduler_job: "cloud_scheduler_job",
  gcp_compute_instance: "compute_instance",
  gcp_compute_instance_template: "compute_instance_template",
  gcp_container_cluster: "container_cluster",
  gcp_container_node_pool: "container_node_pool",
  gcp_pubsub_subscription: "pubsub_subscription",
};

const accountPaths: Readonly<Record<string, readonly string[]>> = {
  gcp_cloudbuild_trigger: ["service_account"],
  gcp_cloudscheduler_job: [
    "http_target.oauth_token.service_account_email",
    "http_target.oidc_token.service_account_email",
  ],
  gcp_compute_instance: ["service_accounts.email"],
  gcp_compute_instance_template: ["properties.service_accounts.email"],
  gcp_container_cluster: ["node_config.service_account"],
  gcp_container_node_pool: ["config.service_account"],
  gcp_pubsub_subscription: ["push_config.oidc_token.service_account_email"],
};

type Reader = (document: Document, call: Entry) => readonly Fact[];

function moduleFacts(document: Document, call: Entry): readonly Fact[] {
  if (textAt(call.value, "state") === "absent") return [];
  const name = moduleName(call.key.text) ?? "";
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return read === undefined ? workloads(document, call, name) : read(document, call);
}

const place = (document: Document, { key }: Entry): Pick<Fact, "span" | "dialect"> => ({
  span: lineSpanAt(document, key),
  dialect: document.dialect,
});

/** Jinja variables are holes: a module's argument is known or it is not. */
const argument = (document: Document, { value }: Entry, key: string): Value | undefined =>
  optionalValue(document, scalarAt(value, key));

const serviceAccount: Reader = (document, call) => {
  const name = argument(document, call, "name");
  if (name === undefined) return [];
  const project = argument(document, call, "project");
  const isEmail = partsOf(name).some((part) => typeof part === "string" && part.includes("@"));
  const parts = [
    ...partsOf(name),
    "@",
    ...(project === undefined ? [{ expression: "project" }] : partsOf(project)),
    ".iam.gserviceaccount.com",
  ];
  const email = isEmail ? name : valueOf(parts, name.span, "a variable of the playbook");
  return [
    { kind: "service-account", email, ...optional("project", project), origin: "created", ...place(document, call) },
  ];
};

const key: Reader = (document, call) => [
  {
    kind: "key",
    form: "service-account-key",
    ...optional("account", argument(document, call, "service_account")),
    ...optional("project", argument(document, call, "project")),
    ...place(document, call),
  },
];

const role: Reader = (document, call) => {
  const name =
    argument(document, call, "name") ?? unknown("role", "the task does not name the role", spanAt(document, call.key));
  const project = argument(document, call, "project");
  const permissions = get(call.value, "included_permissions");
  const parts = [
    "projects/",
    ...(project === undefined ? [{ expression: "project" }] : partsOf(project)),
    "/roles/",
    ...partsOf(name),
  ];
  return [
    {
      kind: "role",
      name: valueOf(parts, name.span, "a variable of the playbook"),
      permissions: scalarsOf(permissions).map((scalar) => valueAt(document, scalar)),
      open: !isList(permissions),
      change: "create",
      ...place(document, call),
    },
  ];
};

const accessControl: Reader = (document, call) => {
  const entity = scalarAt(call.value, "entity");
  const bucket = argument(document, call, "bucket");
  return entity === undefined || bucket === undefined ? [] : [legacyGrant(document, call, call.value, entity, bucket)];
};

const bucket: Reader = (document, call) => {
  const name = argument(document, call, "name");
  if (name === undefined) return [];
  const entries = [...nodesAt(call.value, "acl"), ...nodesAt(call.value, "default_object_acl")];
  return entries.flatMap((entry) => {
    const entity = scalarAt(entry, "entity");
    return entity === undefined ? [] : legacyGrant(document, call, entry, entity, name);
  });
};

function legacyGrant(document: Document, call: Entry, entry: Tree, entity: Scalar, name: Value): Fact {
  const word = scalarAt(entry, "role");
  const { span, dialect } = place(document, call);
  const value = valueAt(document, entity);
  return grantOf({
    principal: value.kind === "known" ? known(memberOfEntity(value.text), value.span) : value,
    role: known(legacyRoleOf(word?.text), word === undefined ? span : spanAt(document, word)),
    resource: { type: "storage-bucket", name },
    authority: "member",
    writer: call.key.text,
    span,
    dialect,
  });
}

const readers: Readonly<Record<string, Reader>> = {
  gcp_iam_service_account: serviceAccount,
  gcp_iam_service_account_key: key,
  gcp_iam_role: role,
  gcp_storage_bucket: bucket,
  gcp_storage_bucket_access_control: accessControl,
  gcp_storage_default_object_acl: accessControl,
};

function workloads(document: Document, call: Entry, name: string): readonly Fact[] {
  const terraform = terraformNames[name];
  if (terraform === undefined) return [];
  const [main] = workloadPathsOf(terraform);
  const accounts = (accountPaths[name] ?? []).flatMap((path) => nodesAt(call.value, path)).filter(isScalar);
  const project = argument(document, call, "project");
  const common = {
    kind: "workload",
    type: resourceTypeOfTerraform(terraform),
    purpose: main?.purpose ?? "runtime",
    ...optional("name", argument(document, call, "name")),
    ...optional("project", project),
    ...place(document, call),
  } as const;
  return accounts.map((scalar) =>
    Object.assign(
      { account: accountPath(valueAt(document, scalar)), defaultAccount: main?.default ?? "unknown" },
      common,
    ),
  );
}
