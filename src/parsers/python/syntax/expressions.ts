import { type Node, type Reading, childrenOf, maxDepth, rangeOf, splitAt, textOf } from "./node.ts";
import { stringOf } from "./strings.ts";
import type { Argument, Clause, DictEntry, Expression, Parameter, Slice } from "./tree.ts";

/** An expression of the grammar's tree, without its tokens. */
export function expressionOf(reading: Reading, node: Node | undefined): Expression {
  if (node === undefined) return { type: "unknown", start: 0, end: 0 };
  if (reading.depth > maxDepth) return unknownAt(node);
  reading.depth++;
  const read = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined;
  const expression = read?.(reading, node, childrenOf(node)) ?? unknownAt(node);
  reading.depth--;
  return expression;
}

const unknownAt = (node: Node): Expression => ({ type: "unknown", ...rangeOf(node) });

type Reader = (reading: Reading, node: Node, children: readonly Node[]) => Expression | undefined;

const constants: Readonly<Record<string, boolean | null>> = { True: true, False: false };

const readers: Readonly<Record<string, Reader>> = {
  VariableName: (reading, node) => ({ type: "name", name: textOf(reading, node), ...rangeOf(node) }),
  String: stringOf,
  FormatString: stringOf,
  ContinuedString: stringOf,
  Number: (reading, node) => ({
    type: "constant",
    value: Number(textOf(reading, node).replaceAll("_", "")),
    ...rangeOf(node),
  }),
  Boolean: (reading, node) => ({ type: "constant", value: constants[textOf(reading, node)] ?? null, ...rangeOf(node) }),
  None: (_, node) => ({ type: "constant", value: null, ...rangeOf(node) }),
  ParenthesizedExpression: (reading, _, children) => expressionOf(reading, operandsIn(children)[0]),
  TupleExpression: (reading, node, children) => sequence(reading, node, children, "tuple"),
  ArrayExpression: (reading, node, children) => sequence(reading, node, children, "list"),
  SetExpression: (reading, node, children) => sequence(reading, node, children, "set"),
  DictionaryExpression: dictOf,
  CallExpression: callOf,
  MemberExpression: memberOf,
  BinaryExpression: binaryOf,
  UnaryExpression: (reading, node, [operator, operand]) => ({
    type: "unary",
    operator: operator ? textOf(reading, operator) : "",
    operand: expressionOf(reading, operand),
    ...rangeOf(node),
  }),
  ConditionalExpression: (reading, node, children) => {
    const [truthy, test, otherwise] = children.filter(({ name }) => name !== "if" && name !== "else");
    return {
      type: "conditional",
      test: expressionOf(reading, test),
      truthy: expressionOf(reading, truthy),
      otherwise: expressionOf(reading, otherwise),
      ...rangeOf(node),
    };
  },
  LambdaExpression: (reading, node, children) => ({
    type: "lambda",
    parameters: parametersOf(
      reading,
      children.find(({ name }) => name === "ParamList"),
    ),
    body: expressionOf(reading, children.at(-1)),
    ...rangeOf(node),
  }),
  NamedExpression: (reading, node, children) => ({
    type: "named",
    target: expressionOf(reading, children[0]),
    value: expressionOf(reading, children.at(-1)),
    ...rangeOf(node),
  }),
  AwaitExpression: (reading, node, children) => ({
    type: "await",
    value: expressionOf(reading, children.at(-1)),
    ...rangeOf(node),
  }),
  ComprehensionExpression: (reading, node, children) => comprehension(reading, node, children, "generator"),
  ArrayComprehensionExpression: (reading, node, children) => comprehension(reading, node, children, "list"),
  SetComprehensionExpression: (reading, node, children) => comprehension(reading, node, children, "set"),
  DictionaryComprehensionExpression: (reading, node, children) => comprehension(reading, node, children, "dict"),
};

const punctuation: ReadonlySet<string> = new Set(["(", ")", "[", "]", "{", "}", ",", ":"]);

const operandsIn = (children: readonly Node[]): readonly Node[] =>
  children.filter(({ name }) => !punctuation.has(name) && name !== "*" && name !== "**");

/** `a, *b`: one expression, or a tuple of them. */
export function listed(reading: Reading, children: readonly Node[]): Expression | undefined {
  const [first] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const items = itemsOf(reading, children);
  if (items.length === 1 && !children.some(({ name }) => name === ",")) return items[0];
  return { type: "sequence", form: "tuple", items, start: first.from, end: last.to };
}

function itemsOf(reading: Reading, children: readonly Node[]): readonly Expression[] {
  return splitAt(
    children.filter(({ name }) => !/^[()[\]{}]$/.test(name)),
    ",",
  ).flatMap((group): readonly Expression[] => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const value = expressionOf(reading, last);
    return group[0]?.name === "*" ? [{ type: "starred", value, start: group[0].from, end: last.to }] : [value];
  });
}

const sequence = (
  reading: Reading,
  node: Node,
  children: readonly Node[],
  form: "list" | "tuple" | "set",
): Expression => ({ type: "sequence", form, items: itemsOf(reading, children), ...rangeOf(node) });

