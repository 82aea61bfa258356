import type { Span } from "../../../model/source.ts";
import {
  type Entry,
  type ExternalTerm,
  type ListTerm,
  type Part,
  type Step,
  type Term,
  append,
  dict,
  gap,
  joined,
  knownText,
  list,
  literal,
  scalar,
  textTerm,
} from "../terms.ts";
import { setEntry, spreadInto } from "./evaluate.ts";
import { parsedJson } from "./json-file.ts";
import type { Machine, Site } from "./machine.ts";
import { callMethod, entriesAs, merged } from "./methods.ts";

type Global = (args: readonly Term[], site: Site, machine: Machine) => Term | undefined;

/** What the language brings: `Object.entries(x)`, `JSON.stringify(x)`, `new Map(x)`. */
export function callGlobal(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  const name = steps
    .slice(0, -1)
    .map((step: Step) => (step.kind === "member" ? step.name : "()"))
    .join(".");
  if (call === undefined || call.kind === "member" || !Object.hasOwn(globals, name)) return undefined;
  return globals[name]?.(call.args, site, machine);
}

const ofObject =
  (kind: "keys" | "values" | "entries"): Global =>
  ([of], site) => {
    if (of?.type === "dict") return entriesAs(of, kind, site);
    if (of?.type === "list") return of;
    return list([], site.span, of?.type === "gap" ? of : gap("…", "is known when it runs", site.span));
  };

const passed: Global = ([of], site) => of ?? scalar(undefined, site.span);

const asList: Global = ([of, callback], site, machine) => {
  const made = list([], site.span);
  if (of?.type === "list" || of?.type === "gap") spreadInto(made, of);
  else if (of?.type === "dict" && of.entries.has("length")) fill(made, of.entries.get("length")?.value);
  else if (of?.type === "dict" && of.entries.size > 0) made.items.push(...entriesAs(of, "entries", site).items);
  if (callback === undefined) return made;
  return callMethod(machine, made, "map", [callback], site);
};

/** `Array.from({ length: 3 })` */
function fill(made: ListTerm, length: Term | undefined): void {
  const count = length?.type === "scalar" && typeof length.value === "number" ? length.value : Number.NaN;
  if (count >= 0 && count <= maxFilled)
    for (let index = 0; index < count; index++) append(made, [scalar(undefined, made.span)]);
  else made.open = gap("…", "is known when it runs", made.span);
}

const maxFilled = 100;

const asMap: Global = ([of], site) => {
  const made = dict(site.span);
  if (of?.type === "dict") return of;
  for (const pair of of?.type === "list" ? of.items : []) {
    const [key, value] = pair.type === "list" ? pair.items : [];
    if (key && value) setEntry(made, key, value);
    else made.open = gap("…", "is known when it runs", pair.span);
  }
  if (of?.type === "list" && of.open) made.open = of.open;
  if (of?.type === "gap") made.open = of;
  return made;
};

const globals: Readonly<Record<string, Global>> = {
  "Object.entries": ofObject("entries"),
  "Object.keys": ofObject("keys"),
  "Object.values": ofObject("values"),
  "Object.assign": (args, site) => merged(args, site),
  "Object.freeze": passed,
  "Object.create": (_, site) => dict(site.span),
  structuredClone: passed,
  "Object.fromEntries": asMap,
  "Array.from": asList,
  "Array.of": (args, site) => list([...args], site.span),
  "Array.isArray": ([of], site) =>
    of === undefined || of.type === "gap" || of.type === "external" ? undefined : scalar(of.type === "list", site.span),
  Set: asList,
  Map: asMap,
  "Promise.all": passed,
  "Promise.allSettled": passed,
  "Promise.resolve": passed,
  String: ([of], site) =>
    of === undefined ? literal("", site.span) : of.type === "text" ? of : joined([of], site.span),
  "JSON.stringify": ([of], site) => (of === undefined ? undefined : jsonText(of, site.span)),
  "JSON.parse": ([of], site) => {
    const text = knownText(of);
    if (text === undefined) return of;
    return parsedJson(text, of?.span ?? site.span);
  },
  URL: ([of]) => of,
};

/** A policy as text: what can't be known in it stays a gap. */
export function jsonText(of: Term, span: Span): Term {
  let why = "";
  const parts = jsonParts(of, 0, (reason) => (why ||= reason));
  return { ...textTerm(parts, of.type === "dict" || of.type === "list" ? span : of.span, why), json: of };
}

function jsonParts(of: Term, depth: number, because: (why: string) => void): readonly Part[] {
  if (depth > 30) return ["null"];
  switch (of.type) {
    case "scalar":
      return [JSON.stringify(of.value ?? null)];
    case "text":
      because(of.why);
      return [
        '"',
        ...of.parts.map((part) => (typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part)),
        '"',
      ];
    case "list":
      return ["[", ...commas(of.items.map((item) => jsonParts(item, depth + 1, because))), "]"];
    case "dict":
      return ["{", ...commas([...of.entries.values()].map((entry) => jsonEntry(entry, depth, because))), "}"];
    case "gap":
      because(of.why);
      return ['"', { expression: of.expression }, '"'];
    default:
      because("is known when it runs");
      return ['"', ...joined([of], of.span).parts, '"'];
  }
}

const jsonEntry = ({ key, value }: Entry, depth: number, because: (why: string) => void): readonly Part[] => [
  ...jsonParts(key, depth + 1, because),
  ":",
  ...jsonParts(value, depth + 1, because),
];

const commas = (items: readonly (readonly Part[])[]): readonly Part[] =>
  items.flatMap((item, index) => (index === 0 ? item : [",", ...item]));
