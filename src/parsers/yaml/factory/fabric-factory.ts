import { type Value, known, valueOf } from "../../../model/value.ts";
import { type Document, fileNameOf, spanAt, stemOf } from "../text/document.ts";
import {
  type Scalar,
  type Tree,
  at,
  entriesOf,
  get,
  has,
  isDict,
  isScalar,
  itemsOf,
  scalarAt,
  textAt,
} from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** What a file of a Cloud Foundation Fabric factory describes. */
export type FactoryPart =
  | "project"
  | "folder"
  | "organization"
  | "billing-account"
  | "custom-role"
  | "org-policies"
  | "other"
  | "defaults";

/** The files of one factory: what their references name. */
export interface Factory {
  /** The folder that holds `projects/`, `folders/`, `organization/`. */
  readonly root: string;
  readonly defaults: Document | undefined;
  /** What the files define: `projects/iac-0`, `service_accounts/iac-0/rw`, `custom_roles/viewer`, `folder_ids/a/b`. */
  readonly defined: ReadonlySet<string>;
}

const part =
  /^(.*?)(?:^|\/)(organization|folders|projects|billing-accounts|custom-roles|org-policies)\/(?!.*\/(?:organization|folders|projects|billing-accounts)\/)(.*)$/u;

/** The folder of the factory and the path below it: `datasets/classic`, `projects`, `core/iac-0.yaml`. */
export function placeInFactory(path: string): {
  readonly root: string;
  readonly section: string;
  readonly rest: string;
} {
  const [, root = "", section = "", rest = fileNameOf(path)] = part.exec(path) ?? [];
  return part.test(path) ? { root, section, rest } : { root: path.replace(/\/?[^/]*$/u, ""), section: "", rest };
}

const iamKeys = [
  "iam_bindings",
  "iam_bindings_additive",
  "iam_by_principals",
  "iam_by_principals_additive",
  "iam_by_principals_conditional",
  "iam_additive",
  "iam_members",
  "group_iam",
];

const holdsIam = (tree: Tree): boolean =>
  iamKeys.some((key) => isDict(get(tree, key))) || entriesOf(get(tree, "iam")).some(({ key }) => isRole(key.text));

const isRole = (text: string): boolean =>
  /^(?:roles\/|\$custom_roles:|(?:projects|organizations)\/[^/]+\/roles\/)/u.test(text);

/** Which part of a factory a document is; absent: none. */
export function partOf(document: Document): FactoryPart | undefined {
  const { root, path } = document;
  if (!isDict(root) || has(root, "apiVersion") || has(root, "values") || has(root, "bindings")) return undefined;
  if (/\/custom-roles\/[^/]+$/u.test(path) && has(root, "includedPermissions")) return "custom-role";
  if (/\/org-policies\/[^/]+$/u.test(path) && root.entries.some(({ value }) => isList(get(value, "rules"))))
    return "org-policies";
  if (fileNameOf(path) === "defaults.yaml" && (has(root, "projects") || has(root, "context"))) return "defaults";
  const { section } = placeInFactory(path);
  if (fileNameOf(path) === ".config.yaml")
    return section === "organization" ? "organization" : section === "folders" ? "folder" : undefined;
  if (!holdsIam(root) && !looksLikeProject(root)) return undefined;
  if (section === "billing-accounts") return "billing-account";
  const isProject = section === "projects" || section === "folders" || looksLikeProject(root);
  return isProject || /(?:^|\/)project\.ya?ml$/u.test(path) ? "project" : "other";
}

const isList = (tree: Tree | undefined): boolean => tree?.kind === "list";

/** A project without grants of its own: its service accounts and buckets may have some. */
const looksLikeProject = (root: Tree): boolean =>
  itemsOf(get(root, "services")).some((item) => isScalar(item) && item.text.endsWith(".googleapis.com")) &&
  [
    "parent",
    "service_accounts",
    "billing_account",
    "automation",
    "buckets",
    "iam",
    "name",
    "shared_vpc_service_config",
  ].some((key) => has(root, key));

