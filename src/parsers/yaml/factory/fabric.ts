import type { Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Document, lineSpanAt, spanAt, stemOf } from "../text/document.ts";
import {
  type Factory,
  factoryValue,
  folderKey,
  objectOf,
  partOf,
  placeInFactory,
  prefixOf,
  projectKey,
} from "./fabric-factory.ts";
import { bucketFacts, projectContents } from "./fabric-contents.ts";
import { type Holder, accountGrants, factoryGrants } from "./fabric-grants.ts";
import { factoryGuardrails, factoryOrgPolicies } from "./fabric-guardrails.ts";
import { unknownRef } from "../policies/resource-refs.ts";
import { optional } from "../text/optional.ts";
import { type Entry, type Scalar, entriesOf, get, scalarAt, scalarsOf } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** What a file of a Cloud Foundation Fabric factory says. */
export function factoryFacts(document: Document, factories: ReadonlyMap<string, Factory>): readonly Fact[] {
  const part = partOf(document);
  const factory = factories.get(placeInFactory(document.path).root);
  if (part === undefined || part === "defaults" || factory === undefined) return [];
  if (part === "custom-role") return [customRole(document, factory)];
  if (part === "org-policies") return factoryOrgPolicies(document, document.root, organizationOf(document, factory));
  if (part === "project") return projectFacts(document, factory);
  if (part === "other")
    return factoryGrants(document.root, { document, factory, resource: unread(document), shown: document.path });
  const resource = part === "folder" ? folderOf(document, factory) : rootResource(document, factory, part);
  const holder: Holder = { document, factory, resource, shown: `${part} ${document.path}` };
  return [
    ...(part === "folder" ? [folderFact(document, factory, resource)] : []),
    ...factoryGrants(document.root, holder),
    ...factoryGuardrails(document, resource),
    ...automationFacts(document, factory, holder),
  ];
}

const topOf = (document: Document): Scalar => {
  const [first] = entriesOf(document.root);
  return first?.key ?? { kind: "scalar", text: "", start: 0, end: 0, style: "plain" };
};

const place = (document: Document, scalar: Scalar): Pick<Fact, "span" | "dialect"> => ({
  span: lineSpanAt(document, scalar),
  dialect: document.dialect,
});

const unread = (document: Document): ResourceRef =>
  unknownRef(spanAt(document, topOf(document)), "the factory that reads the file says what it describes");

function organizationOf(document: Document, factory: Factory): ResourceRef {
  const span = spanAt(document, topOf(document));
  const id = scalarAt(factory.defaults?.root, "global", "organization", "id");
  return {
    type: "organization",
    name: id === undefined ? unknown("organization", "the factory's defaults say it", span) : known(id.text, span),
  };
}

function rootResource(document: Document, factory: Factory, type: "organization" | "billing-account"): ResourceRef {
  const id = scalarAt(document.root, "id");
  if (id === undefined && type === "organization") return organizationOf(document, factory);
  const value =
    id === undefined
      ? unknown("id", "the file has no id", spanAt(document, topOf(document)))
      : factoryValue(document, factory, id);
  return { type, name: value };
}

const reference = (document: Document, factory: Factory, name: string, attribute: string, scalar: Scalar): Value =>
  valueOf([{ target: objectOf(factory, name), attribute }], spanAt(document, scalar));

const folderOf = (document: Document, factory: Factory): ResourceRef => ({
  type: "folder",
  name: reference(
    document,
    factory,
    `folder_ids/${folderKey(document)}`,
    "name",
    scalarAt(document.root, "name") ?? topOf(document),
  ),
});

function folderFact(document: Document, factory: Factory, resource: ResourceRef): Fact {
  return {
    kind: "resource",
    object: objectOf(factory, `folder_ids/${folderKey(document)}`),
    resource,
    ...optional("parent", parentOf(document, factory, folderKey(document))),
    ...place(document, topOf(document)),
  };
}

/** What `parent` says, else the folder above in the factory's tree, else the organization. */
function parentOf(document: Document, factory: Factory, key: string): ResourceRef | undefined {
  const named = scalarAt(document.root, "parent");
  if (named !== undefined) {
    const value = factoryValue(document, factory, named);
    const path = /^(folder|organization)s\/(\d+)$/u.exec(value.kind === "known" ? value.text : "");
    if (path !== null) return { type: path[1] ?? "folder", name: known(path[2] ?? "", value.span) };
    return { type: "folder", name: value };
  }
  const above = key.includes("/") ? key.slice(0, key.lastIndexOf("/")) : "";
  if (factory.defined.has(`folder_ids/${above}`)) {
    return { type: "folder", name: reference(document, factory, `folder_ids/${above}`, "name", topOf(document)) };
  }
  return scalarAt(factory.defaults?.root, "global", "organization", "id") === undefined
    ? undefined
    : organizationOf(document, factory);
}

