import {
  type DictTerm,
  type FunctionTerm,
  type ListTerm,
  type ResourceTerm,
  type Step,
  type Term,
  alternatives,
  append,
  conditionally,
  dict,
  gap,
  itemOfExternal,
  joined,
  knownText,
  list,
  literal,
  oneOf,
  scalar,
  truthOf,
} from "../terms.ts";
import { callFunction } from "./calls.ts";
import { choiceOfTexts, mergeInto, perhapsRun, setEntry, spreadInto } from "./evaluate.ts";
import { type Machine, type Site, maxIterations } from "./machine.ts";
import { textMethod } from "./text-methods.ts";

/** What the language itself knows to do with texts, lists and objects; `undefined`: nothing. */
export function callMethod(
  machine: Machine,
  of: Term,
  name: string,
  args: readonly Term[],
  site: Site,
): Term | undefined {
  const [first] = args;
  if ((name === "apply" || name === "then") && first?.type === "function" && of.type !== "function") {
    return callFunction(machine, first, [of], site, "");
  }
  if (name === "catch" || name === "finally") return of.type === "dict" && of.entries.has(name) ? undefined : of;
  if (of.type === "resource") return methodOfResource(machine, of, name, args, site);
  if (of.type === "list" && name === "toString") return joined([of], site.span);
  if (of.type === "list") return listMethod(machine, of, name, args, site);
  if (of.type === "text") return textMethod(of, name, args, site);
  if (of.type === "dict" && of.ofClass === undefined && !of.entries.has(name))
    return mapMethod(machine, of, name, args, site);
  if (of.type === "function" && /^(?:call|bind|apply)$/.test(name)) return calledWith(machine, of, name, args, site);
  if (of.type === "gap") return methodOfGap(machine, of, name, args, site);
  if (of.type === "external" && of.package !== "global" && first?.type === "function" && loops.has(name)) {
    return list(
      [conditionally(perhapsRun(machine, () => callFunction(machine, first, [itemOfExternal(of)], site, "")))],
      site.span,
    );
  }
  return undefined;
}

/** `f.call(self, …)`, `f.apply(self, […])`, `f.bind(self, …)` */
function calledWith(
  machine: Machine,
  of: FunctionTerm,
  name: string,
  [self, ...args]: readonly Term[],
  site: Site,
): Term {
  const bound = of.self === undefined && self !== undefined && self.type !== "scalar" ? { ...of, self } : of;
  if (name === "bind") return { ...bound, given: [...(of.given ?? []), ...args] };
  const [first] = args;
  return callFunction(machine, bound, name === "apply" ? (first?.type === "list" ? first.items : []) : args, site);
}

function methodOfResource(
  machine: Machine,
  of: ResourceTerm,
  name: string,
  args: readonly Term[],
  site: Site,
): Term | undefined {
  const { span } = site;
  const steps: readonly Step[] = [
    { kind: "member", name: of.object },
    { kind: "member", name },
    { kind: "call", args, span },
  ];
  return machine.packages.called(machine, { type: "external", package: "resource", steps, span }, site);
}

/** `items.forEach(…)` where the items can't be known, or are one of a few lists. */
function methodOfGap(
  machine: Machine,
  of: Extract<Term, { type: "gap" }>,
  name: string,
  args: readonly Term[],
  site: Site,
): Term | undefined {
  const [callback] = args;
  const iterates = callback?.type === "function" && loops.has(name);
  const choices = alternatives(of).filter((choice) => choice.type === "list" || choice.type === "text");
  if (of.choices !== undefined && choices.length > 0) {
    const results = choices.map((choice) =>
      perhapsRun(machine, () => callMethod(machine, choice, name, args, site) ?? gap(of.expression, of.why, site.span)),
    );
    return oneOf(results, of.expression, site.span);
  }
  if (!iterates) return undefined;
  return listMethod(machine, list([], of.span, of), name, args, site);
}

const loops: ReadonlySet<string> = new Set(["map", "forEach", "flatMap", "filter", "reduce", "some", "every", "find"]);

type ListMethod = (machine: Machine, of: ListTerm, args: readonly Term[], site: Site) => Term;

