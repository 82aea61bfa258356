import { describe, expect, it } from "vitest";
import { readHclExpression } from "../../../src/parsers/terraform/hcl/read-hcl.ts";
import type { Expression, TemplatePart, Traversal } from "../../../src/parsers/terraform/syntax.ts";

/** The tree in one line: every operation in parentheses, operator first. */
function sketch(value: Expression): string {
  switch (value.type) {
    case "number":
      return value.text;
    case "boolean":
      return String(value.value);
    case "null":
    case "broken":
      return value.type;
    case "variable":
      return value.name;
    case "parenthesized":
      return `<${sketch(value.value)}>`;
    case "unary":
      return `(${value.operator} ${sketch(value.operand)})`;
    case "binary":
      return `(${value.operator} ${sketch(value.left)} ${sketch(value.right)})`;
    case "conditional":
      return `(? ${sketch(value.condition)} ${sketch(value.then)} ${sketch(value.else)})`;
    case "get-attribute":
      return `(.${value.name.text} ${sketch(value.object)})`;
    case "get-index":
      return `([] ${sketch(value.object)} ${sketch(value.index)})`;
    case "splat":
      return `(${value.form} ${sketch(value.object)}${value.each.map(sketchStep).join("")})`;
    case "call":
      return `(${[value.name.text, ...value.args.map(sketch)].join(" ")}${value.expand ? " ..." : ""})`;
    case "tuple":
      return `[${value.items.map(sketch).join(" ")}]`;
    case "object":
      return `{${value.items.map((item) => `${sketch(item.key)}${item.literalKey ? "" : "!"}=${sketch(item.value)}`).join(" ")}}`;
    case "for": {
      const names = [value.keyName?.text, value.valueName.text].filter((name) => name !== undefined).join(",");
      const key = value.key ? `${sketch(value.key)} => ` : "";
      const condition = value.condition ? ` if ${sketch(value.condition)}` : "";
      return `(for ${names} in ${sketch(value.collection)}: ${key}${sketch(value.value)}${value.group ? "..." : ""}${condition})`;
    }
    case "template":
      return `"${value.parts.map(sketchPart).join("|")}"`;
  }
}

function sketchStep(step: Traversal): string {
  if (step.type === "attribute") return ` .${step.name.text}`;
  if (step.type === "index") return ` [${sketch(step.index)}]`;
  return ` (${step.form}${step.each.map(sketchStep).join("")})`;
}

function sketchPart(part: TemplatePart): string {
  switch (part.type) {
    case "literal":
      return part.text;
    case "interpolation":
      return `\${${sketch(part.value)}}`;
    case "if":
      return `if ${sketch(part.condition)} (${part.then.map(sketchPart).join("|")}) (${part.else.map(sketchPart).join("|")})`;
    case "for":
      return `for ${part.key ? `${part.key.text},` : ""}${part.value.text} in ${sketch(part.collection)} (${part.parts.map(sketchPart).join("|")})`;
  }
}

const expectSketch = (text: string, expected: string): void => {
  const { value, problems } = readHclExpression(text);
  expect(problems).toEqual([]);
  expect(sketch(value)).toBe(expected);
};

describe("precedence", () => {
  it.each([
    ["a || b && c", "(|| a (&& b c))"],
    ["a && b || c", "(|| (&& a b) c)"],
    ["a == b && c != d", "(&& (== a b) (!= c d))"],
    ["a < b == c >= d", "(== (< a b) (>= c d))"],
    ["a + b < c * d", "(< (+ a b) (* c d))"],
    ["a - b - c", "(- (- a b) c)"],
    ["a / b * c % d", "(% (* (/ a b) c) d)"],
    ["a + b * c - d", "(- (+ a (* b c)) d)"],
    ["a == b == c", "(== (== a b) c)"],
    ["a || b || c", "(|| (|| a b) c)"],
    ["-a + b", "(+ (- a) b)"],
    ["a + -b", "(+ a (- b))"],
    ["a - -b", "(- a (- b))"],
    ["!a && b", "(&& (! a) b)"],
    ["!!a", "(! (! a))"],
    ["-a.b[0]", "(- ([] (.b a) 0))"],
    ["!a == b", "(== (! a) b)"],
    ["(a + b) * c", "(* <(+ a b)> c)"],
    ["a ? b : c", "(? a b c)"],
    ["a ? b : c ? d : e", "(? a b (? c d e))"],
    ["a ? b ? c : d : e", "(? a (? b c d) e)"],
    ["a ? b : c == x ? d : e", "(? a b (? (== c x) d e))"],
    ["a || b ? c + 1 : d", "(? (|| a b) (+ c 1) d)"],
    ["a > b ? a : b", "(? (> a b) a b)"],
  ])("%s", expectSketch);
});

