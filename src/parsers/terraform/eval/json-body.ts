import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { readHcl, readTemplate } from "../hcl/read-hcl.ts";
import type { Attribute, Block, Body, Expression, File, Label, ObjectItem, Template } from "../syntax.ts";

/** A `.tf.json` file as the syntax tree of the same configuration in HCL; nested blocks are attributes with objects. */
export function readJson(text: string): File {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const items = tree ? membersOf(tree).flatMap(([key, value]) => topLevel(key, value)) : [];
  const problems = errors.map(({ error, offset, length }) => ({
    message: `Invalid JSON: ${printParseErrorCode(error)}`,
    start: offset,
    end: offset + length,
  }));
  return { body: { start: 0, end: text.length, items }, comments: [], problems };
}

/** The attributes of a `.tfvars.json` file: values without expressions. */
export function readJsonValues(text: string): File {
  const file = readJson("{}");
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  const items = tree ? membersOf(tree).map(([key, value]) => attributeOf(key, value, true)) : [];
  return { ...file, body: { start: 0, end: text.length, items } };
}

type Member = readonly [key: JsonNode, value: JsonNode];

const membersOf = (node: JsonNode): readonly Member[] =>
  node.type === "object"
    ? (node.children ?? []).flatMap(({ children }): readonly Member[] => {
        const [key, value] = children ?? [];
        return key && value && key.value !== "//" ? [[key, value]] : [];
      })
    : node.type === "array"
      ? (node.children ?? []).flatMap(membersOf)
      : [];

/** How many labels a block of a type has. */
const labelsOf: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

function topLevel(key: JsonNode, value: JsonNode): readonly Block[] {
  const labels = labelsOf[String(key.value)];
  return labels === undefined ? [] : labelled(key, [], value, labels);
}

function labelled(key: JsonNode, labels: readonly Label[], value: JsonNode, missing: number): readonly Block[] {
  if (value.type === "array") return (value.children ?? []).flatMap((one) => labelled(key, labels, one, missing));
  if (missing === 0) return [blockOf(key, labels, value)];
  return membersOf(value).flatMap(([name, inner]) => labelled(key, [...labels, labelOf(name)], inner, missing - 1));
}

const labelOf = (node: JsonNode): Label => ({
  text: String(node.value),
  quoted: true,
  start: node.offset,
  end: node.offset + node.length,
});

/** Its header is the key next to its body: the name of the resource. */
function blockOf(key: JsonNode, labels: readonly Label[], value: JsonNode): Block {
  const nearest = labels.at(-1) ?? labelOf(key);
  return {
    type: "block",
    name: { text: String(key.value), start: nearest.start, end: nearest.end },
    labels,
    body: bodyOf(value),
    start: nearest.start,
    end: value.offset + value.length,
  };
}

const bodyOf = (value: JsonNode): Body => ({
  items: membersOf(value).flatMap(([key, inner]) => itemsOf(key, inner)),
  start: value.offset,
  end: value.offset + value.length,
});

/** Blocks that mean something to the evaluator itself. */
const known: Readonly<Record<string, number>> = {
  dynamic: 1,
  content: 0,
  lifecycle: 0,
  validation: 0,
  backend: 1,
};

function itemsOf(key: JsonNode, value: JsonNode): readonly (Attribute | Block)[] {
  const labels = known[String(key.value)];
  return labels === undefined ? [attributeOf(key, value, false)] : labelled(key, [], value, labels);
}

const attributeOf = (key: JsonNode, value: JsonNode, verbatim: boolean): Attribute => ({
  type: "attribute",
  name: { text: String(key.value), start: key.offset, end: key.offset + key.length },
  value: isReference(String(key.value)) ? reference(value, verbatim) : expressionOf(value, verbatim),
  start: key.offset,
  end: value.offset + value.length,
});

/** Strings that stand for an expression: a provider, a type. */
const isReference = (name: string): boolean => name === "provider" || name === "type";

function reference(node: JsonNode, verbatim: boolean): Expression {
  if (node.type !== "string" || verbatim) return expressionOf(node, verbatim);
  const [item] = readHcl(`v = ${String(node.value)}\n`).body.items;
  const place = { start: node.offset, end: node.offset + node.length };
  if (item?.type !== "attribute" || item.value.type === "broken") return expressionOf(node, verbatim);
  return item.value.type === "variable" ? { ...item.value, ...place } : item.value;
}

function expressionOf(node: JsonNode, verbatim: boolean): Expression {
  const place = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  switch (node.type) {
    case "string":
      return stringOf(node, verbatim);
    case "number":
      return { type: "number", text: String(node.value), ...place };
    case "boolean":
      return { type: "boolean", value: node.value === true, ...place };
    case "array":
      return { type: "tuple", items: children.map((child) => expressionOf(child, verbatim)), ...place };
    case "object":
      return { type: "object", items: membersOf(node).map((member) => itemOf(member, verbatim)), ...place };
    default:
      return { type: "null", ...place };
  }
}

const itemOf = ([key, value]: Member, verbatim: boolean): ObjectItem => ({
  key: stringOf(key, verbatim),
  literalKey: false,
  value: expressionOf(value, verbatim),
  start: key.offset,
  end: value.offset + value.length,
});

/** A string is a template; escapes of JSON before an interpolation move its place a little. */
function stringOf(node: JsonNode, verbatim: boolean): Expression {
  const text = String(node.value);
  const inside = { start: node.offset + 1, end: node.offset + node.length - 1 };
  if (!verbatim && /[$%]\{/.test(text)) return readTemplate(text, inside.start).value;
  const parts: Template["parts"] = text === "" ? [] : [{ type: "literal", text, ...inside }];
  return { type: "template", form: "quoted", parts, start: inside.start - 1, end: inside.end + 1 };
}
