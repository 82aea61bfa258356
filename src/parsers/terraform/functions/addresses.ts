import type { CallContext, TerraformFunction } from "../call.ts";
import { gap, list, text } from "../datum.ts";
import { addressIn, blockIn, networkOf, showAddress, showBlock, sizeOf } from "./ip-addresses.ts";
import type { Block } from "./ip-addresses.ts";
import { known, knownMany, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const addressFunctions: Readonly<Record<string, TerraformFunction>> = {
  cidrcontains: known(["string", "string"], ([outer, inner]) => contains(outer, inner)),
  cidrhost: known(["string", "number"], ([prefix, number], call) => host(prefix, number, call)),
  cidrnetmask: known(["string"], ([prefix]) => netmask(prefix)),
  cidrsubnet: known(["string", "number", "number"], ([prefix, bits, number], call) =>
    subnet(prefix, bits, number, call),
  ),
  cidrsubnets: knownMany(["string"], "number", ([prefix], bits, call) => subnets(prefix, bits, call)),
};

const notABlock = (written: string): Result => refuse(`${JSON.stringify(written)} is no block of addresses`);

function contains(outer: string, inner: string): Result {
  const block = blockIn(outer);
  const other = blockIn(inner) ?? addressIn(inner);
  if (!block || !other || block.bits !== other.bits) return notABlock(block ? inner : outer);
  return other.prefix >= block.prefix && networkOf(other.address, block.prefix, block.bits) === block.address;
}

/** Negative numbers count from the end. */
function host(prefix: string, number: number, call: CallContext): Result {
  const block = blockIn(prefix);
  if (!block) return notABlock(prefix);
  if (!Number.isInteger(number)) return refuse("needs a whole number");
  if (block.bits === 128 && block.address >> 32n === 0xffffn) return gap(call.expression, "is IPv4 in IPv6", call.span);
  const size = sizeOf(block);
  const place = number < 0 ? size + BigInt(number) : BigInt(number);
  if (place < 0n || place >= size) return refuse(`has no address number ${number}`);
  return showAddress(block.address + place, block.bits);
}

function netmask(prefix: string): Result {
  const block = blockIn(prefix);
  if (!block || block.bits !== 32) return notABlock(prefix);
  return showAddress(networkOf(0xffffffffn, block.prefix, 32), 32);
}

function subnet(prefix: string, bits: number, number: number, call: CallContext): Result {
  const block = blockIn(prefix);
  if (!block) return notABlock(prefix);
  const length = block.prefix + bits;
  if (!Number.isInteger(bits) || bits < 0 || length > block.bits) return refuse(`can't be split by ${bits} bits`);
  if (!Number.isInteger(number) || BigInt(number) >= 1n << BigInt(bits)) return refuse(`has no part number ${number}`);
  if (number < 0) return gap(call.expression, "has a negative number", call.span);
  const address = block.address + (BigInt(number) << BigInt(block.bits - length));
  return showBlock({ address, prefix: length, bits: block.bits });
}

/** One behind the other, each where its size allows. */
function subnets(prefix: string, sizes: readonly number[], call: CallContext): Result {
  const block = blockIn(prefix);
  if (!block) return notABlock(prefix);
  let next = block.address;
  const found: Block[] = [];
  for (const bits of sizes) {
    const length = block.prefix + bits;
    if (!Number.isInteger(bits) || bits < 1 || length > block.bits) return refuse(`can't be split by ${bits} bits`);
    const size = 1n << BigInt(block.bits - length);
    const address = ((next + size - 1n) / size) * size;
    next = address + size;
    if (next > block.address + sizeOf(block)) return refuse("has no room for all of them");
    found.push({ address, prefix: length, bits: block.bits });
  }
  return list(
    found.map((one) => text(showBlock(one), call.span)),
    call.span,
    "list",
  );
}
