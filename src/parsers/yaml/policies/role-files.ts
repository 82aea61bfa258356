import { type Known, type Value, known, unknown, valueOf } from "../../../model/value.ts";
import type { RoleDefinition } from "../../../model/fact.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { type Tree, entryOf, get, has, isDict, isList, itemsOf, scalarsOf, textAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

/** Custom role files of `gcloud iam roles create --file`, and what `gcloud iam roles list|describe` prints. */
export const roleFiles = {
  recognises: ({ root, path }: Document): boolean =>
    !/\/custom-roles\/[^/]+\.ya?ml$/u.test(path) &&
    (isRole(root) || (isList(root) && root.items.length > 0 && root.items.every(isRole))),

  read(document: Document, found: Found): void {
    const roles = isList(document.root) ? document.root.items : [document.root];
    for (const role of roles) if (!isPredefined(role)) found.facts.push(roleFact(document, role));
  },
};

const isRole = (tree: Tree): boolean =>
  isDict(tree) &&
  !has(tree, "apiVersion") &&
  ((has(tree, "includedPermissions") && (isList(get(tree, "includedPermissions")) || has(tree, "title"))) ||
    isBody(tree) ||
    isBareListed(tree));

/** `projects.roles.create`: `{roleId, role: {title, includedPermissions}}`. */
const isBody = (tree: Tree): boolean => has(tree, "roleId") && has(get(tree, "role"), "includedPermissions");

/** A list without permissions, as `roles list` prints it. */
const isBareListed = (tree: Tree): boolean =>
  /^(?:projects|organizations)\/[^/]+\/roles\//u.test(textAt(tree, "name") ?? "") && has(tree, "title");

const isPredefined = (tree: Tree): boolean => textAt(tree, "name")?.startsWith("roles/") === true;

function roleFact(document: Document, tree: Tree): RoleDefinition {
  const role = isBody(tree) ? (get(tree, "role") ?? tree) : tree;
  const permissions = get(role, "includedPermissions");
  const stage = optionalValue(document, get(role, "stage"));
  const title = optionalValue(document, get(role, "title"));
  const header = entryOf(role, "title") ?? entryOf(role, "includedPermissions");
  return {
    kind: "role",
    name: nameOf(document, tree, role),
    permissions: scalarsOf(permissions).map((permission) => valueAt(document, permission)),
    open: permissions === undefined || itemsOf(permissions).length !== scalarsOf(permissions).length,
    ...(stage === undefined ? {} : { stage }),
    ...(title === undefined ? {} : { title }),
    change: "create",
    span: lineSpanAt(document, { start: header?.key.start ?? role.start, end: header?.value.end ?? role.start }),
    dialect: document.dialect,
  };
}

function nameOf(document: Document, tree: Tree, role: Tree): Value {
  const name = optionalValue(document, get(role, "name"));
  if (name !== undefined) return name.kind === "known" && !name.text.includes("/") ? withoutParent(name) : name;
  const span = spanAt(document, { start: role.start, end: role.start });
  const id = textAt(tree, "roleId");
  return id === undefined ? unknown("role", "the file does not name the role", span) : withoutParent(known(id, span));
}

/** A bare id: whose role it is, another place says. */
const withoutParent = (id: Known): Value =>
  valueOf([{ expression: "parent" }, `/roles/${id.text}`], id.span, "the file does not say whose role it is");
