import type { Condition, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, partsOf, valueOf } from "../../../model/value.ts";
import { conditionAt } from "../policies/conditions.ts";
import { type Document, lineSpanAt } from "../text/document.ts";
import { type Factory, factoryValue } from "./fabric-factory.ts";
import { grantOf } from "../policies/grants.ts";
import { type Scalar, type Tree, entriesOf, get, has, isDict, scalarAt, scalarsOf } from "../text/tree.ts";

/** Where grants are read: the resource that holds them, and what to call the writer. */
export interface Holder {
  readonly document: Document;
  readonly factory: Factory;
  readonly resource: ResourceRef;
  readonly shown: string;
}

interface Pair {
  readonly role: Scalar;
  readonly member: Scalar;
  readonly place: Scalar;
  readonly condition?: Tree | undefined;
}

interface Form {
  readonly authority: Grant["authority"];
  readonly pairs: (tree: Tree) => readonly Pair[];
  /** What stands before a bare member. */
  readonly prefix?: string;
}

const byRole = (tree: Tree): readonly Pair[] =>
  entriesOf(tree).flatMap(({ key, value }) => scalarsOf(value).map((member) => ({ role: key, member, place: key })));

const byPrincipal = (tree: Tree): readonly Pair[] =>
  entriesOf(tree).flatMap(({ key, value }) => scalarsOf(value).map((role) => ({ role, member: key, place: key })));

const byName = (tree: Tree): readonly Pair[] =>
  entriesOf(tree).flatMap(({ key, value }) => {
    const role = scalarAt(value, "role");
    const members = [...scalarsOf(get(value, "members")), ...scalarsOf(get(value, "member"))];
    const condition = get(value, "condition");
    return role === undefined ? [] : members.map((member) => ({ role, member, place: key, condition }));
  });

const conditional = (tree: Tree): readonly Pair[] =>
  entriesOf(tree).flatMap(({ key, value }) =>
    scalarsOf(get(value, "roles")).map((role) => ({
      role,
      member: key,
      place: key,
      condition: get(value, "condition"),
    })),
  );

/** Factories' ways to say who holds what, of all their releases. */
const forms: Readonly<Record<string, Form>> = {
  iam: { authority: "role", pairs: byRole },
  iam_bindings: { authority: "role", pairs: byName },
  iam_bindings_additive: { authority: "member", pairs: byName },
  iam_by_principals: { authority: "role", pairs: byPrincipal },
  iam_by_principals_additive: { authority: "member", pairs: byPrincipal },
  iam_by_principals_conditional: { authority: "role", pairs: conditional },
  iam_additive: { authority: "member", pairs: byRole },
  iam_additive_members: { authority: "member", pairs: byPrincipal },
  iam_members: { authority: "member", pairs: (tree) => (holdsRoles(tree) ? byName(tree) : byRole(tree)) },
  group_iam: { authority: "role", pairs: byPrincipal, prefix: "group:" },
};

const holdsRoles = (tree: Tree): boolean => entriesOf(tree).some(({ value }) => has(value, "role"));

export function factoryGrants(tree: Tree | undefined, holder: Holder): readonly Grant[] {
  return Object.entries(forms).flatMap(([key, form]) => {
    const block = get(tree, key);
    return isDict(block) ? form.pairs(block).map((pair) => grant(pair, key, form, holder)) : [];
  });
}

function grant(pair: Pair, key: string, form: Form, { document, factory, resource, shown }: Holder): Grant {
  const member = factoryValue(document, factory, pair.member);
  const condition: Condition | undefined = conditionAt(document, pair.condition);
  return grantOf({
    principal: form.prefix === undefined ? member : prefixed(form.prefix, member),
    role: factoryValue(document, factory, pair.role),
    resource,
    condition,
    authority: form.authority,
    writer: `${key} of ${shown}`,
    span: lineSpanAt(document, pair.place),
    dialect: document.dialect,
  });
}

const prefixed = (prefix: string, value: Value): Value =>
  valueOf([prefix, ...partsOf(value)], value.span, value.kind === "unknown" ? value.why : undefined);

/** Where a service account of the factory gets roles: key, and the type of what its names name. */
const elsewhere: Readonly<Record<string, string>> = {
  iam_project_roles: "project",
  iam_folder_roles: "folder",
  iam_organization_roles: "organization",
  iam_billing_roles: "billing-account",
  iam_sa_roles: "service-account",
  iam_storage_roles: "storage-bucket",
};

/** The roles that a service account gets on other resources, and on its own project. */
export function accountGrants(tree: Tree, email: Value, project: ResourceRef, holder: Holder): readonly Grant[] {
  const { document, factory, shown } = holder;
  const principal = prefixed("serviceAccount:", email);
  const parts = { principal, authority: "member", dialect: document.dialect } as const;
  const granted = (role: Scalar, resource: ResourceRef, key: string): Grant =>
    grantOf({
      ...parts,
      role: factoryValue(document, factory, role),
      resource,
      writer: `${key} of ${shown}`,
      span: lineSpanAt(document, role),
    });
  const own = scalarsOf(get(tree, "iam_self_roles")).map((role) => granted(role, project, "iam_self_roles"));
  const others = Object.entries(elsewhere).flatMap(([key, type]) =>
    entriesOf(get(tree, key)).flatMap((entry) => {
      const resource = { type, name: factoryValue(document, factory, entry.key) };
      return scalarsOf(entry.value).map((role) => granted(role, resource, key));
    }),
  );
  return [...own, ...others];
}