function projectFacts(document: Document, factory: Factory): readonly Fact[] {
  const { root } = document;
  const key = projectKey(document);
  const name = scalarAt(root, "name");
  const header = name ?? topOf(document);
  const id = valueOf(
    [...prefixOf(document, factory), name?.text ?? key],
    spanAt(document, header),
    "the factory's prefix is set elsewhere",
  );
  const object = objectOf(factory, `project_ids/${key}`);
  const project: ResourceRef = {
    type: "project",
    name: id.kind === "known" ? id : reference(document, factory, `project_ids/${key}`, "project_id", header),
  };
  const holder: Holder = { document, factory, resource: project, shown: `project ${key}` };
  const { section, rest } = placeInFactory(document.path);
  const parent = parentOf(document, factory, section === "folders" ? rest : "");
  return [
    {
      kind: "resource",
      object,
      resource: { type: "project", name: id },
      ...optional("parent", parent),
      ...place(document, header),
    },
    ...factoryGrants(root, holder),
    ...factoryGuardrails(document, project),
    ...scalarsOf(get(root, "services")).map((service) => enabled(document, service, project)),
    ...entriesOf(get(root, "service_accounts")).flatMap((entry) =>
      accountFacts(entry, `service_accounts/${key}/`, project, holder),
    ),
    ...projectContents(root, project, holder),
    ...automationFacts(document, factory, holder),
  ];
}

const enabled = (document: Document, service: Scalar, project: ResourceRef): Fact => ({
  kind: "api",
  project: project.name,
  service: valueAt(document, service),
  enabled: true,
  span: lineSpanAt(document, service),
  dialect: document.dialect,
});

/** A service account, who may use it, and what it may do elsewhere. */
function accountFacts({ key, value }: Entry, prefix: string, project: ResourceRef, holder: Holder): readonly Fact[] {
  const { document, factory } = holder;
  const object = objectOf(factory, prefix + key.text);
  const name = scalarAt(value, "name") ?? key;
  const email = valueOf(
    [name.text, "@", ...partsOf(project.name), ".iam.gserviceaccount.com"],
    spanAt(document, key),
    "the project is set elsewhere",
  );
  const self = email.kind === "known" ? email : valueOf([{ target: object, attribute: "email" }], email.span);
  const account: Holder = {
    ...holder,
    resource: { type: "service-account", name: self },
    shown: `service account ${key.text}`,
  };
  return [
    { kind: "service-account", object, email, project: project.name, origin: "created", ...place(document, key) },
    ...factoryGrants(value, account),
    ...accountGrants(value, self, project, account),
  ];
}

/** The project that automates this one holds its bucket and service accounts. */
function automationFacts(document: Document, factory: Factory, holder: Holder): readonly Fact[] {
  const automation = get(document.root, "automation");
  if (automation === undefined) return [];
  const named = scalarAt(automation, "project");
  const span = spanAt(document, topOf(document));
  const name =
    named === undefined
      ? unknown("automation project", "the factory's defaults say it", span)
      : factoryValue(document, factory, named);
  const project: ResourceRef = { type: "project", name };
  const bucket = get(automation, "bucket");
  const key = projectKey(document);
  return [
    ...entriesOf(get(automation, "service_accounts")).flatMap((entry) =>
      automationAccount(entry, key, project, holder),
    ),
    ...(bucket === undefined ? [] : bucketFacts(bucket, scalarAt(bucket, "name") ?? topOf(document), project, holder)),
  ];
}

/** The factory composes the name of an automation account from more than its key. */
function automationAccount(entry: Entry, key: string, project: ResourceRef, holder: Holder): readonly Fact[] {
  const { document, factory } = holder;
  const object = objectOf(factory, `service_accounts/${key}/automation/${entry.key.text}`);
  const self = valueOf([{ target: object, attribute: "email" }], spanAt(document, entry.key));
  const account: Holder = {
    ...holder,
    resource: { type: "service-account", name: self },
    shown: `service account ${entry.key.text}`,
  };
  const email = valueOf(
    [{ expression: "prefix" }, `-${entry.key.text}@`, ...partsOf(project.name), ".iam.gserviceaccount.com"],
    spanAt(document, entry.key),
    "the factory composes the name",
  );
  return [
    { kind: "service-account", object, email, project: project.name, origin: "created", ...place(document, entry.key) },
    ...factoryGrants(entry.value, account),
    ...accountGrants(entry.value, self, project, account),
  ];
}

function customRole(document: Document, factory: Factory): Fact {
  const { root, path } = document;
  const name = scalarAt(root, "name");
  const { section } = placeInFactory(path);
  const span = spanAt(document, name ?? topOf(document));
  const organization = organizationOf(document, factory);
  const parent =
    section === "organization" ? ["organizations/", ...partsOf(organization.name)] : [{ expression: "parent" }];
  return {
    kind: "role",
    object: objectOf(factory, `custom_roles/${stemOf(path)}`),
    name: valueOf([...parent, `/roles/${name?.text ?? stemOf(path)}`], span, "the factory says whose role it is"),
    permissions: scalarsOf(get(root, "includedPermissions")).map((scalar) => valueAt(document, scalar)),
    open: false,
    change: "create",
    ...place(document, name ?? topOf(document)),
  };
}
