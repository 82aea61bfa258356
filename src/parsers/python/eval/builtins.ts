import type { Span } from "../../../model/source.ts";
import { type Term, atRun, dict, gap, joined, knownText, list, literal, scalar } from "../terms.ts";
import { iterationOf, mergeInto } from "./evaluate.ts";
import type { Args, Site } from "./machine.ts";

const names: ReadonlySet<string> = new Set([
  "str",
  "list",
  "tuple",
  "set",
  "dict",
  "len",
  "int",
  "float",
  "bool",
  "zip",
  "enumerate",
  "sorted",
  "reversed",
  "range",
  "print",
  "open",
  "input",
  "getattr",
  "isinstance",
  "super",
  "map",
  "filter",
  "iter",
  "next",
  "frozenset",
  "__shell__",
  "__environ__",
  "__bigquery__",
  "get_ipython",
]);

/** What Python itself names. */
export function builtin(name: string, span: Span): Term | undefined {
  if (name === "__name__") return literal("__main__", span);
  return names.has(name) ? { type: "external", name: `builtins.${name}`, span, written: name } : undefined;
}

/** `str(x)`, `dict(a=1)`, `zip(a, b)` */
export function callBuiltin(name: string, args: Args, site: Site): Term | undefined {
  const [first, second] = args.positional;
  const { span } = site;
  switch (name) {
    case "str":
      return first === undefined ? literal("", span) : first.type === "gap" ? first : joined([first], first.span);
    case "int":
    case "float": {
      const text = knownText(first);
      return text !== undefined && /^\s*-?\d+(?:\.\d+)?\s*$/.test(text) ? scalar(Number(text), span) : undefined;
    }
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
    case "sorted":
    case "reversed":
      if (first === undefined) return list([], span);
      return first.type === "list" || first.type === "dict"
        ? list([...iterationOf(first).items], first.span, first.open)
        : first;
    case "dict": {
      const made = dict(span);
      if (first !== undefined) mergeInto(made, first);
      for (const [key, value] of args.named) made.entries.set(key, { key: literal(key, value.span), value });
      return made;
    }
    case "len":
      return (first?.type === "list" || first?.type === "dict") && !first.open
        ? scalar(iterationOf(first).items.length, span)
        : undefined;
    case "iter":
      return first;
    case "next":
      return first?.type === "list" ? first.items[0] : second;
    case "zip":
      return first?.type === "list" && second?.type === "list" && !first.open && !second.open
        ? list(
            first.items
              .slice(0, second.items.length)
              .map((item, at) => list([item, second.items[at] ?? item], item.span)),
            span,
          )
        : undefined;
    case "enumerate":
      return first?.type === "list"
        ? list(
            first.items.map((item, at) => list([scalar(at, item.span), item], item.span)),
            span,
            first.open,
          )
        : undefined;
    case "range":
      return rangeOf(args, site);
    case "print":
      return scalar(null, span);
    case "input":
      return gap(site.written, "is typed in", span);
    default:
      return undefined;
  }
}

function rangeOf({ positional }: Args, { span }: Site): Term | undefined {
  const numbers = positional.map((term) =>
    term.type === "scalar" && typeof term.value === "number" ? term.value : undefined,
  );
  const [first, second] = numbers;
  if (first === undefined || positional.length > 2 || (positional.length === 2 && second === undefined))
    return undefined;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const length = Math.min(Math.max(to - from, 0), 100);
  return list(
    Array.from({ length }, (_, at) => scalar(from + at, span)),
    span,
    to - from > 100 ? gap("range", atRun, span) : undefined,
  );
}
