import type { FactTables, Table } from "./table.ts";

/** A line of the fact table. */
interface RoleLine {
  readonly name: string;
  readonly title: string;
  readonly stage: string;
  readonly listed?: false;
  readonly noDetail?: true;
  readonly permissions: readonly string[];
}

const prefix = "roles/";
/** Names between two that are written in full: what a look-up decodes at most. */
const interval = 16;
const stages = ["GA", "BETA", "ALPHA", "DEPRECATED"];
const source = "iann0036/iam-dataset 2073fa52ac00";
const date = 20260822;

/**
 * The role table as one searchable file; `src/gcp/role-table.ts` reads it.
 *
 * header: nine u32 (magic `IAMR`, date, permissions, roles, memberships, offsets of permission names, role names, sets, source)
 * samples: the offset of every 16th permission; the offsets of every 16th role and of its set
 * permission names: sorted, front-coded (length shared with the one before, length of the rest, rest), in full every 16th
 * role names: likewise without `roles/`, each with a byte of flags and the byte length of its set
 * sets: runs of permission numbers as varints: gap << 1 | longer than one, then length - 2
 */
export const roles: Table = {
  file: "roles.bin",
  build: (facts) => encode(linesOf(facts)),
};

function linesOf(facts: FactTables): readonly RoleLine[] {
  const lines = facts.lines("gcp-roles.ndjson").map((line): RoleLine => JSON.parse(line));
  return lines.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function encode(lines: readonly RoleLine[]): Uint8Array {
  const permissions = [...new Set(lines.flatMap((line) => line.permissions))].toSorted();
  const numbers = new Map(permissions.map((permission, index) => [permission, index]));
  const sets = lines.map((line) => runsOf(line.permissions.map((permission) => numbers.get(permission) ?? 0)));
  const permissionNames = frontCoded(permissions, () => []);
  const roleNames = frontCoded(
    lines.map((line) => line.name.slice(prefix.length)),
    (index) => [flagsOf(lines[index]), ...varint(sets[index]?.length ?? 0)],
  );
  const setOffsets = offsetsOf(sets);
  const memberships = lines.reduce((sum, line) => sum + line.permissions.length, 0);
  const sampled = roleNames.samples.flatMap((at, index) => [at, setOffsets[index * interval] ?? 0]);
  const namesAt = (9 + permissionNames.samples.length + sampled.length) * 4;
  const rolesAt = namesAt + permissionNames.bytes.length;
  const setsAt = rolesAt + roleNames.bytes.length;
  const sourceAt = setsAt + sets.flat().length;
  const header = [0x524d4149, date, permissions.length, lines.length, memberships, namesAt, rolesAt, setsAt, sourceAt];
  const words = Uint32Array.from([...header, ...permissionNames.samples, ...sampled]);
  return Buffer.concat([
    new Uint8Array(words.buffer),
    Uint8Array.from(permissionNames.bytes),
    Uint8Array.from(roleNames.bytes),
    Uint8Array.from(sets.flat()),
    Buffer.from(source),
  ]);
}

function flagsOf(line: RoleLine | undefined): number {
  if (line === undefined) return 0;
  const stage = Math.max(0, stages.indexOf(line.stage));
  return stage + (line.listed === false ? 4 : 0) + (line.noDetail ? 8 : 0) + (isDeprecated(line) ? 16 : 0);
}

/** Some roles say so in their title alone. */
const isDeprecated = ({ stage, title }: RoleLine): boolean =>
  stage === "DEPRECATED" || /[([]deprecated[)\]]/i.test(title);

function frontCoded(
  names: readonly string[],
  extra: (index: number) => readonly number[],
): { readonly bytes: number[]; readonly samples: number[] } {
  const bytes: number[] = [];
  const samples: number[] = [];
  for (const [index, name] of names.entries()) {
    const inFull = index % interval === 0;
    if (inFull) samples.push(bytes.length);
    const shared = inFull ? 0 : sharedLength(names[index - 1] ?? "", name);
    bytes.push(shared, name.length - shared, ...Buffer.from(name.slice(shared)), ...extra(index));
  }
  return { bytes, samples };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function runsOf(members: readonly number[]): number[] {
  const sorted = members.toSorted((a, b) => a - b);
  const bytes: number[] = [];
  let next = 0;
  for (let at = 0; at < sorted.length;) {
    const start = sorted[at] ?? 0;
    let length = 1;
    while (sorted[at + length] === start + length) length++;
    bytes.push(...varint(((start - next) << 1) | (length > 1 ? 1 : 0)), ...(length > 1 ? varint(length - 2) : []));
    next = start + length;
    at += length;
  }
  return bytes;
}

function offsetsOf(parts: readonly (readonly number[])[]): number[] {
  let at = 0;
  return parts.map((part) => {
    const start = at;
    at += part.length;
    return start;
  });
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}
