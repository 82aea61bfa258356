/** An address or a block of addresses: as one number, with the bits that count. */
export interface Block {
  readonly address: bigint;
  readonly prefix: number;
  /** 32 for IPv4, 128 for IPv6. */
  readonly bits: number;
}

/** `10.0.0.0/8` or `fd00::/8`; the address is that of the block. */
export function blockIn(text: string): Block | undefined {
  const [, host = "", length = ""] = /^([^/]+)\/(\d{1,3})$/u.exec(text) ?? [];
  const found = addressIn(host);
  const prefix = Number(length);
  if (!found || length === "" || prefix > found.bits) return undefined;
  return { ...found, address: networkOf(found.address, prefix, found.bits), prefix };
}

/** One address, as a block of its own. */
export function addressIn(text: string): Block | undefined {
  const address = text.includes(":") ? ipv6In(text) : ipv4In(text);
  const bits = text.includes(":") ? 128 : 32;
  return address === undefined ? undefined : { address, prefix: bits, bits };
}

function ipv4In(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((address, part) => (address << 8n) | BigInt(Number(part)), 0n);
}

function ipv6In(text: string): bigint | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = groupsIn(head);
  const after = groupsIn(tail ?? "");
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((address, group) => (address << 16n) | group, 0n);
}

function groupsIn(text: string): readonly bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [place, part] of parts.entries()) {
    const embedded = place === parts.length - 1 && part.includes(".") ? ipv4In(part) : undefined;
    if (embedded !== undefined) groups.push(embedded >> 16n, embedded & 0xffffn);
    else if (/^[\da-f]{1,4}$/iu.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

export const networkOf = (address: bigint, prefix: number, bits: number): bigint =>
  (address >> BigInt(bits - prefix)) << BigInt(bits - prefix);

export const sizeOf = ({ prefix, bits }: Block): bigint => 1n << BigInt(bits - prefix);

/** The address alone. */
export function showAddress(address: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join(".");
  const groups = Array.from({ length: 8 }, (_, place) =>
    ((address >> BigInt(112 - 16 * place)) & 0xffffn).toString(16),
  );
  return shortened(groups);
}

export const showBlock = ({ address, prefix, bits }: Block): string => `${showAddress(address, bits)}/${prefix}`;

/** The first of the longest runs of zeros is left out (RFC 5952). */
function shortened(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (groups[end] === "0") end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  if (best.start < 0) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}
