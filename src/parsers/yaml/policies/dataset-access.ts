import type { Grant, Place } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Document, lineSpanAt, spanAt } from "../text/document.ts";
import { type Scalar, type Tree, get, isScalar, scalarAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** The `access` entries of a BigQuery dataset: each one a role for one principal. */
export function accessGrants(
  document: Document,
  entries: readonly Tree[],
  resource: ResourceRef,
  writer: Pick<Grant, "authority" | "writer"> & { readonly place?: Place },
): readonly Grant[] {
  return entries.flatMap((entry): readonly Grant[] => {
    const role = scalarAt(entry, "role");
    const principal = principalOf(document, entry, resource);
    if (role === undefined || principal === undefined) return [];
    return [
      {
        kind: "grant",
        principal,
        role: roleOf(document, role),
        resource,
        change: "add",
        authority: writer.authority,
        writer: writer.writer,
        ...(writer.place ?? { span: lineSpanAt(document, role), dialect: document.dialect }),
      },
    ];
  });
}

const basicRoles: Readonly<Record<string, string>> = {
  OWNER: "roles/bigquery.dataOwner",
  WRITER: "roles/bigquery.dataEditor",
  READER: "roles/bigquery.dataViewer",
};

const roleOf = (document: Document, role: Scalar): Value =>
  Object.hasOwn(basicRoles, role.text)
    ? known(basicRoles[role.text] ?? "", spanAt(document, role))
    : valueAt(document, role);

const prefixes: Readonly<Record<string, string>> = {
  userByEmail: "user:",
  groupByEmail: "group:",
  domain: "domain:",
  iamMember: "",
  specialGroup: "",
};

const specialGroups: Readonly<Record<string, string>> = {
  projectOwners: "projectOwner:",
  projectWriters: "projectEditor:",
  projectReaders: "projectViewer:",
};

function principalOf(document: Document, entry: Tree, { project }: ResourceRef): Value | undefined {
  for (const [key, prefix] of Object.entries(prefixes)) {
    const scalar = get(entry, key);
    if (!isScalar(scalar)) continue;
    const value = valueAt(document, scalar);
    const special = key === "specialGroup" ? specialGroups[scalar.text] : undefined;
    if (special !== undefined) return joined([special, ...(project === undefined ? [] : partsOf(project))], value);
    return joined([isAccount(value) && prefix === "user:" ? "serviceAccount:" : prefix, ...partsOf(value)], value);
  }
  return undefined;
}

/** The parts as a value with the place of another one. */
const joined = (parts: Parameters<typeof valueOf>[0], { span }: Value): Value =>
  valueOf(parts, span, "a placeholder that is filled in elsewhere");

function isAccount(value: Value): boolean {
  const last = partsOf(value).at(-1);
  return typeof last === "string" && last.endsWith("gserviceaccount.com");
}