function dictOf(reading: Reading, node: Node, children: readonly Node[]): Expression {
  const inner = children.filter(({ name }) => name !== "{" && name !== "}");
  const entries = splitAt(inner, ",").flatMap((group): readonly DictEntry[] => {
    if (group[0]?.name === "**") return [{ spread: expressionOf(reading, group.at(-1)) }];
    const [key, value] = group.filter(({ name }) => name !== ":");
    return key === undefined || value === undefined
      ? []
      : [{ key: expressionOf(reading, key), value: expressionOf(reading, value) }];
  });
  return { type: "dict", entries, ...rangeOf(node) };
}

function callOf(reading: Reading, node: Node, children: readonly Node[]): Expression {
  const [callee] = children;
  const list = children.find(({ name }) => name === "ArgList");
  return {
    type: "call",
    callee: expressionOf(reading, callee),
    args: list === undefined ? [] : argumentsOf(reading, list),
    ...rangeOf(node),
  };
}

export function argumentsOf(reading: Reading, list: Node): readonly Argument[] {
  const inner = childrenOf(list).filter(({ name }) => name !== "(" && name !== ")");
  return splitAt(inner, ",").flatMap((group): readonly Argument[] => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const range = { start: first.from, end: last.to };
    if (group.some(({ name }) => name === "for")) {
      return [{ value: comprehension(reading, first, group, "generator"), ...range }];
    }
    const value = expressionOf(reading, last);
    if (first.name === "*" || first.name === "**") {
      return [{ value, spread: first.name === "*" ? "list" : "dict", ...range }];
    }
    const isNamed = group[1]?.name === "AssignOp" && textOf(reading, group[1]) === "=";
    return [{ value, ...(isNamed && { name: textOf(reading, first) }), ...range }];
  });
}

function memberOf(reading: Reading, node: Node, children: readonly Node[]): Expression {
  const [object, ...rest] = children;
  const property = rest.find(({ name }) => name === "PropertyName");
  const inner = expressionOf(reading, object);
  if (property !== undefined)
    return { type: "member", object: inner, name: textOf(reading, property), ...rangeOf(node) };
  if (!rest.some(({ name }) => name === "[")) return inner;
  const index = rest.filter(({ name }) => name !== "[" && name !== "]");
  return { type: "subscript", object: inner, index: indexOf(reading, index, node), ...rangeOf(node) };
}

function indexOf(reading: Reading, children: readonly Node[], node: Node): Expression | Slice {
  if (!children.some(({ name }) => name === ":")) return listed(reading, children) ?? unknownAt(node);
  const bounds: (Expression | undefined)[] = [undefined];
  for (const child of children) {
    if (child.name === ":") bounds.push(undefined);
    else bounds[bounds.length - 1] = expressionOf(reading, child);
  }
  return { type: "slice", bounds, ...rangeOf(node) };
}

function binaryOf(reading: Reading, node: Node, children: readonly Node[]): Expression {
  const left = children[0];
  const right = children.at(-1);
  const operator = children
    .slice(1, -1)
    .map((child) => textOf(reading, child))
    .join(" ");
  return {
    type: "binary",
    operator,
    left: expressionOf(reading, left),
    right: expressionOf(reading, right),
    ...rangeOf(node),
  };
}

function comprehension(
  reading: Reading,
  node: Node,
  children: readonly Node[],
  form: "list" | "set" | "dict" | "generator",
): Expression {
  const inner = children.filter(({ name }) => !/^[()[\]{}]$/.test(name) && name !== "async");
  const at = inner.findIndex(({ name }) => name === "for");
  const [element, value] = inner.slice(0, at).filter(({ name }) => name !== ":");
  return {
    type: "comprehension",
    form,
    element: expressionOf(reading, element),
    ...(value && { value: expressionOf(reading, value) }),
    clauses: clausesOf(reading, inner.slice(at)),
    start: node.from,
    end: inner.at(-1)?.to ?? node.to,
  };
}

function clausesOf(reading: Reading, children: readonly Node[]): readonly Clause[] {
  return splitAt(children, "for").flatMap((group): readonly Clause[] => {
    const at = group.findIndex(({ name }) => name === "in");
    const target = listed(reading, group.slice(0, at));
    const [iterable, ...tests] = splitAt(group.slice(at + 1), "if");
    if (at < 0 || target === undefined) return [];
    return [
      {
        target,
        iterable: expressionOf(reading, iterable?.[0]),
        tests: tests.map((test) => expressionOf(reading, test[0])),
      },
    ];
  });
}

export function parametersOf(reading: Reading, list: Node | undefined): readonly Parameter[] {
  if (list === undefined) return [];
  const inner = childrenOf(list).filter(({ name }) => name !== "(" && name !== ")");
  return splitAt(inner, ",").flatMap((group): readonly Parameter[] => {
    const name = group.find((node) => node.name === "VariableName");
    if (name === undefined) return [];
    const star = group[0]?.name;
    const type = group.find((node) => node.name === "TypeDef");
    const annotation = type && childrenOf(type).at(-1);
    const fallback = group.some((node) => node.name === "AssignOp") ? group.at(-1) : undefined;
    return [
      {
        name: textOf(reading, name),
        ...(annotation && { annotation: expressionOf(reading, annotation) }),
        ...(fallback && { fallback: expressionOf(reading, fallback) }),
        ...(star === "*" && { rest: "list" as const }),
        ...(star === "**" && { rest: "dict" as const }),
        ...rangeOf(name),
      },
    ];
  });
}
