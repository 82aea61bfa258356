import { type Value, partsOf, valueOf } from "../model/value.ts";

type Roles = Readonly<Record<string, string>>;

/** What the words of access control lists amount to: https://cloud.google.com/storage/docs/access-control/iam#acls. */
export const bucketAclRoles: Roles = {
  OWNER: "roles/storage.legacyBucketOwner",
  WRITER: "roles/storage.legacyBucketWriter",
  READER: "roles/storage.legacyBucketReader",
};

export const objectAclRoles: Roles = {
  OWNER: "roles/storage.legacyObjectOwner",
  READER: "roles/storage.legacyObjectReader",
};

/** Of the predefined lists, only what they give to people outside of the project. */
export const predefinedAcls: Readonly<Record<string, readonly (readonly [role: string, member: string])[]>> = {
  authenticatedRead: [["READER", "allAuthenticatedUsers"]],
  publicRead: [["READER", "allUsers"]],
  publicReadWrite: [
    ["READER", "allUsers"],
    ["WRITER", "allUsers"],
  ],
};

/** `user-jane@example.com`, `group-…`, `domain-…`, `project-owners-123`: as a member of a policy. */
export function memberOfEntity(entity: Value): Value {
  const [first, ...rest] = partsOf(entity);
  const form = entityForms.find(([prefix]) => typeof first === "string" && first.startsWith(prefix));
  if (typeof first !== "string" || form === undefined) return entity;
  const [prefix, member] = form;
  const last = partsOf(entity).at(-1);
  const isAccount = prefix === "user-" && typeof last === "string" && last.endsWith("gserviceaccount.com");
  const parts = [(isAccount ? "serviceAccount:" : member) + first.slice(prefix.length), ...rest];
  return valueOf(parts, entity.span, entity.kind === "unknown" ? entity.why : "");
}

const entityForms: readonly (readonly [prefix: string, member: string])[] = [
  ["user-", "user:"],
  ["group-", "group:"],
  ["domain-", "domain:"],
  ["project-owners-", "projectOwner:"],
  ["project-editors-", "projectEditor:"],
  ["project-viewers-", "projectViewer:"],
];