function listMethod(machine: Machine, of: ListTerm, name: string, args: readonly Term[], site: Site): Term | undefined {
  return Object.hasOwn(listMethods, name) ? listMethods[name]?.(machine, of, args, site) : undefined;
}

const nothingAt = (site: Site): Term => scalar(undefined, site.span);
const unknownAt = (shown: string, site: Site): Term => gap(shown, "is known when it runs", site.span);

/** Calls back for each item; what may not be there under a condition. */
function each(machine: Machine, of: ListTerm, callback: Term | undefined, site: Site, label: string): ListTerm {
  const results = list([], site.span);
  if (callback?.type !== "function") {
    results.open = gap("…", "is known when it runs", site.span);
    return results;
  }
  for (const [index, item] of of.items.slice(0, maxIterations).entries()) {
    const run = (): Term =>
      callFunction(machine, callback, [item, scalar(index, item.span), of], site, `${label}[${index}]`);
    results.items.push(item.conditional ? conditionally(perhapsRun(machine, run)) : run());
  }
  if (of.open) {
    const item = gap(paramName(callback) ?? of.open.expression, of.open.why, of.open.span);
    const result = perhapsRun(machine, () =>
      callFunction(machine, callback, [item, gap("index", "is known when it runs", item.span), of], site, ""),
    );
    if (result.type === "gap") results.open = result;
    else results.items.push(conditionally(result));
  }
  return results;
}

function paramName({ node }: FunctionTerm): string | undefined {
  const [param] = node.params;
  return param?.type === "Identifier" ? param.name : undefined;
}

function filtered(machine: Machine, of: ListTerm, args: readonly Term[], site: Site): ListTerm {
  const [test] = args;
  const kept = list([], site.span, of.open);
  for (const item of of.items) {
    const verdict = test?.type === "function" ? callFunction(machine, test, [item], site, "") : undefined;
    const truth = verdict === undefined ? truthOf(item) : truthOf(verdict);
    if (truth !== false) kept.items.push(truth === true ? item : conditionally(item));
  }
  return kept;
}

function change(machine: Machine, args: readonly Term[], put: (items: Term[]) => void): void {
  put(args.map((item) => (machine.uncertain > 0 ? conditionally(item) : item)));
}

const listMethods: Readonly<Record<string, ListMethod>> = {
  map: (machine, of, [callback], site) => each(machine, of, callback, site, "map"),
  forEach: (machine, of, [callback], site) => {
    each(machine, of, callback, site, "forEach");
    return nothingAt(site);
  },
  flatMap: (machine, of, [callback], site) => flattened(each(machine, of, callback, site, "flatMap"), site),
  flat: (_machine, of, _args, site) => flattened(of, site),
  filter: filtered,
  find: (machine, of, args, site) => {
    const [found, ...others] = filtered(machine, of, args, site).items;
    if (found === undefined) return of.open ?? nothingAt(site);
    return found.conditional ? oneOf([found, ...others], "…", site.span) : found;
  },
  reduce: (machine, of, [callback, initial], site) => {
    if (callback?.type !== "function") return unknownAt("…", site);
    const [first, ...rest] = initial === undefined ? of.items : [initial, ...of.items];
    return rest.reduce(
      (sofar, item, index) => callFunction(machine, callback, [sofar, item, scalar(index, item.span)], site, ""),
      first ?? unknownAt("…", site),
    );
  },
  concat: (_machine, of, args, site) => {
    const made = list([...of.items], site.span, of.open);
    for (const arg of args)
      if (arg.type === "list" || arg.type === "gap") spreadInto(made, arg);
      else made.items.push(arg);
    return made;
  },
  push: (machine, of, args, site) => {
    change(machine, args, (items) => append(of, items));
    return scalar(of.items.length, site.span);
  },
  unshift: (machine, of, args, site) => {
    change(machine, args, (items) => append(of, items));
    return scalar(of.items.length, site.span);
  },
  add: (machine, of, args) => {
    change(machine, args, (items) => append(of, items));
    return of;
  },
  join: (_machine, of, [separator], site) => {
    if (of.open) return unknownAt("….join()", site);
    const between = separator ?? literal(",", site.span);
    return choiceOfTexts(
      of.items.flatMap((item, index) => (index === 0 ? [item] : [between, item])),
      of.items[0]?.span ?? site.span,
    );
  },
  slice: (_machine, of, [from, to], site) => {
    const [start, end] = [from, to].map((one) =>
      one?.type === "scalar" && typeof one.value === "number" ? one.value : undefined,
    );
    return list(of.items.slice(start, end), site.span, of.open);
  },
  includes: (_machine, of, [item], site) => includes(of, item, site),
  has: (_machine, of, [item], site) => includes(of, item, site),
  indexOf: (_machine, _of, _args, site) => unknownAt("….indexOf()", site),
  some: (machine, of, args, site) => {
    each(machine, of, args[0], site, "some");
    return unknownAt("….some()", site);
  },
  every: (machine, of, args, site) => {
    each(machine, of, args[0], site, "every");
    return unknownAt("….every()", site);
  },
  at: (_machine, of, [index], site) =>
    of.items.at(Number(index === undefined ? 0 : knownText(index))) ?? unknownAt("….at()", site),
  pop: (_machine, of, _args, site) => of.items.at(-1) ?? unknownAt("….pop()", site),
  shift: (_machine, of, _args, site) => of.items[0] ?? unknownAt("….shift()", site),
  sort: (_machine, of) => of,
  reverse: (_machine, of, _args, site) => list(of.items.toReversed(), site.span, of.open),
  values: (_machine, of) => of,
  entries: (_machine, of, _args, site) =>
    list(
      of.items.map((item, index) => list([scalar(index, item.span), item], item.span)),
      site.span,
      of.open,
    ),
  keys: (_machine, of, _args, site) =>
    list(
      of.items.map((item, index) => scalar(index, item.span)),
      site.span,
      of.open,
    ),
};

