import type { Span } from "../../model/source.ts";
import { callFunction } from "./eval/calls.ts";
import { choiceOfTexts, mergeInto, spreadInto } from "./eval/evaluate.ts";
import { jsonText } from "./eval/globals.ts";
import type { Machine, Site } from "./eval/machine.ts";
import { entriesAs } from "./eval/methods.ts";
import { textMethod } from "./eval/text-methods.ts";
import {
  type DictTerm,
  type ListTerm,
  type Part,
  type Term,
  dict,
  knownText,
  list,
  literal,
  oneOf,
  textTerm,
} from "./terms.ts";

type Make = (args: readonly Term[], site: Site) => Term | undefined;

/** `Fn.join("/", […])` and what else of Terraform's functions shapes names, roles and members. */
export const callFn = (name: string, args: readonly Term[], site: Site): Term | undefined =>
  Object.hasOwn(functions, name) ? functions[name]?.(args, site) : undefined;

const first: Make = ([of]) => of;

const ofText =
  (method: string): Make =>
  ([of, ...args], site) =>
    of?.type === "text" ? textMethod(of, method, args, site) : undefined;

const functions: Readonly<Record<string, Make>> = {
  jsonencode: ([of], site) => of && jsonText(of, site.span),
  toset: first,
  tolist: first,
  tomap: first,
  tostring: first,
  distinct: first,
  compact: first,
  sort: first,
  sensitive: first,
  nonsensitive: first,
  lower: ofText("toLowerCase"),
  upper: ofText("toUpperCase"),
  trimspace: ofText("trim"),
  replace: ofText("replaceAll"),
  split: ([by, of], site) => (of?.type === "text" && by ? textMethod(of, "split", [by], site) : undefined),
  join: ([by, of], site) => (of?.type === "list" && by && !of.open ? joinedBy(by, of, site.span) : undefined),
  format: ([form, ...args], site) => formatted(form, args.length === 1 ? itemsOf(args[0]) : args, site.span),
  concat: (args, site) => concatenated(args.length === 1 ? itemsOf(args[0]) : args, site.span),
  flatten: ([of], site) => concatenated(itemsOf(of), site.span),
  merge: (args, site) => merged(args.length === 1 ? itemsOf(args[0]) : args, site.span),
  keys: ([of], site) => (of?.type === "dict" ? entriesAs(of, "keys", site) : undefined),
  values: ([of], site) => (of?.type === "dict" ? entriesAs(of, "values", site) : undefined),
};

const itemsOf = (term: Term | undefined): readonly Term[] =>
  term?.type === "list" && term.open === undefined ? term.items : term === undefined ? [] : [term];

const joinedBy = (by: Term, { items }: ListTerm, span: Span): Term =>
  choiceOfTexts(
    items.flatMap((item, index) => (index === 0 ? [item] : [by, item])),
    span,
  );

/** `Fn.format("serviceAccount:%s", [email])` */
function formatted(form: Term | undefined, args: readonly Term[], span: Span): Term | undefined {
  const text = knownText(form);
  if (text === undefined) return undefined;
  const pieces = text.split(/%[sdvq]/);
  if (pieces.length !== args.length + 1 || text.includes("%%")) return undefined;
  return choiceOfTexts(
    pieces.flatMap((piece, index) => [literal(piece, span), args[index] ?? literal("", span)]),
    span,
  );
}

function concatenated(lists: readonly Term[], span: Span): ListTerm {
  const made = list([], span);
  for (const one of lists) {
    if (one.type === "list" || one.type === "gap" || one.type === "external") spreadInto(made, one);
    else made.items.push(one);
  }
  return made;
}

function merged(maps: readonly Term[], span: Span): DictTerm {
  const made = dict(span);
  for (const one of maps) mergeInto(made, one);
  return made;
}

/** `Lazy.stringValue({ produce: () => … })` */
export function produced(machine: Machine, [of]: readonly Term[], site: Site): Term | undefined {
  const produce = of?.type === "dict" ? of.entries.get("produce")?.value : undefined;
  return produce?.type === "function" ? callFunction(machine, produce, [], site, "") : undefined;
}

/** `TerraformIterator.fromList([…])`: one of the items, its key, or what it holds under a name. */
export function ofIterator(
  over: Term | undefined,
  member: string,
  name: string | undefined,
  site: Site,
): Term | undefined {
  const pairs =
    over?.type === "dict"
      ? [...over.entries.values()]
      : over?.type === "list"
        ? over.items.map((value) => ({ key: value, value }))
        : [];
  const isOpen = (over?.type === "dict" || over?.type === "list") && over.open !== undefined;
  const found = pairs.flatMap(({ key, value }) => {
    if (member === "key") return [key];
    if (member === "value") return [value];
    const inner = value.type === "dict" && name !== undefined ? value.entries.get(name)?.value : undefined;
    return inner === undefined ? [] : [inner];
  });
  if (isOpen || found.length === 0 || found.length < pairs.length) return undefined;
  return oneOf(found, `each.${member}`, site.span, "differs between the items");
}

const maxDepth = 40;

/** Texts of CDK for Terraform may hold Terraform's expressions: `serviceAccount:${google_service_account.ci.email}`. */
export function withExpressions(term: Term, depth = 0): Term {
  if (depth > maxDepth) return term;
  if (term.type === "list") return { ...term, items: term.items.map((item) => withExpressions(item, depth + 1)) };
  if (term.type === "gap" && term.choices)
    return { ...term, choices: term.choices.map((one) => withExpressions(one, depth + 1)) };
  if (term.type === "dict") {
    const entries = [...term.entries].map(
      ([name, { key, value }]) => [name, { key, value: withExpressions(value, depth + 1) }] as const,
    );
    return { ...term, entries: new Map(entries) };
  }
  if (term.type !== "text" || !term.parts.some((part) => typeof part === "string" && part.includes("${"))) return term;
  return textTerm(expressionsIn(term.parts), term.span, "is an expression of Terraform");
}

/** The text with its other parts marked, cut at the expressions. */
function expressionsIn(parts: readonly Part[]): readonly Part[] {
  const others: Exclude<Part, string>[] = [];
  const marked = parts
    .map((part) => (typeof part === "string" ? part : `\uE000${others.push(part) - 1}\uE001`))
    .join("");
  return marked.split(/(?<!\$)(\$\{[^}]*\})/).flatMap((piece): readonly Part[] => {
    const inner = /^\$\{([^}]*)\}$/.exec(piece)?.[1];
    if (inner === undefined) return unmarked(piece, others);
    const [, index, attribute] = /^\uE000(\d+)\uE001\.([a-z_0-9.]+)$/.exec(inner) ?? [];
    const named = index === undefined ? undefined : others[Number(index)];
    if (named !== undefined && "target" in named && attribute !== undefined)
      return [{ target: named.target, attribute }];
    return [{ expression: inner.replaceAll(/\uE000\d+\uE001/g, "…") }];
  });
}

const unmarked = (text: string, others: readonly Exclude<Part, string>[]): readonly Part[] =>
  text
    .split(/\uE000(\d+)\uE001/)
    .map((piece, index) => (index % 2 === 0 ? piece.replaceAll("$${", "${") : (others[Number(piece)] ?? "")));
