import { own } from "../model/own.ts";
import { readTable } from "./data-file.ts";
import { allowFormOf } from "./deny-permissions.ts";

/** Rows `host pattern pattern - exception` by enforcement version, and the version of policies that name none. */
type Table = { readonly standard: number } & Readonly<Record<string, readonly string[] | number>>;

const table = (): Table => readTable<Table>("boundary-permissions.json");

/**
 * Can a principal access boundary policy of an enforcement version take a permission away? Without a version, or with
 * `latest`, the one that Google sets when the policy is made counts: what newer versions alone block is `maybe`.
 * (iam/docs/pab-blocked-permissions, 2026-05-30)
 */
export function canBoundaryBlock(permission: string, version: string | undefined): "yes" | "maybe" | "no" {
  const first = firstVersionOf(permission);
  if (first === undefined) return "no";
  const fixed = version === undefined || version === "latest" ? undefined : Number(version);
  if (fixed !== undefined && !Number.isNaN(fixed)) return first <= fixed ? "yes" : "no";
  return first <= table().standard ? "yes" : "maybe";
}

const known = new Map<string, number | undefined>();

function firstVersionOf(permission: string): number | undefined {
  if (!known.has(permission)) {
    const versions = Object.keys(table()).map(Number).filter(Number.isInteger);
    known.set(
      permission,
      versions.toSorted((a, b) => a - b).find((version) => isListed(permission, version)),
    );
  }
  return known.get(permission);
}

function isListed(permission: string, version: number): boolean {
  const rows = own(table(), String(version));
  return Array.isArray(rows) && rows.some((row: string) => isInRow(permission, row));
}

function isInRow(permission: string, row: string): boolean {
  const [host = "", ...rest] = row.split(" ");
  const bar = rest.indexOf("-");
  const covers = (pattern: string): boolean => fits(permission, allowFormOf(`${host}/${pattern}`));
  return (bar < 0 ? rest : rest.slice(0, bar)).some(covers) && !(bar >= 0 && rest.slice(bar + 1).some(covers));
}

/** `service.*` and `service.*.*` are all of a service, `service.*.verb` and `service.resource.*` what they say. */
function fits(permission: string, pattern: string): boolean {
  const name = permission.replace(/^iam\.googleapis\.com\//, "iam.");
  const [service = "", ...rest] = pattern.split(".");
  if (!name.startsWith(`${service}.`)) return false;
  const verb = rest.at(-1) ?? "";
  const resource = rest.slice(0, -1).join(".");
  const last = name.lastIndexOf(".");
  const ownResource = name.slice(service.length + 1, Math.max(last, service.length + 1));
  return (
    (resource === "" || resource === "*" || resource === ownResource) && (verb === "*" || verb === name.slice(last + 1))
  );
}