function includes(of: ListTerm, item: Term | undefined, site: Site): Term {
  const text = knownText(item);
  const texts = new Set(of.items.map(knownText));
  if (text !== undefined && texts.has(text)) return scalar(true, site.span);
  return text === undefined || of.open || texts.has(undefined)
    ? unknownAt("….includes()", site)
    : scalar(false, site.span);
}

function flattened(of: ListTerm, site: Site): ListTerm {
  const made = list([], site.span, of.open);
  for (const item of of.items) {
    if (item.type === "list") append(made, item.conditional ? item.items.map((one) => conditionally(one)) : item.items);
    if (item.type === "list" && item.open) made.open = item.open;
    if (item.type !== "list") made.items.push(item);
  }
  return made;
}

/** `Map`s are objects here. */
function mapMethod(machine: Machine, of: DictTerm, name: string, args: readonly Term[], site: Site): Term | undefined {
  const [key, value] = args;
  const known = key && knownText(key);
  switch (name) {
    case "get":
      return key === undefined
        ? undefined
        : ((known === undefined ? undefined : of.entries.get(known)?.value) ?? unknownAt("….get()", site));
    case "set":
      if (key && value) setEntry(of, key, machine.uncertain > 0 ? conditionally(value) : value);
      return of;
    case "has":
    case "hasOwnProperty":
      return known === undefined || of.open ? unknownAt("….has()", site) : scalar(of.entries.has(known), site.span);
    case "keys":
    case "values":
    case "entries":
      return entriesAs(of, name, site);
    case "forEach":
      return key?.type === "function" ? eachEntry(machine, of, key, site) : undefined;
    default:
      return undefined;
  }
}

function eachEntry(machine: Machine, of: DictTerm, callback: FunctionTerm, site: Site): Term {
  for (const { key, value } of of.entries.values()) {
    callFunction(machine, callback, [value, key], site, `forEach["${knownText(key) ?? "…"}"]`);
  }
  return nothingAt(site);
}

/** `Object.entries(of)`, `map.values()` */
export function entriesAs(of: DictTerm, kind: "keys" | "values" | "entries", site: Site): ListTerm {
  const items = [...of.entries.values()].map(({ key, value }): Term => {
    const item = kind === "keys" ? key : kind === "values" ? value : list([key, value], value.span);
    return value.conditional ? conditionally(item) : item;
  });
  return list(items, site.span, of.open);
}

/** `Object.assign(a, b)` */
export function merged(args: readonly Term[], site: Site): Term {
  const [first, ...rest] = args;
  const into = first?.type === "dict" ? first : dict(site.span);
  for (const one of rest) mergeInto(into, one);
  return into;
}
