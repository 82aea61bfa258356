import type { PermissionSet } from "../model/graph.ts";
import { readData } from "./data-file.ts";
import { nearestOf } from "./nearest-name.ts";
import { type NameList, blockOf, indexOfName, namesOf, varintAt } from "./front-coded.ts";

/**
 * What the table says of a role. `retired`: it has permissions on record but is no longer offered. `undisclosed`: it is
 * offered, its permissions are not published.
 */
export interface RoleInfo {
  readonly name: string;
  readonly kind: "live" | "deprecated" | "retired" | "undisclosed" | "empty";
  readonly stage: "GA" | "BETA" | "ALPHA" | "DEPRECATED";
}

interface RoleTable {
  readonly bytes: Buffer;
  readonly date: string;
  readonly source: string;
  readonly memberships: number;
  readonly permissions: NameList;
  readonly roles: NameList;
  readonly sets: number;
}

/** Runs of permission numbers, first and last, ascending. */
type Runs = readonly number[];

interface Entry {
  readonly flags: number;
  readonly setStart: number;
  readonly setLength: number;
}

const prefix = "roles/";
const stages = ["GA", "BETA", "ALPHA", "DEPRECATED"] as const;
const unlisted = 4;
const withoutDetail = 8;
const deprecated = 16;

let loaded: RoleTable | undefined;
const setsRead = new Map<string, RolePermissions | undefined>();
const numbersRead = new Map<string, number>();

/** The day of the table, `YYYY-MM-DD`. */
export const catalogDate = (): string => table().date;

/** Where the table comes from: repository and commit. */
export const catalogSource = (): string => table().source;

/** How many roles, permissions and memberships the table holds. */
export const catalogSize = (): {
  readonly roles: number;
  readonly permissions: number;
  readonly memberships: number;
} => ({
  roles: table().roles.count,
  permissions: table().permissions.count,
  memberships: table().memberships,
});

/** What the table says of a predefined role; `undefined` if it does not know it. */
export function roleInfo(name: string): RoleInfo | undefined {
  const entry = entryOf(name);
  if (entry === undefined) return undefined;
  return { name, kind: kindOf(entry), stage: stages[entry.flags & 3] ?? "GA" };
}

/** The permissions of a predefined role; `undefined` if the role or what it holds is not known. */
export function permissionsOfRole(name: string): PermissionSet | undefined {
  if (!setsRead.has(name)) setsRead.set(name, readSet(name));
  return setsRead.get(name);
}

/** Does the role hold the permission? `undefined` if the role or what it holds is not known. */
export const roleContains = (name: string, permission: string): boolean | undefined =>
  permissionsOfRole(name)?.has(permission);

export const permissionExists = (permission: string): boolean => numberOf(permission) >= 0;

/** Every predefined role that holds the permission and is still offered, in alphabetical order. */
export function rolesContaining(permission: string): readonly string[] {
  const number = numberOf(permission);
  if (number < 0) return [];
  return allRoles().filter((name) => roleInfo(name)?.kind !== "retired" && roleContains(name, permission));
}

let roleNames: readonly string[] | undefined;
let permissionNames: readonly string[] | undefined;

export const allRoles = (): readonly string[] => (roleNames ??= namesOf(table().roles).map((name) => prefix + name));

export const allPermissions = (): readonly string[] => (permissionNames ??= namesOf(table().permissions));

/** The role that is still offered and whose name is most like this one, if any is. */
export const nearestRole = (name: string): string | undefined =>
  nearestOf(
    name,
    allRoles().filter((role) => isSameService(role, name) && roleInfo(role)?.kind !== "retired"),
  );

/** The names of services are short: one wrong letter in four makes another one. */
function isSameService(role: string, name: string): boolean {
  const [service = "", written = ""] = [role, name].map((text) => text.slice(prefix.length).replace(/\..*$/, ""));
  return (
    service === written || (written.length >= 4 && nearestOf(written, [service], written.length / 4) !== undefined)
  );
}

