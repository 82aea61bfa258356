import { readTable } from "./data-file.ts";
import { own } from "../model/own.ts";

interface Table {
  /** Hosts whose permissions begin with another word in allow policies. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** By host: `resource:verb,verb` of every permission that a deny policy may name. */
  readonly permissions: Readonly<Record<string, string>>;
}

const table = (): Table => readTable<Table>("deny-permissions.json");

/** The allow form of a deny permission: `iam.googleapis.com/roles.create` is `iam.roles.create`. Groups keep their `*`. */
export function allowFormOf(denied: string): string {
  const slash = denied.indexOf("/");
  if (slash < 0) return denied;
  const host = denied.slice(0, slash);
  return `${prefixOf(host)}.${denied.slice(slash + 1)}`;
}

/** May a deny policy name this permission of an allow policy's role? */
export const isDeniable = (permission: string): boolean => deniable().has(shortForm(permission));

/**
 * Does an entry of a deny policy cover a permission? Groups (`FQDN/resource.*`, `FQDN/*.verb`, `FQDN/*.*`) cover what
 * deny policies support, and only that.
 */
export function isCoveredBy(denied: string, permission: string): boolean {
  const wanted = shortForm(permission);
  if (!denied.includes("*")) return shortForm(allowFormOf(denied)) === wanted;
  const host = denied.slice(0, Math.max(denied.indexOf("/"), 0));
  if (deniable().get(wanted) !== host) return false;
  const [resource = "", verb = ""] = splitLast(denied.slice(host.length + 1));
  const [ownResource = "", ownVerb = ""] = splitLast(wanted.slice(wanted.indexOf(".") + 1));
  return (resource === "*" || resource === ownResource) && (verb === "*" || verb === ownVerb);
}

/** `iam.googleapis.com/workloadIdentityPools.create` is `iam.workloadIdentityPools.create`. */
const shortForm = (permission: string): string =>
  permission.startsWith("iam.googleapis.com/") ? `iam.${permission.slice("iam.googleapis.com/".length)}` : permission;

const prefixOf = (host: string): string => own(table().prefixes, host) ?? host.replace(/\.googleapis\.com$/, "");

const splitLast = (name: string): readonly string[] => [
  name.slice(0, name.lastIndexOf(".")),
  name.slice(name.lastIndexOf(".") + 1),
];

let hostOfPermission: ReadonlyMap<string, string> | undefined;

/** Every permission that can be denied, with its host. */
function deniable(): ReadonlyMap<string, string> {
  if (hostOfPermission !== undefined) return hostOfPermission;
  const hosts = new Map<string, string>();
  for (const [host, resources] of Object.entries(table().permissions)) {
    for (const entry of resources.split(" ")) {
      const [resource = "", verbs = ""] = entry.split(":");
      for (const verb of verbs.split(",")) hosts.set(`${prefixOf(host)}.${resource}.${verb}`, host);
    }
  }
  return (hostOfPermission = hosts);
}