describe("traversals", () => {
  it.each([
    ["a.b.c", "(.c (.b a))"],
    ["a[0].b", "(.b ([] a 0))"],
    ['a["k"]', '([] a "k")'],
    ["a[b.c]", "([] a (.c b))"],
    ["a.0.b", "(.b (.0 a))"],
    ["a[*].b", "(full a .b)"],
    ["a[*].b[0].c", "(full a .b [0] .c)"],
    ["a[*]", "(full a)"],
    ["a[*].b[*].c", "(full a .b (full .c))"],
    ["a[*].b.*.c", "(full a .b (attribute .c))"],
    ["a.*.b.c", "(attribute a .b .c)"],
    ["a.*.b[0]", "([] (attribute a .b) 0)"],
    ["a.*.b.0.c", "(attribute a .b .0 .c)"],
    ["a.*", "(attribute a)"],
    ["f(x).y", "(.y (f x))"],
    ["[a, b][0]", "([] [a b] 0)"],
    ["{ a = 1 }.a", "(.a {a=1})"],
    ["(a).b", "(.b <a>)"],
    ['"x".y', '(.y "x")'],
    ["a . b", "(.b a)"],
    ["a[\n  0\n]", "([] a 0)"],
    ["var.a-b", "(.a-b var)"],
  ])("%s", expectSketch);
});

describe("calls, collections and for", () => {
  it.each([
    ["f()", "(f)"],
    ["f(a, b,)", "(f a b)"],
    ["f(a...)", "(f a ...)"],
    ["f(\n  a,\n  # why\n  b\n)", "(f a b)"],
    ["provider::google::region_from_zone(z)", "(provider::google::region_from_zone z)"],
    ["core::max(1, 2)", "(core::max 1 2)"],
    ["[]", "[]"],
    ["[a, b, ]", "[a b]"],
    ["[1 +\n 2]", "[(+ 1 2)]"],
    ["{}", "{}"],
    ["{ a = 1, b : 2 }", "{a=1 b=2}"],
    ["{\n  a = 1\n  b = 2,\n  c = 3\n}", "{a=1 b=2 c=3}"],
    ['{ "a" = 1, (b) = 2, 3 = 4, true = 5, c.d = 6 }', '{"a"!=1 <b>!=2 3!=4 true!=5 (.d c)!=6}'],
    ['{ "${a}-x" = 1 }', '{"${a}|-x"!=1}'],
    ["{ forest = 1, input = 2 }", "{forest=1 input=2}"],
    ["[for v in a : v]", "(for v in a: v)"],
    ["[for i, v in a : v if v != i]", "(for i,v in a: v if (!= v i))"],
    ["{ for k, v in a : k => v }", "(for k,v in a: k => v)"],
    ["{ for k, v in a : v => k... if k }", "(for k,v in a: v => k... if k)"],
    ["[\n  for a in b :\n  a\n]", "(for a in b: a)"],
    ["[for x in a ? b : c : x]", "(for x in (? a b c): x)"],
    ["a /* x\ny */ + b", "(+ a b)"],
    ["1.5e+3", "1.5e+3"],
    ["-5", "(- 5)"],
    ["true", "true"],
    ["null", "null"],
    ["trueish", "trueish"],
    ["été", "été"],
  ])("%s", expectSketch);
});

