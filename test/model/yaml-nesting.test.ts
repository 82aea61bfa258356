import { expect, it } from "vitest";
import { isYamlTooDeep } from "../../src/model/yaml-nesting.ts";

const stairs = (depth: number): string => Array.from({ length: depth }, (_, at) => `${" ".repeat(at)}a:\n`).join("");

it.each([
  ["dashes", "- ".repeat(500)],
  ["maps in one line", "a: ".repeat(500)],
  ["question marks", "? ".repeat(500)],
  ["brackets", "[".repeat(500)],
  ["brackets on lines of their own", "[\n".repeat(500)],
  ["braces with keys", "{a: ".repeat(500)],
  ["indentation", stairs(500)],
  ["dashes below each other", Array.from({ length: 500 }, (_, at) => `${" ".repeat(at)}-\n`).join("")],
])("says that %s are too deep", (_, text) => {
  expect(isYamlTooDeep(text)).toBe(true);
});

it.each([
  ["a long list", "- a\n".repeat(5000)],
  ["many brackets side by side", `[${"[a], {b: c}, ".repeat(5000)}]`],
  ["a minified document", JSON.stringify(Array.from({ length: 5000 }, (_, id) => ({ id, tags: ["a - b", "c: d"] })))],
  ["stairs that go up and down", (stairs(50) + "b: c\n").repeat(100)],
  ["templates", "a: {{ .Values.a }}\n".repeat(5000)],
  ["nothing", ""],
  ["blank lines", "\r\n \n".repeat(5000)],
  ["prose", `a: >\n${"  one - two - three? four.\n".repeat(500)}`],
])("lets %s pass", (_, text) => {
  expect(isYamlTooDeep(text)).toBe(false);
});
