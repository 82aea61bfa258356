import { snakeCase } from "../../../gcp/spelling.ts";
import type { Span } from "../../../model/source.ts";
import {
  type ClassTerm,
  type DictTerm,
  type ExternalTerm,
  type ResourceTerm,
  type Term,
  type TextTerm,
  gap,
  knownText,
  oneOf,
  scalar,
  textTerm,
} from "../terms.ts";
import { callFunction } from "./calls.ts";
import { methodOf, methodTerm } from "./classes.ts";
import { written } from "./evaluate.ts";
import type { Machine, Site } from "./machine.ts";

/** `of.key`, `of[key]` */
export function memberOf(
  machine: Machine,
  of: Term,
  key: Term,
  site: Site,
  node?: { readonly start: number; readonly end: number },
): Term {
  const name = knownText(key);
  switch (of.type) {
    case "dict":
      return entryOf(machine, of, name, key, site, node);
    case "list":
      return itemOf(of, name, site, node);
    case "text":
      return partOf(of, name, site, node);
    case "resource":
      return name === undefined ? notKnown(site, node) : attributeOf(of, name, site.span);
    case "external":
      return name === undefined ? notKnown(site, node) : memberOfExternal(machine, of, name, site);
    case "class":
      return staticOf(machine, of, name, site) ?? notKnown(site, node);
    case "gap":
      return memberOfGap(machine, of, key, site, node);
    default:
      return notKnown(site, node);
  }
}

const notKnown = (site: Site, node: { start: number; end: number } | undefined): Term =>
  node === undefined
    ? gap("…", "is known when it runs", site.span)
    : written(node, site.scope, "is known when it runs");

function memberOfGap(
  machine: Machine,
  of: Extract<Term, { type: "gap" }>,
  key: Term,
  site: Site,
  node: { start: number; end: number } | undefined,
): Term {
  if (of.choices === undefined) {
    const name = knownText(key);
    if (node === undefined)
      return { ...of, expression: name === undefined ? of.expression : `${of.expression}.${name}`, span: site.span };
    return written(node, site.scope, of.why);
  }
  const options = of.choices
    .filter((choice) => choice.type !== "scalar")
    .map((choice) => memberOf(machine, choice, key, site, node));
  return options.length === 0 ? notKnown(site, node) : oneOf(options, of.expression, site.span);
}

function entryOf(
  machine: Machine,
  of: DictTerm,
  name: string | undefined,
  key: Term,
  site: Site,
  node: { start: number; end: number } | undefined,
): Term {
  if (name === undefined) return anyEntry(of, key, site, node);
  const entry = of.entries.get(name);
  if (entry !== undefined) return entry.value;
  const method = of.ofClass && methodTerm(of.ofClass, name);
  if (method !== undefined && of.ofClass !== undefined) {
    const term = { ...method, self: of, span: site.span };
    const isGetter = methodOf(of.ofClass, name)?.kind === "get";
    return isGetter ? callFunction(machine, term, [], site) : term;
  }
  if (of.open !== undefined || of.ofClass !== undefined) return notKnown(site, node);
  return scalar(undefined, site.span);
}

/** `roles[env]`, where the key can't be known: any of the entries. */
function anyEntry(of: DictTerm, key: Term, site: Site, node: { start: number; end: number } | undefined): Term {
  const choices = key.type === "gap" && key.choices ? key.choices.map(knownText) : undefined;
  const entries = [...of.entries].filter(([name]) => choices === undefined || choices.includes(name));
  if (of.open !== undefined || entries.length === 0) return notKnown(site, node);
  const shown = notKnown(site, node);
  return oneOf(
    entries.map(([, { value }]) => value),
    shown.type === "gap" ? shown.expression : "…",
    site.span,
  );
}

function itemOf(
  of: Extract<Term, { type: "list" }>,
  name: string | undefined,
  site: Site,
  node: { start: number; end: number } | undefined,
): Term {
  if (name === "length") return of.open ? notKnown(site, node) : scalar(of.items.length, site.span);
  const item = name === undefined ? undefined : of.items[Number(name)];
  if (item !== undefined) return item;
  if (name !== undefined && of.open === undefined && /^\d+$/.test(name)) return scalar(undefined, site.span);
  return notKnown(site, node);
}

/** An attribute of what a provider computes: `service.statuses[0].url`. */
function partOf(
  of: TextTerm,
  name: string | undefined,
  site: Site,
  node: { start: number; end: number } | undefined,
): Term {
  const text = knownText(of);
  if (name === "length" && text !== undefined) return scalar(text.length, site.span);
  const [only] = of.parts;
  if (of.parts.length === 1 && typeof only === "object" && "target" in only && name !== undefined) {
    return textTerm([{ target: only.target, attribute: `${only.attribute}.${snakeCase(name)}` }], site.span);
  }
  return notKnown(site, node);
}

/** What the program wrote, or a reference to what the provider makes. */
export function attributeOf(of: ResourceTerm, name: string, span: Span): Term {
  const attribute = snakeCase(name.replace(/Input$/, ""));
  const set = of.settings.entries.get(attribute)?.value;
  if (set !== undefined && knownText(set) !== undefined) return set;
  return textTerm([{ target: of.object, attribute }], span);
}

function memberOfExternal(machine: Machine, of: ExternalTerm, name: string, site: Site): Term {
  const external: ExternalTerm = {
    ...of,
    steps: [...of.steps.slice(0, maxTrail), { kind: "member", name }],
    span: site.span,
  };
  return machine.packages.member(machine, external, site) ?? external;
}

const maxTrail = 40;

function staticOf(machine: Machine, of: ClassTerm, name: string | undefined, site: Site): Term | undefined {
  const own = name === undefined ? undefined : of.statics.entries.get(name)?.value;
  if (own !== undefined) return own;
  const method = name === undefined ? undefined : methodTerm(of, name, true);
  if (name === undefined) return undefined;
  if (method === undefined) return of.above?.type === "class" ? staticOf(machine, of.above, name, site) : undefined;
  const term = { ...method, self: of };
  return methodOf(of, name, true)?.kind === "get" ? callFunction(machine, term, [], site) : term;
}
