import type { Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { known } from "../../../model/value.ts";
import { type Call, flag, flagList, flagValue, hasFlag, placeOfCall } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { resourceOf, storageResource } from "../resources.ts";
import { flat, plain } from "../text.ts";
import { own } from "../own.ts";

/** Flags and access lists that open something to everybody. */
export function addPublicAccess(call: Call): void {
  const switched = own(switches, call.command);
  if (switched !== undefined && hasFlag(call, "--allow-unauthenticated")) {
    const at = call.flags.get("--allow-unauthenticated")?.at(-1);
    const role =
      call.command === "functions deploy" && hasFlag(call, "--no-gen2")
        ? "roles/cloudfunctions.invoker"
        : "roles/run.invoker";
    grantTo(call, { member: "allUsers", role }, resourceOf(call, switched, call.args[0], ["--region"]), at);
  }
  if (/^storage (buckets|objects|cp|rsync)/.test(call.command)) storageLists(call);
}

const switches: Readonly<Record<string, string>> = {
  "run deploy": "cloud-run-v2-service",
  "functions deploy": "cloudfunctions2-function",
};

/** `gcloud functions add-invoker-policy-binding NAME --member=…`: on the service that runs the function. */
export function addInvoker(call: Call): void {
  const member = flagValue(call, "--member");
  if (member === undefined) return;
  const grant: Grant = {
    kind: "grant",
    principal: member,
    role: known("roles/run.invoker", call.invocation.span),
    resource: resourceOf(call, "cloudfunctions2-function", call.args[0], ["--region"]),
    change: call.command.includes(" remove-") ? "remove" : "add",
    authority: "member",
    writer: call.writer,
    ...placeOfCall(call),
  };
  call.facts.push(grant);
}

interface Opened {
  readonly member: string;
  readonly role: string;
}

function grantTo(call: Call, { member, role }: Opened, resource: ResourceRef, at: Argument | undefined): void {
  const span = at?.span ?? call.invocation.span;
  const grant: Grant = {
    kind: "grant",
    principal: known(member, span),
    role: known(role, span),
    resource,
    change: "add",
    authority: "member",
    writer: call.writer,
    ...placeOfCall(call),
  };
  call.facts.push(grant);
}

/** Canned lists, in the words of gcloud and of gsutil, that name everybody. */
const canned: Readonly<Record<string, readonly Opened[]>> = {
  publicread: [{ member: "allUsers", role: "reader" }],
  publicreadwrite: [
    { member: "allUsers", role: "reader" },
    { member: "allUsers", role: "writer" },
  ],
  authenticatedread: [{ member: "allAuthenticatedUsers", role: "reader" }],
};

export const cannedList = (name: string): readonly Opened[] =>
  own(canned, name.replaceAll(/[-_]/g, "").toLowerCase()) ?? [];

function storageLists(call: Call): void {
  const url = call.args.findLast(({ text }) => flat(text).startsWith("gs://"));
  if (url === undefined) return;
  const isCopy = /^storage (cp|rsync)/.test(call.command);
  for (const name of ["--canned-acl", "--predefined-acl", "--predefined-default-object-acl"]) {
    const list = flag(call, name);
    for (const opened of list === undefined ? [] : cannedList(plain(list.text) ?? ""))
      grantAcl(call, opened, url, list, isCopy || name.includes("default"));
  }
  for (const name of ["--add-acl-grant", "--add-default-object-acl-grant"]) {
    for (const { opened, at } of grantsIn(call, name)) grantAcl(call, opened, url, at, name.includes("default"));
  }
}

/** `--add-acl-grant=entity=allUsers,role=READER`. */
function grantsIn(call: Call, name: string): readonly { readonly opened: Opened; readonly at: Argument }[] {
  const parts = flagList(call, name);
  const get = (key: string): Argument | undefined => parts.find(({ text }) => flat(text).startsWith(`${key}=`));
  const entity = get("entity");
  const member = /^entity=(allUsers|allAuthenticatedUsers)$/i.exec(flat(entity?.text ?? []))?.[1];
  if (entity === undefined || member === undefined) return [];
  return [
    {
      opened: {
        member: everybody(member),
        role: flat(get("role")?.text ?? [])
          .slice(5)
          .toLowerCase(),
      },
      at: entity,
    },
  ];
}

export const everybody = (name: string): string => (/auth/i.test(name) ? "allAuthenticatedUsers" : "allUsers");

/** An entry of an access list, as the role that Cloud Storage shows for it; default lists and copies are about objects. */
export function grantAcl(
  call: Call,
  { member, role }: Opened,
  url: Argument,
  at: Argument | undefined,
  isDefault = false,
): void {
  const bucket = storageResource("storage-bucket", url);
  const object = storageResource("storage-bucket-object", url);
  const isObject = object.type === "storage-bucket-object";
  const roleName = own(isObject || isDefault ? objectRoles : bucketRoles, role);
  if (roleName !== undefined) grantTo(call, { member, role: roleName }, isObject ? object : bucket, at);
}

const bucketRoles: Readonly<Record<string, string>> = {
  reader: "roles/storage.legacyBucketReader",
  writer: "roles/storage.legacyBucketWriter",
  owner: "roles/storage.legacyBucketOwner",
};

const objectRoles: Readonly<Record<string, string>> = {
  reader: "roles/storage.legacyObjectReader",
  owner: "roles/storage.legacyObjectOwner",
};
