import { expressionOf } from "./expressions.ts";
import { type Node, type Reading, childrenOf } from "./node.ts";
import type { Expression, StringPart } from "./tree.ts";

/** `"a" f"b{c}"`: literal stretches and expressions, in order. */
export function stringOf(reading: Reading, node: Node): Expression {
  const literals = node.name === "ContinuedString" ? childrenOf(node) : [node];
  const parts = literals.flatMap((literal) => partsOf(reading, literal));
  const [first] = parts;
  const last = parts.at(-1);
  const isOne = literals.length === 1 && first !== undefined && last !== undefined;
  return { type: "string", parts, start: isOne ? first.start : node.from, end: isOne ? last.end : node.to };
}

function partsOf(reading: Reading, node: Node): readonly StringPart[] {
  const written = reading.text.slice(node.from, node.to);
  const [, prefix = "", quote = '"'] = /^([a-zA-Z]*)("""|'''|"|')/.exec(written) ?? [];
  const start = node.from + prefix.length + quote.length;
  const end =
    written.length >= prefix.length + 2 * quote.length && written.endsWith(quote) ? node.to - quote.length : node.to;
  const isRaw = /r/i.test(prefix);
  const parts: StringPart[] = [];
  let at = start;
  const add = (to: number, isFormat: boolean): void => {
    const raw = reading.text.slice(at, to);
    const unescaped = isRaw ? raw : withoutEscapes(raw);
    parts.push({
      text: isFormat ? unescaped.replaceAll("{{", "{").replaceAll("}}", "}") : unescaped,
      start: at,
      end: to,
    });
  };
  if (node.name !== "FormatString") {
    add(end, false);
    return parts;
  }
  for (const hole of childrenOf(node).filter(({ name }) => name === "FormatReplacement")) {
    if (hole.from > at) add(hole.from, true);
    const inner = childrenOf(hole).find(({ name }) => !/^(?:[{}]|Format\w+)$/.test(name));
    if (inner !== undefined) parts.push({ value: expressionOf(reading, inner), start: hole.from, end: hole.to });
    at = hole.to;
  }
  if (at < end || parts.length === 0) add(end, true);
  return parts;
}

const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "", "0": "\0" };

const withoutEscapes = (raw: string): string =>
  raw.includes("\\")
    ? raw.replaceAll(
        /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n|[\s\S]))/g,
        (_, two?: string, four?: string, eight?: string, one = "") => {
          const code = two ?? four ?? eight;
          if (code !== undefined) return fromCode(Number.parseInt(code, 16));
          if (one === "\r\n") return "";
          return Object.hasOwn(simple, one) ? (simple[one] ?? "") : /["'\\]/.test(one) ? one : `\\${one}`;
        },
      )
    : raw;

const fromCode = (code: number): string => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : "");
