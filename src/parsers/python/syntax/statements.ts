import { argumentsOf, expressionOf, listed, parametersOf } from "./expressions.ts";
import { type Node, type Reading, childrenOf, maxDepth, rangeOf, splitAt, textOf } from "./node.ts";
import type { Branch, ImportedModule, Statement, WithItem } from "./tree.ts";

/** The statements in a body, or in the whole text. */
export const statementsIn = (reading: Reading, node: Node | undefined): readonly Statement[] =>
  node === undefined ? [] : childrenOf(node).flatMap((child) => statementsOf(reading, child));

function statementsOf(reading: Reading, node: Node): readonly Statement[] {
  if (node.name === "StatementGroup") return statementsIn(reading, node);
  const read = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined;
  if (reading.depth > maxDepth) return [];
  reading.depth++;
  const statement = read?.(reading, node, childrenOf(node));
  reading.depth--;
  return statement === undefined ? [] : [statement];
}

type Reader = (reading: Reading, node: Node, children: readonly Node[]) => Statement | undefined;

const readers: Readonly<Record<string, Reader>> = {
  AssignStatement: assignOf,
  UpdateStatement: (reading, node, children) => {
    const at = children.findIndex(({ name }) => name === "UpdateOp");
    const operator = children[at];
    return {
      type: "augment",
      target: expressionOf(reading, children[0]),
      operator: operator === undefined ? "" : textOf(reading, operator).slice(0, -1),
      value: listed(reading, children.slice(at + 1)) ?? expressionOf(reading, undefined),
      ...rangeOf(node),
    };
  },
  ExpressionStatement: (reading, node, children) => {
    const value = listed(reading, children);
    return value && { type: "expression", value, ...rangeOf(node) };
  },
  YieldStatement: (reading, node, children) => {
    const value = listed(
      reading,
      children.filter(({ name }) => name !== "yield" && name !== "from"),
    );
    const from = children.some(({ name }) => name === "from");
    return value && { type: "yield", value, from, ...rangeOf(node) };
  },
  ReturnStatement: (reading, node, children) => ({
    type: "return",
    value: listed(reading, children.slice(1)),
    ...rangeOf(node),
  }),
  IfStatement: ifOf,
  ForStatement: forOf,
  WhileStatement: (reading, node, children) => {
    const [body, otherwise] = bodiesIn(children);
    return {
      type: "while",
      test: expressionOf(reading, children[1]),
      body: statementsIn(reading, body),
      otherwise: statementsIn(reading, otherwise),
      ...rangeOf(node),
    };
  },
  TryStatement: tryOf,
  WithStatement: withOf,
  FunctionDefinition: functionOf,
  ClassDefinition: classOf,
  DecoratedStatement: decorated,
  ImportStatement: importOf,
  MatchStatement: matchOf,
  ScopeStatement: (reading, node, children) => ({
    type: "global",
    names: children.filter(({ name }) => name === "VariableName").map((name) => textOf(reading, name)),
    ...rangeOf(node),
  }),
  RaiseStatement: (_, node) => ({ type: "raise", ...rangeOf(node) }),
  BreakStatement: (_, node) => ({ type: "break", ...rangeOf(node) }),
  ContinueStatement: (_, node) => ({ type: "continue", ...rangeOf(node) }),
};

const bodiesIn = (children: readonly Node[]): readonly Node[] => children.filter(({ name }) => name === "Body");

function assignOf(reading: Reading, node: Node, children: readonly Node[]): Statement | undefined {
  const type = children.find(({ name }) => name === "TypeDef");
  const groups = splitAt(
    children.filter(({ name }) => name !== "TypeDef"),
    "AssignOp",
  ).flatMap((group) => listed(reading, group) ?? []);
  const annotation = type && childrenOf(type).at(-1);
  const isValued = children.some(({ name }) => name === "AssignOp");
  return {
    type: "assign",
    targets: isValued ? groups.slice(0, -1) : groups,
    value: isValued ? groups.at(-1) : undefined,
    ...(annotation && { annotation: expressionOf(reading, annotation) }),
    ...rangeOf(node),
  };
}

function ifOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const branches: Branch[] = [];
  let otherwise: readonly Statement[] | undefined;
  for (const [index, child] of children.entries()) {
    const body = children.slice(index).find(({ name }) => name === "Body");
    if (child.name === "if" || child.name === "elif") {
      branches.push({ test: expressionOf(reading, children[index + 1]), body: statementsIn(reading, body) });
    } else if (child.name === "else") otherwise = statementsIn(reading, body);
  }
  return { type: "if", branches, otherwise, ...rangeOf(node) };
}

function forOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const own = children.filter(({ name }) => name !== "async" && name !== "for");
  const at = own.findIndex(({ name }) => name === "in");
  const end = own.findIndex(({ name }) => name === "Body");
  const [body, otherwise] = bodiesIn(own);
  return {
    type: "for",
    target: listed(reading, own.slice(0, Math.max(at, 0))) ?? expressionOf(reading, undefined),
    iterable: listed(reading, own.slice(at + 1, end)) ?? expressionOf(reading, undefined),
    body: statementsIn(reading, body),
    otherwise: statementsIn(reading, otherwise),
    ...rangeOf(node),
  };
}

function tryOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const handlers: (readonly Statement[])[] = [];
  const found: Record<string, readonly Statement[]> = {};
  let word = "try";
  for (const child of children) {
    if (child.name === "Body") {
      const body = statementsIn(reading, child);
      if (word === "except") handlers.push(body);
      else found[word] = body;
    } else if (/^(?:try|except|else|finally)$/.test(child.name)) word = child.name;
  }
  const { try: body = [], else: otherwise = [], finally: last = [] } = found;
  return { type: "try", body, handlers, otherwise, last, ...rangeOf(node) };
}

function withOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const head = children.filter(({ name }) => name !== "async" && name !== "with" && name !== "Body");
  const items = splitAt(head, ",").flatMap((group): readonly WithItem[] => {
    const [value, as, target] = group;
    if (value === undefined) return [];
    return [{ value: expressionOf(reading, value), target: as && target && expressionOf(reading, target) }];
  });
  return { type: "with", items, body: statementsIn(reading, bodiesIn(children)[0]), ...rangeOf(node) };
}

function functionOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const name = children.find((child) => child.name === "VariableName");
  return {
    type: "function",
    name: name === undefined ? "" : textOf(reading, name),
    parameters: parametersOf(
      reading,
      children.find((child) => child.name === "ParamList"),
    ),
    body: statementsIn(reading, bodiesIn(children)[0]),
    decorators: [],
    ...rangeOf(node),
  };
}

function classOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const name = children.find((child) => child.name === "VariableName");
  const bases = children.find((child) => child.name === "ArgList");
  return {
    type: "class",
    name: name === undefined ? "" : textOf(reading, name),
    bases: bases === undefined ? [] : argumentsOf(reading, bases),
    body: statementsIn(reading, bodiesIn(children)[0]),
    decorators: [],
    ...rangeOf(node),
  };
}

/** `@dsl.pipeline(name="p")` before a function or a class. */
function decorated(reading: Reading, _: Node, children: readonly Node[]): Statement | undefined {
  const last = children.at(-1);
  const [statement] = last === undefined ? [] : statementsOf(reading, last);
  if (statement?.type !== "function" && statement?.type !== "class") return undefined;
  const decorators = children.filter(({ name }) => name === "Decorator").map((one) => decoratorOf(reading, one));
  return { ...statement, decorators };
}

/** Names, dots and arguments stand side by side in the grammar's tree. */
function decoratorOf(reading: Reading, node: Node): ReturnType<typeof expressionOf> {
  const parts = childrenOf(node).filter(({ name }) => name !== "At" && name !== "." && name !== "Newline");
  const [first, ...rest] = parts;
  let expression = expressionOf(reading, first);
  for (const part of rest) {
    const range = { start: expression.start, end: part.to };
    if (part.name === "ArgList") {
      expression = { type: "call", callee: expression, args: argumentsOf(reading, part), ...range };
    } else if (part.name === "VariableName" || part.name === "PropertyName") {
      expression = { type: "member", object: expression, name: textOf(reading, part), ...range };
    }
  }
  return expression;
}

function importOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const written = textOf(reading, node).replaceAll(/#[^\n]*|\\\r?\n/g, " ");
  if (children[0]?.name !== "from") return { type: "import", modules: modulesIn(written), ...rangeOf(node) };
  const [, dots = "", module = "", names = ""] =
    /^from\s*([.\s]*)([\w.\s]*?)\s*\bimport\b([\s\S]*)$/.exec(written) ?? [];
  return {
    type: "import-from",
    module: module.replaceAll(/\s/g, ""),
    level: dots.replaceAll(/\s/g, "").length,
    names: namesIn(names).map(([name = "", as = name]) => ({ name, as })),
    ...rangeOf(node),
  };
}

const modulesIn = (written: string): readonly ImportedModule[] =>
  namesIn(written.replace(/^import\b/, "")).map(([module = "", as]) => ({ module, as }));

/** `a.b as c, d` */
const namesIn = (written: string): readonly (readonly string[])[] =>
  written
    .replaceAll(/[()]/g, " ")
    .split(",")
    .map((one) => one.trim().split(/\s+as\s+/))
    .filter(([name]) => name !== undefined && name !== "");

function matchOf(reading: Reading, node: Node, children: readonly Node[]): Statement {
  const body = children.find(({ name }) => name === "MatchBody");
  const clauses = body === undefined ? [] : childrenOf(body).filter(({ name }) => name === "MatchClause");
  return {
    type: "match",
    subject: expressionOf(reading, children[1]),
    cases: clauses.map((clause) => {
      const inner = childrenOf(clause);
      const patterns = inner.filter(({ name }) => name.endsWith("Pattern"));
      return {
        names: patterns.flatMap((pattern) => textOf(reading, pattern).match(/(?<![\w.])[a-z_]\w*(?![\w.(=])/gi) ?? []),
        body: statementsIn(
          reading,
          inner.find(({ name }) => name === "Body"),
        ),
      };
    }),
    ...rangeOf(node),
  };
}
