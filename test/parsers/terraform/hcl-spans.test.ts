import { readFileSync } from "node:fs";
import fastGlob from "fast-glob";
import { describe, expect, it } from "vitest";
import { moved } from "../../../src/parsers/terraform/hcl/moved.ts";
import { readHcl, readHclExpression, readTemplate } from "../../../src/parsers/terraform/hcl/read-hcl.ts";
import type { Attribute, Block, Expression, Node } from "../../../src/parsers/terraform/syntax.ts";
import { generatedFile } from "./hcl-generator.ts";

const expressions: ReadonlySet<unknown> = new Set<Expression["type"]>([
  "number",
  "boolean",
  "null",
  "template",
  "tuple",
  "object",
  "variable",
  "call",
  "get-attribute",
  "get-index",
  "splat",
  "unary",
  "binary",
  "conditional",
  "parenthesized",
]);

/** Every expression, argument and block of a tree. */
function* nodesOf(tree: unknown): Generator<Expression | Attribute | Block> {
  if (typeof tree !== "object" || tree === null) return;
  if (isReadable(tree)) yield tree;
  for (const value of Object.values(tree)) yield* nodesOf(value);
}

function isReadable(tree: object): tree is Expression | Attribute | Block {
  if (!("type" in tree)) return false;
  if (tree.type === "attribute") return "value" in tree;
  if (tree.type === "for") return "valueName" in tree;
  if (tree.type === "splat") return "object" in tree;
  return tree.type === "block" || expressions.has(tree.type);
}

/** What the node's own text is read as, with the node's places. */
function reread(node: Expression | Attribute | Block, text: string): Node | undefined {
  const slice = text.slice(node.start, node.end);
  if (node.type !== "attribute" && node.type !== "block") return readHclExpression(slice, node.start).value;
  return moved(readHcl(slice).body.items[0], node.start);
}

function expectPlaces(text: string): void {
  const { body, comments } = readHcl(text);
  for (const node of nodesOf(body)) expect(reread(node, text)).toEqual(node);
  for (const { start, end } of comments) expect(text.slice(start, end)).toMatch(/^(?:#|\/\/|\/\*)/u);
}

describe("every node's text is read as that node", () => {
  it.each(fastGlob.sync("fixtures/parsers/terraform/hcl/*.tf").toSorted())("in %s", (path) => {
    expectPlaces(readFileSync(path, "utf8"));
  });

  it("in generated files", () => {
    for (let seed = 1; seed <= 100; seed++) expectPlaces(generatedFile(seed));
  });
});

it("moves the places of an expression by its offset", () => {
  expect(readHclExpression("a.b", 10).value).toMatchObject({ start: 10, end: 13, object: { start: 10, end: 11 } });
  expect(readHclExpression("a b", 10).problems).toEqual([
    { message: "Expected nothing after the expression", start: 12, end: 13 },
  ]);
});

it("reads a bare text as a template", () => {
  const { value, problems } = readTemplate('a "q" ${b}\n%{ if c }d%{ endif }', 5);
  expect(problems).toEqual([]);
  expect(value).toMatchObject({
    type: "template",
    start: 5,
    parts: [
      { type: "literal", text: 'a "q" ', start: 5, end: 11 },
      { type: "interpolation", start: 11, end: 15 },
      { type: "literal", text: "\n" },
      { type: "if", condition: { name: "c" }, else: [] },
    ],
  });
  expect(readTemplate("${", 2)).toMatchObject({ value: { type: "broken", start: 2 }, problems: [{ start: 4 }] });
});
