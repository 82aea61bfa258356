import type { CelNode } from "../gcp/cel.ts";
import {
  type CelValue,
  add,
  duration,
  failed,
  isEqual,
  isKind,
  isLess,
  strict,
  timestamp,
  unknownValue,
} from "./cel-values.ts";
import { own } from "../model/own.ts";

/** What the names and attributes of a condition stand for; `undefined`: unknown. */
export interface CelWorld {
  /** `resource.name`, `request.time` … */
  readonly path: (path: string) => CelValue | undefined;
  /** `api.getAttribute(name, default)` */
  readonly attribute: (name: string, otherwise: CelValue) => CelValue;
}

/** Evaluates a condition with three outcomes: what is not known stays unknown, and absorbs no more than it must. */
export function evaluateCel(node: CelNode, world: CelWorld): CelValue {
  const of = (child: CelNode): CelValue => evaluateCel(child, world);
  switch (node.op) {
    case "value":
      return literal(node.args);
    case "id":
      return world.path(node.args) ?? unknownValue;
    case ".":
      return world.path(pathOf(node)) ?? unknownValue;
    case "list":
      return node.args.map(of);
    case "!_":
      return negate(of(node.args));
    case "-_":
      return strict([of(node.args)], () => add(0, of(node.args), -1));
    case "&&":
      return conjunction(of(node.args[0]), of(node.args[1]));
    case "||":
      return isTautology(node.args[0], node.args[1])
        ? true
        : negate(conjunction(negate(of(node.args[0])), negate(of(node.args[1]))));
    case "?:":
      return choose(
        of(node.args[0]),
        () => of(node.args[1]),
        () => of(node.args[2]),
      );
    case "call":
      return call(node.args[0], node.args[1].map(of));
    case "rcall":
      return method(node.args[0], node.args[1], node.args[2], world);
    default:
      return Object.hasOwn(binary, node.op) && Array.isArray(node.args)
        ? operate(node.op, of(node.args[0] as CelNode), of(node.args[1] as CelNode))
        : unknownValue;
  }
}

function literal(value: unknown): CelValue {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value === null) return null;
  return typeof value === "object" && "value" in value ? Number(value.value) : unknownValue;
}

/** `resource.name` of the tree of `resource.name`; empty for anything that is not a path of names. */
function pathOf(node: CelNode): string {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return "";
  const before = pathOf(node.args[0]);
  return before === "" ? "" : `${before}.${node.args[1]}`;
}

const negate = (value: CelValue): CelValue =>
  typeof value === "boolean" ? !value : isKind(value, "unknown") ? value : failed;

function conjunction(a: CelValue, b: CelValue): CelValue {
  if (a === false || b === false) return false;
  if (isKind(a, "unknown") || isKind(b, "unknown")) return unknownValue;
  return a === true && b === true ? true : failed;
}

/** `X || !X` */
const isTautology = (a: CelNode, b: CelNode): boolean =>
  (b.op === "!_" && sourceOf(b.args) === sourceOf(a)) || (a.op === "!_" && sourceOf(a.args) === sourceOf(b));

const sourceOf = ({ input, start, end }: CelNode): string => input.slice(start, end).replaceAll(/\s+/g, "");

function choose(condition: CelValue, yes: () => CelValue, no: () => CelValue): CelValue {
  if (typeof condition === "boolean") return condition ? yes() : no();
  return isKind(condition, "unknown") ? unknownValue : failed;
}

const binary: Readonly<Record<string, (a: CelValue, b: CelValue) => CelValue>> = {
  "==": isEqual,
  "!=": (a, b) => negate(isEqual(a, b)),
  "<": (a, b) => isLess(a, b, false),
  "<=": (a, b) => isLess(a, b, true),
  ">": (a, b) => isLess(b, a, false),
  ">=": (a, b) => isLess(b, a, true),
  "+": (a, b) => add(a, b, 1),
  "-": (a, b) => add(a, b, -1),
  in: contains,
};

const operate = (operator: string, a: CelValue, b: CelValue): CelValue =>
  strict([a, b], () => binary[operator]?.(a, b) ?? unknownValue);

function contains(item: CelValue, list: CelValue): CelValue {
  if (!Array.isArray(list)) return unknownValue;
  const found = list.map((other) => isEqual(item, other));
  if (found.includes(true)) return true;
  return found.every((is) => is === false) ? false : unknownValue;
}

const functions: Readonly<Record<string, (argument: CelValue) => CelValue>> = {
  timestamp,
  duration,
  string: (value) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : unknownValue),
  int: (value) =>
    typeof value === "number" ? Math.trunc(value) : typeof value === "string" ? Number(value) : unknownValue,
  size: (value) => (typeof value === "string" || Array.isArray(value) ? value.length : unknownValue),
};

const call = (name: string, values: readonly CelValue[]): CelValue =>
  strict(values, () => own(functions, name)?.(values[0] ?? null) ?? unknownValue);

function method(name: string, receiver: CelNode, parameters: readonly CelNode[], world: CelWorld): CelValue {
  const values = parameters.map((parameter) => evaluateCel(parameter, world));
  if (name === "getAttribute" && receiver.op === "id" && receiver.args === "api") {
    const [attribute, otherwise = null] = values;
    return typeof attribute === "string" ? world.attribute(attribute, otherwise) : unknownValue;
  }
  const self = evaluateCel(receiver, world);
  if (values[0] === "" && Object.hasOwn(ofEveryText, name) && !isKind(self, "failed")) return true;
  return strict([self, ...values], () => own(methods, name)?.(self, values[0] ?? null) ?? unknownValue);
}

/** What every text does with the empty one. */
const ofEveryText: Readonly<Record<string, true>> = { startsWith: true, endsWith: true, contains: true };

const methods: Readonly<Record<string, (receiver: CelValue, argument: CelValue) => CelValue>> = {
  startsWith: (text, start) => {
    if (typeof start !== "string") return unknownValue;
    if (typeof text === "string") return text.startsWith(start);
    if (!isKind(text, "prefix")) return unknownValue;
    return text.text.startsWith(start) ? true : start.startsWith(text.text) ? unknownValue : false;
  },
  endsWith: (text, end) => (typeof text === "string" && typeof end === "string" ? text.endsWith(end) : unknownValue),
  contains: (text, part) => {
    if (typeof part !== "string") return unknownValue;
    if (typeof text === "string") return text.includes(part);
    return isKind(text, "prefix") && text.text.includes(part) ? true : unknownValue;
  },
  hasOnly: (list, allowed) =>
    Array.isArray(list) && Array.isArray(allowed) ? list.every((item) => allowed.includes(item)) : unknownValue,
  extract: (text, template) =>
    typeof text === "string" && typeof template === "string" ? extract(text, template) : unknownValue,
  getFullYear: (moment) => {
    if (!isKind(moment, "moment")) return unknownValue;
    const year = new Date(moment.from).getUTCFullYear();
    return year === new Date(moment.to).getUTCFullYear() ? year : unknownValue;
  },
};

/** `"projects/_/buckets/b".extract("buckets/{name}")` is `b`; nothing that fits is an empty text. */
function extract(text: string, template: string): CelValue {
  const parts = /^(.*?)\{[^}]*\}(.*)$/s.exec(template);
  if (parts === null) return "";
  const [, before = "", after = ""] = parts;
  const start = text.indexOf(before);
  if (start < 0) return "";
  const rest = text.slice(start + before.length);
  if (after === "") return rest;
  const end = rest.indexOf(after);
  return end < 0 ? "" : rest.slice(0, end);
}