describe("what is refused", () => {
  it.each([
    ["", "Expected an expression"],
    ["a b", "Expected nothing after the expression"],
    ["a +", "Expected an expression"],
    ["a ? b", "Expected a colon between the two results of the condition"],
    ["[1 2]", "Expected a comma or a closing bracket after the item"],
    ["f(1 2)", "Expected a comma or a closing parenthesis after the argument"],
    ["f(a..., b)", "Expected a comma or a closing parenthesis after the argument"],
    ["(1", "Expected a closing parenthesis"],
    ["a[1", "Expected a closing bracket after the index"],
    ["{ a }", "Expected an equals sign after the key"],
    ["{ a = 1 b = 2 }", "Expected a comma, a newline or a closing brace after the item"],
    ["[for a, 1 in b : a]", "Expected a name after the comma"],
    ["[for a b : a]", "Expected `in` after the names of `for`"],
    ["[for a in b a]", "Expected a colon after the collection of `for`"],
    ["[for a in b : a => a]", "A `for` in brackets has no key"],
    ["{ for a in b : a }", "Expected `=>` after the key of `for`"],
    ["a.", "Expected a name after the dot"],
    ["a.0.1", "Two indices in a row are written in brackets"],
    ["a.0x", "Expected a name or a number after the dot"],
    ["a.*.b.*", "Expected a name after the dot"],
    ["0x10", "Expected nothing after the expression"],
    ["a::b", "Expected the arguments of a function"],
    ["a::1()", "Expected a function's name after `::`"],
    ["a & b", "Expected nothing after the expression"],
    ["a | b", "Expected nothing after the expression"],
    ["a = b", "Expected nothing after the expression"],
  ])("%s", (text, message) => {
    const { value, problems } = readHclExpression(text);
    expect(value.type).toBe("broken");
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it.each([
    ["brackets", "[".repeat(5000)],
    ["parentheses", "(".repeat(5000)],
    ["signs", "-".repeat(5000) + "1"],
    ["objects", "{a=".repeat(5000)],
    ["templates", '"${'.repeat(5000)],
    ["conditions", "a ? b : ".repeat(5000) + "c"],
    ["splats", "a" + "[*]".repeat(5000)],
    ["directives", `"${"%{ if a }".repeat(5000)}"`],
  ])("%s nested thousands of levels deep", (_, text) => {
    expect(readHclExpression(text).problems[0]?.message).toBe("This is nested more than 400 levels deep");
  });

  it.each([
    ["a sum", "1 + ".repeat(5000) + "1"],
    ["a path", "a" + ".b".repeat(5000)],
    ["a path behind a splat", "a[*]" + ".b".repeat(5000)],
  ])("%s of thousands of steps", (_, text) => {
    expect(readHclExpression(text).problems[0]?.message).toBe("This expression has more than 1500 steps");
  });

  it("has no limit on how many items stand side by side", () => {
    const { value, problems } = readHclExpression(`[${"a.b + 1, ".repeat(5000)}]`);
    expect(problems).toEqual([]);
    expect(value.type === "tuple" && value.items.length).toBe(5000);
  });
});

describe("templates", () => {
  it.each([
    ['""', '""'],
    ['"a${b}c"', '"a|${b}|c"'],
    ['"${a}"', '"${a}"'],
    ['"${ f("x ${y} z") }"', '"${(f "x |${y}| z")}"'],
    ['"$${a} %%{b} $ % $a"', '"${a} %{b} $ % $a"'],
    ['"$$${a}"', '"$${a}"'],
    ['"a\\n\\t\\"\\\\"', '"a\n\t"\\"'],
    ['"\\u00e9\\U0001F600"', '"é😀"'],
    ['"a \\n ${~ b ~} c"', '"a|${b}|c"'],
    ['"%{ if a }x%{ endif }"', '"if a (x) ()"'],
    ['"%{ if a ~} x %{~ else ~} y %{~ endif }"', '"if a (x) (y)"'],
    ['"%{ for v in l }${v},%{ endfor }"', '"for v in l (${v}|,)"'],
    ['"%{ for k, v in l }%{ if v }${k}%{ endif }%{ endfor }"', '"for k,v in l (if v (${k}) ())"'],
    ['"${\n  a\n}"', '"${a}"'],
    ["<<EOT\na ${b}\n  c\nEOT\n", '"a |${b}|\n  c\n"'],
    ["<<EOT\nEOT\n", '""'],
    ["<<-EOT\n    a\n      b\n\n    ${c}\n    EOT\n", '"a\n  b\n\n|${c}|\n"'],
    ["<<-EOT\n  a\n${b}\nEOT\n", '"  a\n|${b}|\n"'],
    ["<<EOT\nEOTX\n EOT \n", '"EOTX\n"'],
    ['<<EOT\na\\n"b" $${c}\nEOT\n', '"a\\n"b" ${c}\n"'],
    ["<<EOT\n%{ for v in l ~}\n  ${v}\n%{ endfor ~}\nEOT\n", '"for v in l (  |${v}|\n)"'],
    ["[<<A\na\nA\n, <<B\nb\nB\n]", '["a\n" "b\n"]'],
    ["<<EOT\r\na\r\nEOT\r\n", '"a\r\n"'],
  ])("%j", expectSketch);

  it.each([
    ['"a', "This string is never closed on its line"],
    ['"a\n"', "This string is never closed on its line"],
    ['"\\q"', "\\q is not an escape sequence"],
    ['"\\u12"', "Expected 4 hexadecimal digits of a character"],
    ['"\\UFFFFFFFF"', "Expected 8 hexadecimal digits of a character"],
    ['"${a"', "Expected the closing brace of the template sequence"],
    ['"${a b}"', "Expected the closing brace of the template sequence"],
    ['"%{ if a }"', "This directive has no %{ endif }"],
    ['"%{ for a in b }%{ endif }"', "This directive has no %{ endfor }"],
    ['"%{ endif }"', "%{ endif } ends nothing"],
    ['"%{ while a }"', "while is not a template directive"],
    ['"%{ }"', "Expected `if`, `else`, `endif`, `for` or `endfor`"],
    ["<<EOT\na\n", "This heredoc has no line with EOT alone"],
    ["<<EOT a\nEOT\n", "Expected a newline after the marker of a heredoc"],
    ["<<1\n", "Expected the marker of a heredoc"],
  ])("refuses %j", (text, message) => {
    expect(readHclExpression(text).problems.map((problem) => problem.message)).toEqual([message]);
  });
});