/** The key that other files call a project by: the file's name; of `project.yaml` in a folder of its own, the folder's. */
export const projectKey = ({ path }: Document): string =>
  /(?:^|\/)project\.ya?ml$/u.test(path) ? (path.split("/").at(-2) ?? "project") : stemOf(path);

/** The factories that documents belong to, by their folder. */
export function factoriesOf(documents: readonly Document[]): ReadonlyMap<string, Factory> {
  const found = new Map<string, { root: string; defaults: Document | undefined; defined: Set<string> }>();
  for (const document of documents) {
    const kind = partOf(document);
    if (kind === undefined) continue;
    const { root } = placeInFactory(document.path);
    const factory = found.get(root) ?? { root, defaults: undefined, defined: new Set<string>() };
    if (kind === "defaults") factory.defaults = document;
    for (const name of definedIn(document, kind)) factory.defined.add(name);
    found.set(root, factory);
  }
  return found;
}

function definedIn(document: Document, kind: FactoryPart): readonly string[] {
  const { root, path } = document;
  if (kind === "custom-role") return [`custom_roles/${stemOf(path)}`];
  if (kind === "folder") return [`folder_ids/${folderKey(document)}`];
  if (kind !== "project") return [];
  const key = projectKey(document);
  return [
    `project_ids/${key}`,
    ...keysOf(get(root, "service_accounts"), `service_accounts/${key}/`),
    ...keysOf(at(root, "automation", "service_accounts"), `service_accounts/${key}/automation/`),
    ...keysOf(get(root, "buckets"), `storage_buckets/${key}/`),
  ];
}

const keysOf = (tree: Tree | undefined, prefix: string): readonly string[] =>
  entriesOf(tree).map((entry) => prefix + entry.key.text);

/** `networking/dev` of `folders/networking/dev/.config.yaml`. */
export const folderKey = ({ path }: Document): string => placeInFactory(path).rest.replace(/\/?[^/]*$/u, "");

export const objectOf = (factory: Factory, name: string): string => `factory/${factory.root}#${name}`;

/** How references call the attribute, by what they name. */
const attributes: Readonly<Record<string, string>> = {
  project_ids: "project_id",
  folder_ids: "name",
  service_accounts: "email",
  custom_roles: "id",
  storage_buckets: "name",
};

/** A scalar as a value; `$context:key` is what the factory defines under that name, or what its defaults say. */
export function factoryValue(document: Document, factory: Factory, scalar: Scalar): Value {
  const match = /^\$([a-z_]+):(.+)$/u.exec(scalar.text);
  if (match === null) return valueAt(document, scalar);
  const [, context = "", key = ""] = match;
  const span = spanAt(document, scalar);
  const listed = textAt(factory.defaults?.root, "context", context, key) ?? organizationDefault(factory, context, key);
  if (listed !== undefined) return known(listed, span);
  const name = nameOf(context, key).replace("/_self_/", `/${projectKey(document)}/`);
  const collection = name.slice(0, name.indexOf("/"));
  const attribute = attributes[collection];
  if (attribute === undefined || !factory.defined.has(name)) {
    return valueOf([{ expression: scalar.text }], span, "the factory's context defines it elsewhere");
  }
  const reference = { target: objectOf(factory, name), attribute };
  return valueOf(context === "iam_principals" ? ["serviceAccount:", reference] : [reference], span);
}

function nameOf(context: string, key: string): string {
  if (context === "iam_principals") return key;
  return `${context === "service_account_ids" ? "service_accounts" : context}/${key}`;
}

const organizationDefault = (factory: Factory, context: string, key: string): string | undefined =>
  context === "defaults" ? textAt(factory.defaults?.root, "global", ...key.split("/")) : undefined;

/** What the factory puts before names: its defaults' prefix, unless the file says another. */
export function prefixOf(document: Document, factory: Factory): readonly (string | { readonly expression: string })[] {
  const own = scalarAt(document.root, "prefix")?.text;
  const defaults = at(factory.defaults?.root, "projects");
  const prefix = textAt(defaults, "overrides", "prefix") ?? own ?? textAt(defaults, "defaults", "prefix");
  return prefix === undefined ? [{ expression: "prefix" }, "-"] : [`${prefix}-`];
}
