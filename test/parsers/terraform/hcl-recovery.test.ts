import { describe, expect, it } from "vitest";
import { readHcl } from "../../../src/parsers/terraform/hcl/read-hcl.ts";
import type { Body } from "../../../src/parsers/terraform/syntax.ts";

/** Blocks and arguments in one line; a value that could not be read is `?`. */
const outline = ({ items }: Body): string =>
  items
    .map((item) =>
      item.type === "attribute"
        ? `${item.name.text}${item.value.type === "broken" ? "?" : ""}`
        : `${[item.name.text, ...item.labels.map((label) => label.text)].join(" ")} { ${outline(item.body)} }`,
    )
    .join(", ");

const good = 'resource "t" "n" {\n  a = 1\n  b = 2\n}\n';
const next = 'resource "t" "next" {\n  c = 3\n}\n';
const nextOutline = "resource t next { c }";

describe("whole bodies", () => {
  it.each([
    ["nothing", "", ""],
    ["blocks of every header", 'a {}\nb "c" {}\nd e "f" {\n}\n', "a {  }, b c {  }, d e f {  }"],
    ["a block on one line", "a { b = 1 }\n", "a { b }"],
    ["comments of all kinds", "# a\nb = 1 // c\n/* d\n */ e = 2 # f", "b, e"],
    ["a byte order mark", "\uFEFFa = 1\n", "a"],
    ["CRLF", "a {\r\n  b = 1\r\n}\r\n", "a { b }"],
    ["no newline at the end", "a = 1", "a"],
    ["nested blocks", "a {\n  b {\n    c = 1\n  }\n  d = 2\n}\n", "a { b { c }, d }"],
  ])("%s", (_, text, expected) => {
    const { body, problems } = readHcl(text);
    expect(problems).toEqual([]);
    expect(outline(body)).toBe(expected);
  });

  it("keeps comments with their places, in order", () => {
    expect(readHcl("# one\na = [ // two\n1 /* three */]\n").comments).toEqual([
      { text: "one", start: 0, end: 5 },
      { text: "two", start: 12, end: 18 },
      { text: "three", start: 21, end: 32 },
    ]);
  });
});

describe("what is broken is a problem, the rest is read", () => {
  it.each([
    ["a value", good.replace("1", "1 +"), "resource t n { a?, b }", "Expected an expression"],
    [
      "a value of several lines",
      good.replace("1", "[\n    1 2,\n    3\n  ]"),
      "resource t n { a?, b }",
      "Expected a comma or a closing bracket after the item",
    ],
    [
      "a bracket that stays open",
      good.replace("1", '[\n    "x",'),
      "resource t n { a?, b }",
      "Expected a comma or a closing bracket after the item",
    ],
    ["a brace that stays open", good.replace("1", "{\n    x = 1"), "resource t n { a }", "This block is never closed"],
    [
      "a parenthesis that stays open",
      good.replace("1", "f(x"),
      "resource t n { a?, b }",
      "Expected a comma or a closing parenthesis after the argument",
    ],
    [
      "a string that stays open",
      good.replace("1", '"x'),
      "resource t n { a?, b }",
      "This string is never closed on its line",
    ],
    [
      "a heredoc that stays open",
      good.replace("1", "<<EOT\nx"),
      "resource t n { a?, b }",
      "This heredoc has no line with EOT alone",
    ],
    ["a block that stays open", good.replace("\n}", "\n"), "resource t n { a, b }", "This block is never closed"],
    [
      "an inner block that stays open",
      good.replace("a = 1", "x {\n    a = 1"),
      "resource t n { x { a, b } }",
      "This block is never closed",
    ],
    ["a brace too many", `${good}}\n`, "resource t n { a, b }", "This brace closes nothing"],
    [
      "no equals sign",
      good.replace("a = 1", "a 1"),
      "resource t n { b }",
      "Expected an equals sign, a label or an opening brace",
    ],
    ["a quoted name", good.replace("a = 1", '"a" = 1'), "resource t n { b }", "Expected an argument or a block"],
    ["two arguments on one line", good.replace("1", "1 z = 2"), "resource t n { a, b }", "Expected a newline after a"],
    [
      "a value behind its block",
      good.replace("}", "} x"),
      "resource t n { a, b }",
      "Expected a newline after resource",
    ],
    ["a label with a template", good.replace('"n"', '"${n}"'), "", "A label can't have a template in it"],
    ["a block in a block on one line", "x { y {} }\n", "x { y {  } }", "A block on one line can hold no other block"],
    ["an argument twice", good.replace("b = 2", "a = 2"), "resource t n { a }", "a is set twice"],
    [
      "a template engine's braces",
      good.replace("1", '{{index $.Vars "x"}}'),
      "resource t n { a?, b }",
      "Expected an equals sign after the key",
    ],
  ])("%s", (_, text, expected, message) => {
    const { body, problems } = readHcl(text + next);
    expect(outline(body)).toBe([expected, nextOutline].filter((part) => part !== "").join(", "));
    expect(problems.map((problem) => problem.message)).toContain(message);
    for (const { start, end } of problems) expect(text.slice(start, end).length).toBe(end - start);
  });

  it("places the problem at the text that is wrong", () => {
    const text = good.replace("1", "1 +");
    expect(readHcl(text).problems).toEqual([{ message: "Expected an expression", start: 28, end: 29 }]);
    expect(text.slice(0, 28).endsWith("a = 1 +")).toBe(true);
  });

  it.each([
    ["blocks", "a {\n".repeat(5000)],
    ["comment", "/* a"],
    ["zero bytes", "\0".repeat(100)],
    ["braces", "}".repeat(5000)],
    ["quotes", '"'.repeat(5000)],
    ["heredoc openers", "a = <<A\n".repeat(2000)],
  ])("survives %s", (_, text) => {
    const { problems } = readHcl(text);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("reads every prefix and every file with a character less without throwing", () => {
    const text =
      'a "b" {\n  c = "x${d["e"]}y"\n  f = [<<-G\n  h\n  G\n  ]\n  i { j = { k = "%{ if l }m%{ endif }" } }\n}\n';
    for (let at = 0; at < text.length; at++) {
      expect(readHcl(text.slice(0, at)).body.end).toBe(at);
      expect(readHcl(text.slice(0, at) + text.slice(at + 1)).body.end).toBe(text.length - 1);
    }
  });
});
