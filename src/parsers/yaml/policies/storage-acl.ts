const legacyRoles: Readonly<Record<string, string>> = {
  OWNER: "roles/storage.legacyBucketOwner",
  WRITER: "roles/storage.legacyBucketWriter",
  READER: "roles/storage.legacyBucketReader",
};

/** The role that a word of Cloud Storage's access controls comes to. */
export const legacyRoleOf = (word: string | undefined): string =>
  legacyRoles[word ?? "READER"] ?? "roles/storage.legacyBucketReader";

/** `user-kim@acme.com`, `domain-acme.com`, `project-owners-123`, `allUsers`, as a member of a policy. */
export function memberOfEntity(entity: string): string {
  const project = /^project-(owner|editor|viewer)s-(.+)$/u.exec(entity);
  if (project !== null) {
    const [, kind = "", id = ""] = project;
    return `project${kind.replace(/^./u, (letter) => letter.toUpperCase())}:${id}`;
  }
  const match = /^(user|group|domain)-(.+)$/u.exec(entity);
  if (match === null) return entity;
  const isAccount = match[1] === "user" && match[2]?.endsWith("gserviceaccount.com") === true;
  return `${isAccount ? "serviceAccount" : (match[1] ?? "")}:${match[2] ?? ""}`;
}
