import hcl2 from "hcl2-parser";
import type {
  Attribute,
  Block,
  Body,
  Expression,
  ObjectItem,
  TemplatePart,
} from "../../../src/parsers/terraform/syntax.ts";

type Json = null | boolean | number | string | readonly Json[] | { [key: string]: Json };

/** What hcl2-parser makes of a text; `undefined` when it rejects it (it doesn't say why). */
export function oracle(text: string): Json | undefined {
  const [value] = hcl2.parseToObject(text);
  return value ?? undefined;
}

/** Our tree in the shape of hcl2json, which hcl2-parser gives, with its habits. */
export function inOracleShape(body: Body, source: string): Json {
  const out: { [key: string]: Json } = {};
  for (const item of body.items) if (item.type === "attribute") addAttribute(out, item, source);
  for (const item of body.items) if (item.type === "block") addBlock(out, item, source);
  return out;
}

function addAttribute(out: { [key: string]: Json }, { name, value }: Attribute, source: string): void {
  out[name.text] = convert(value, source);
}

/** Labels become nested keys. A block with the name of an argument is lost, as the oracle loses it. */
function addBlock(out: { [key: string]: Json }, block: Block, source: string): void {
  let target = out;
  let key = block.name.text;
  for (const { text } of block.labels) {
    const inner = (target[key] ??= {});
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return;
    target = inner as { [key: string]: Json };
    key = text;
  }
  const before = (target[key] ??= []);
  if (Array.isArray(before) && isListOfBlocks(out, block)) before.push(inOracleShape(block.body, source));
}

const isListOfBlocks = (out: { [key: string]: Json }, { labels, name }: Block): boolean =>
  labels.length > 0 || Array.isArray(out[name.text]);

function convert(value: Expression, source: string): Json {
  switch (value.type) {
    case "number":
      return Number(value.text);
    case "boolean":
      return value.value;
    case "null":
      return null;
    case "unary":
      if (value.operand.type === "number") return -Number(value.operand.text);
      if (value.operand.type === "boolean") return !value.operand.value;
      return wrapped(value, source);
    case "template":
      if (value.parts.length === 1 && value.parts[0]?.type === "interpolation")
        return convert(value.parts[0].value, source);
      return convertParts(value.parts, source);
    case "tuple":
      return value.items.map((item) => convert(item, source));
    case "object":
      return Object.fromEntries(value.items.map((item) => [convertKey(item, source), convert(item.value, source)]));
    default:
      return wrapped(value, source);
  }
}

/** A compound expression is its source text. */
const wrapped = ({ start, end }: Expression, source: string): string => `\${${source.slice(start, end)}}`;

const convertParts = (parts: readonly TemplatePart[], source: string): string =>
  parts.map((part) => convertPart(part, source)).join("");

function convertPart(part: TemplatePart, source: string): string {
  switch (part.type) {
    case "literal":
      return part.text;
    case "interpolation":
      return convertInString(part.value, source);
    case "if": {
      const otherwise = convertParts(part.else, source);
      return condition(part.condition, convertParts(part.then, source), otherwise, source);
    }
    case "for": {
      const names = part.key ? `${part.key.text}, ${part.value.text}` : part.value.text;
      const { start, end } = part.collection;
      return `%{for ${names} in ${source.slice(start, end)}}${convertParts(part.parts, source)}%{endfor}`;
    }
  }
}

function convertInString(value: Expression, source: string): string {
  if (value.type === "number") return String(Number(value.text));
  if (value.type === "boolean") return String(value.value);
  if (value.type === "template") return convertParts(value.parts, source);
  if (value.type !== "conditional") return wrapped(value, source);
  return condition(value.condition, convertInString(value.then, source), convertInString(value.else, source), source);
}

/** The oracle writes a conditional expression in a string as directives. */
function condition(test: Expression, then: string, otherwise: string, source: string): string {
  const text = source.slice(test.start, test.end);
  return `%{if ${text}}${then}${otherwise === "" ? "" : `%{else}${otherwise}`}%{endif}`;
}

function convertKey({ key }: ObjectItem, source: string): string {
  const isTraversal = key.type === "variable" || key.type === "get-attribute" || key.type === "get-index";
  return isTraversal ? source.slice(key.start, key.end) : convertInString(key, source);
}
