import { bucketAclRoles, memberOfEntity, objectAclRoles, predefinedAcls } from "../../../gcp/storage-acls.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type Term, knownText, toValue, truthOf } from "../terms.ts";
import { type Link, type Trail, bucketNamed, termAt } from "./trail.ts";

/** Access control lists of Cloud Storage, as grants of the roles that they amount to. */
export function listChanged(machine: Machine, { links }: Trail, site: Site): void {
  const last = links.at(-1);
  if (last?.args === undefined) return;
  const at = links.findIndex(({ name, args }) => name === "acl" && args === undefined);
  if (at >= 0) entryAdded(machine, links, at, site);
  else if (last.name === "makePublic") add(machine, links, "READER", everybody(site), site);
  else if (uploads.has(last.name)) published(machine, links, last.args, site);
}

const uploads: ReadonlySet<string> = new Set(["upload", "save", "createWriteStream", "setMetadata", "copy"]);

const everybody = ({ span }: Site): Value => known("allUsers", span);

/** `bucket.acl.add({ entity, role })`, `file.acl.readers.addUser("kim@acme.com")`, `bucket.acl.default.…` */
function entryAdded(machine: Machine, links: readonly Link[], at: number, site: Site): void {
  const last = links.at(-1);
  const [first] = last?.args ?? [];
  const named = links.slice(at + 1, -1).findLast(({ name }) => Object.hasOwn(listRoles, name))?.name;
  if (last === undefined) return;
  if (last.name === "add" && named === undefined) {
    const [entity, role] = [termAt(first, "entity"), roleIn(termAt(first, "role"))];
    for (const one of entity?.type === "list" ? entity.items : entity === undefined ? [] : [entity])
      if (role !== undefined) add(machine, links, role, memberOfEntity(toValue(one)), site);
  } else if (named !== undefined) {
    const member = memberAdded(last.name, first, site);
    if (member !== undefined) add(machine, links, listRoles[named] ?? "", member, site);
  }
}

const listRoles: Readonly<Record<string, string>> = { owners: "OWNER", readers: "READER", writers: "WRITER" };

/** `"READER"`, `storage.acl.READER_ROLE` */
function roleIn(role: Term | undefined): string | undefined {
  const name = role?.type === "external" ? role.steps.at(-1) : undefined;
  return knownText(role) ?? (name?.kind === "member" ? name.name.replace(/_ROLE$/, "") : undefined);
}

const prefixes: Readonly<Record<string, string>> = { addUser: "user-", addGroup: "group-", addDomain: "domain-" };

function memberAdded(method: string, name: Term | undefined, site: Site): Value | undefined {
  if (method === "addAllUsers") return everybody(site);
  if (method === "addAllAuthenticatedUsers") return known("allAuthenticatedUsers", site.span);
  const prefix = Object.hasOwn(prefixes, method) ? prefixes[method] : undefined;
  if (prefix === undefined || name === undefined) return undefined;
  const value = toValue(name);
  return memberOfEntity(valueOf([prefix, ...partsOf(value)], value.span, "is known when it runs"));
}

/** `bucket.upload(file, { public: true })`, `file.save(data, { predefinedAcl: "publicRead" })` */
function published(machine: Machine, links: readonly Link[], args: readonly Term[], site: Site): void {
  for (const options of args) {
    const flag = termAt(options, "public");
    const acl = knownText(termAt(options, "predefinedAcl")) ?? "";
    const listed = Object.hasOwn(predefinedAcls, acl) ? (predefinedAcls[acl] ?? []) : [];
    const isPublic = flag !== undefined && truthOf(flag) === true;
    const object = termAt(options, "destination") ?? (args[0] === options ? undefined : args[0]);
    if (isPublic) add(machine, links, "READER", everybody(site), site, object);
    for (const [role, member] of listed) add(machine, links, role, known(member, site.span), site, object);
  }
}

function add(
  machine: Machine,
  links: readonly Link[],
  word: string,
  principal: Value,
  site: Site,
  object?: Term,
): void {
  const resource = targetOf(links, object);
  if (resource === undefined) return;
  const isDefault = links.some(({ name, args }) => name === "default" && args === undefined);
  const roles = resource.type === "storage-bucket" && !isDefault ? bucketAclRoles : objectAclRoles;
  const role = roles[word.toUpperCase()];
  if (role === undefined) return;
  machine.facts.push({
    kind: "grant",
    ...placeNow(machine, site.span),
    principal,
    role: known(role, site.span),
    resource,
    change: "add",
    authority: "member",
    writer: writerOf(links),
  });
}

/** The file, what is uploaded to the bucket, or the bucket. */
function targetOf(links: readonly Link[], object: Term | undefined): ResourceRef | undefined {
  const argument = (name: string): Term | undefined => links.find((link) => link.name === name)?.args?.[0];
  const [bucket, file] = [bucketNamed(links), argument("file") ?? object];
  if (bucket === undefined || (bucket.type === "external" && bucket.package !== "global")) return undefined;
  const within: ResourceRef = { type: "storage-bucket", name: toValue(bucket) };
  if (file !== undefined) return { type: "storage-bucket-object", name: toValue(file), within };
  return links.some(({ name }) => name === "file") ? undefined : within;
}

const writerOf = (links: readonly Link[]): string => {
  const isFile = links.some(({ name }) => name === "file");
  const at = links.findLastIndex(({ name }) => /^(?:bucket|createBucket|file)$/.test(name));
  return [isFile ? "File" : "Bucket", ...links.slice(at + 1).map(({ name }) => name)].join(".");
};