export const nearestPermission = (name: string): string | undefined => nearestOf(name, allPermissions());

class RolePermissions implements PermissionSet {
  readonly #runs: Runs;
  readonly size: number;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.size = sizeOf(runs);
  }

  readonly has = (permission: string): boolean => {
    const number = numberOf(permission);
    return number >= 0 && includes(this.#runs, number);
  };

  readonly list = (): readonly string[] => {
    const names = allPermissions();
    const held: string[] = [];
    for (let at = 0; at < this.#runs.length; at += 2) {
      held.push(...names.slice(this.#runs[at], (this.#runs[at + 1] ?? 0) + 1));
    }
    return held;
  };
}

function table(): RoleTable {
  loaded ??= open(readData("roles.bin"));
  return loaded;
}

function open(bytes: Buffer): RoleTable {
  const word = (index: number): number => bytes.readUInt32LE(index * 4);
  const day = String(word(1));
  const [permissions, roles] = [word(2), word(3)];
  const roleSamples = (9 + Math.ceil(permissions / 16)) * 4;
  return {
    bytes,
    date: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`,
    source: bytes.toString("utf8", word(8)),
    memberships: word(4),
    permissions: { bytes, count: permissions, samples: 36, stride: 4, start: word(5), extras: "none" },
    roles: { bytes, count: roles, samples: roleSamples, stride: 8, start: word(6), extras: "flags and length" },
    sets: word(7),
  };
}

function entryOf(name: string): Entry | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const { roles, bytes, sets } = table();
  const index = indexOfName(roles, name.slice(prefix.length));
  if (index < 0) return undefined;
  let setStart = sets + bytes.readUInt32LE(roles.samples + (index >> 4) * roles.stride + 4);
  const block = blockOf(roles, index >> 4);
  for (const { length } of block.slice(0, index & 15)) setStart += length;
  const entry = block[index & 15];
  return entry && { flags: entry.flags, setStart, setLength: entry.length };
}

function kindOf(entry: Entry): RoleInfo["kind"] {
  if (entry.flags & unlisted) return "retired";
  if (entry.flags & withoutDetail) return "undisclosed";
  if (entry.setLength === 0) return "empty";
  return entry.flags & deprecated ? "deprecated" : "live";
}

function readSet(name: string): RolePermissions | undefined {
  const entry = entryOf(name);
  if (entry === undefined || entry.flags & withoutDetail) return undefined;
  return new RolePermissions(runsAt(table().bytes, entry.setStart, entry.setLength));
}

function runsAt(bytes: Buffer, start: number, length: number): Runs {
  const runs: number[] = [];
  let next = 0;
  for (let at = start; at < start + length;) {
    const gap = varintAt(bytes, at);
    at = gap.end;
    const first = next + (gap.value >> 1);
    let last = first;
    if (gap.value & 1) {
      const more = varintAt(bytes, at);
      at = more.end;
      last = first + more.value + 1;
    }
    runs.push(first, last);
    next = last + 1;
  }
  return runs;
}

function sizeOf(runs: Runs): number {
  let size = 0;
  for (let at = 0; at < runs.length; at += 2) size += (runs[at + 1] ?? 0) - (runs[at] ?? 0) + 1;
  return size;
}

function includes(runs: Runs, number: number): boolean {
  let low = 0;
  let high = runs.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (number < (runs[middle * 2] ?? 0)) high = middle - 1;
    else if (number > (runs[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

function numberOf(permission: string): number {
  let number = numbersRead.get(permission);
  if (number === undefined) {
    number = indexOfName(table().permissions, permission);
    if (number < 0 && permission.startsWith("iam.") && !permission.includes("/")) {
      // Pools and OAuth clients stand in the table as `iam.googleapis.com/workloadIdentityPools.create`.
      number = indexOfName(table().permissions, `iam.googleapis.com/${permission.slice(4)}`);
    }
    numbersRead.set(permission, number);
  }
  return number;
}
