import {
  type DictTerm,
  type ExternalTerm,
  type ListTerm,
  type TextTerm,
  type Term,
  atRun,
  gap,
  joined,
  knownText,
  list,
  literal,
  setEntry,
  conditionally,
} from "../terms.ts";
import { fieldOf } from "./assign.ts";
import { callTerm } from "./calls.ts";
import { mergeInto } from "./evaluate.ts";
import { formatBraces } from "./format.ts";
import type { Args, Machine, Site } from "./machine.ts";
import { itemOf, membersOfRole } from "./members.ts";
import { isSame } from "../terms.ts";

/** A method of a string, list or dict; `apply` of what a provider computes. `undefined`: none that is known. */
export function callMethod(machine: Machine, object: Term, name: string, args: Args, site: Site): Term | undefined {
  if (
    name === "apply" &&
    (object.type === "text" || object.type === "resource" || object.type === "list" || object.type === "dict")
  ) {
    const [run] = args.positional;
    return run && callTerm(machine, run, { positional: [object], named: new Map() }, site);
  }
  switch (object.type) {
    case "text":
      return textMethod(object, name, args, site);
    case "list":
      return listMethod(machine, object, name, args, site);
    case "dict":
      return dictMethod(machine, object, name, args, site);
    case "external":
      return /^(?:append|extend|add)$/.test(name) ? addToField(machine, object, name, args, site) : undefined;
    default:
      return undefined;
  }
}

const plainMethods: Readonly<
  Record<string, (text: string, args: readonly (string | undefined)[]) => string | undefined>
> = {
  strip: (text) => text.trim(),
  lstrip: (text) => text.trimStart(),
  rstrip: (text) => text.trimEnd(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  decode: (text) => text,
  encode: (text) => text,
  removeprefix: (text, [prefix]) =>
    prefix === undefined ? undefined : text.startsWith(prefix) ? text.slice(prefix.length) : text,
  removesuffix: (text, [suffix]) =>
    suffix === undefined ? undefined : text.endsWith(suffix) && suffix !== "" ? text.slice(0, -suffix.length) : text,
  replace: (text, [from, to]) =>
    from === undefined || to === undefined || from === "" ? undefined : text.replaceAll(from, () => to),
};

const maxText = 100_000;

function textMethod(object: TextTerm, name: string, args: Args, site: Site): Term {
  const [first] = args.positional;
  const text = knownText(object);
  if (name === "format") return formatBraces(object, args, object.span);
  if (name === "join" && first?.type === "list" && !first.open) {
    return joined(
      first.items.flatMap((item, index) => (index === 0 ? [item] : [object, item])),
      object.span,
    );
  }
  if (text !== undefined && text.length < maxText) {
    const plain = Object.hasOwn(plainMethods, name) ? plainMethods[name] : undefined;
    const changed = plain?.(text, args.positional.map(knownText));
    if (changed !== undefined) return literal(changed.slice(0, maxText), object.span);
    if (name === "split" || name === "splitlines")
      return splitText(text, name === "splitlines" ? "\n" : knownText(first), object);
    if (name === "startswith" || name === "endswith") {
      const part = knownText(first);
      if (part !== undefined)
        return {
          type: "scalar",
          value: name === "startswith" ? text.startsWith(part) : text.endsWith(part),
          span: site.span,
        };
    }
  }
  // What is stripped or decoded is what it was, but for its edges.
  return /^(?:strip|rstrip|lstrip|decode|encode)$/.test(name)
    ? object
    : gap(site.written, object.why || atRun, site.span);
}

const splitText = (text: string, separator: string | undefined, { span }: Term): Term =>
  list(
    (separator === undefined
      ? text.split(/\s+/).filter((one) => one !== "")
      : separator === ""
        ? [text]
        : text.split(separator)
    )
      .slice(0, 1000)
      .map((one) => literal(one, span)),
    span,
  );

function listMethod(machine: Machine, object: ListTerm, name: string, args: Args, site: Site): Term | undefined {
  const [first] = args.positional;
  const mark = <T extends Term>(term: T): T => (machine.uncertain > 0 ? conditionally(term) : term);
  switch (name) {
    case "append":
    case "add":
      if (first !== undefined && object.items.length < 1000) object.items.push(mark(first));
      else if (first === undefined)
        object.items.push(
          mark({
            type: "dict",
            span: site.span,
            entries: new Map([...args.named].map(([key, value]) => [key, { key: literal(key, value.span), value }])),
          }),
        );
      break;
    case "insert":
      if (args.positional[1] !== undefined && object.items.length < 1000) object.items.push(mark(args.positional[1]));
      break;
    case "extend":
    case "update":
      if (first?.type === "list") object.items.push(...first.items.slice(0, 1000).map(mark));
      else object.open = gap(site.written, atRun, site.span);
      break;
    case "remove":
    case "discard": {
      const at = object.items.findIndex((item) => first !== undefined && isSame(item, first));
      if (at >= 0 && machine.uncertain === 0) object.items.splice(at, 1);
      break;
    }
    case "copy":
      return list([...object.items], object.span, object.open);
    case "pop":
      return (machine.uncertain === 0 && object.items.pop()) || gap(site.written, atRun, site.span);
    default:
      return gap(site.written, atRun, site.span);
  }
  return { type: "scalar", value: null, span: site.span };
}

/** `job.job_spec.worker_pool_specs.append({…})`: a list that is made when something is put into it. */
function addToField(machine: Machine, object: ExternalTerm, name: string, args: Args, site: Site): Term | undefined {
  if (object.self === undefined) return undefined;
  const names = object.name.split(".");
  const field = names.at(-1) ?? "";
  const holder = names.length > 1 ? fieldOf({ ...object, name: names.slice(0, -1).join(".") }) : object.self;
  if (holder === undefined || holder.args.has(field)) return undefined;
  const made = list([], site.span);
  holder.args.set(field, made);
  return listMethod(machine, made, name, args, site);
}

function dictMethod(machine: Machine, object: DictTerm, name: string, args: Args, site: Site): Term | undefined {
  const [key, fallback] = args.positional;
  const text = knownText(key);
  const unnamed = (object.open?.choices ?? []).map((value) => ({ key: gap("…", atRun, value.span), value }));
  const values = [...object.entries.values(), ...unnamed];
  switch (name) {
    case "get":
    case "setdefault":
      if (object.origin === "policy" && text?.startsWith("roles/") && key !== undefined)
        return membersOfRole(object, text, key);
      if (text === undefined || (object.open && !object.entries.has(text)))
        return itemOf(machine, object, key ?? object, site);
      return object.entries.get(text)?.value ?? fallback ?? { type: "scalar", value: null, span: site.span };
    case "items":
      return list(
        values.map(({ key: one, value }) => list([one, value], value.span)),
        object.span,
        object.open,
      );
    case "keys":
      return list(
        values.map(({ key: one }) => one),
        object.span,
        object.open,
      );
    case "values":
      return list(
        values.map(({ value }) => value),
        object.span,
        object.open,
      );
    case "copy":
      return { ...object, entries: new Map(object.entries) };
    // What the discovery-based client asked for.
    case "execute":
      return object;
    case "update":
      if (key !== undefined) mergeInto(object, key);
      for (const [own, value] of args.named) setEntry(object, literal(own, value.span), value);
      return { type: "scalar", value: null, span: site.span };
    default: {
      const member = object.entries.get(name)?.value;
      return member === undefined ? gap(site.written, atRun, site.span) : undefined;
    }
  }
}
