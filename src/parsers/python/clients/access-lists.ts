import type { ResourceRef } from "../../../model/resource.ts";
import { partsOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type InstanceTerm, type Term, atRun, literal, textTerm, toValue } from "../terms.ts";
import type { Call } from "./arguments.ts";
import { bucketOf } from "./policies.ts";

/** `bucket.acl.user("kim@acme.com").grant_read()`, and of all objects that are made from now on. */
const changed = /^storage\.(?:Bucket|Blob)\.(acl|default_object_acl)\.(\w+)\.grant_(read|write|owner)$/;
const published = /^storage\.(?:Bucket|Blob)\.make_public$/;

/** Access control lists of Cloud Storage, as grants of the roles that they amount to. */
export function listChanged(machine: Machine, call: Call, site: Site): void {
  const [, list = "acl", kind = "all", right = "read"] = changed.exec(call.name) ?? [];
  const target = changed.test(call.name) || published.test(call.name) ? targetOf(call.self) : undefined;
  if (target === undefined) return;
  const roles = target.type === "storage-bucket" && list === "acl" ? bucketRoles : objectRoles;
  const member = memberOf(kind, call.self?.args.get("identifier") ?? call.self?.args.get("0"), site);
  const role = roles[right];
  if (member === undefined || role === undefined) return;
  machine.facts.push({
    kind: "grant",
    ...placeNow(machine, site.span),
    principal: toValue(member),
    role: toValue(literal(role, site.span)),
    resource: target,
    change: "add",
    authority: "member",
    writer: call.name.replace(/^storage\./, ""),
  });
}

/** https://cloud.google.com/storage/docs/access-control/iam#acls */
const bucketRoles: Readonly<Record<string, string>> = {
  read: "roles/storage.legacyBucketReader",
  write: "roles/storage.legacyBucketWriter",
  owner: "roles/storage.legacyBucketOwner",
};

const objectRoles: Readonly<Record<string, string>> = {
  read: "roles/storage.legacyObjectReader",
  owner: "roles/storage.legacyObjectOwner",
};

function targetOf(self: InstanceTerm | undefined): ResourceRef | undefined {
  const bucket = bucketOf(self);
  if (bucket === undefined) return undefined;
  const within: ResourceRef = { type: "storage-bucket", name: toValue(bucket) };
  for (let at = self; at !== undefined; at = at.from) {
    const object = at.of === "storage.Blob" ? at.args.get("blob_name") : undefined;
    if (object !== undefined) return { type: "storage-bucket-object", name: toValue(object), within };
    if (at.of === "storage.Blob") return undefined;
  }
  return within;
}

function memberOf(kind: string, name: Term | undefined, { span }: Site): Term | undefined {
  if (kind === "all") return literal("allUsers", span);
  if (kind === "all_authenticated") return literal("allAuthenticatedUsers", span);
  if (!/^(?:user|group|domain)$/.test(kind) || name === undefined) return undefined;
  const parts = partsOf(toValue(name));
  const last = parts.at(-1);
  const isAccount = kind === "user" && typeof last === "string" && last.endsWith("gserviceaccount.com");
  return textTerm([isAccount ? "serviceAccount:" : `${kind}:`, ...parts], name.span, atRun);
}
