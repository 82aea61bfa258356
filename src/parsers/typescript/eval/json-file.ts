import type { Span } from "../../../model/source.ts";
import { type Term, dict, list, literal, scalar } from "../terms.ts";
import { setEntry } from "./evaluate.ts";
import type { Machine } from "./machine.ts";

const maxLength = 500_000;
const maxDepth = 40;

/** A JSON file of the scanned tree, without its secrets. */
export function jsonTerm(machine: Machine, path: string, span: Span): Term | undefined {
  const text = machine.sources.get(path)?.text ?? machine.workspace.read(path);
  if (text === undefined || text.length > maxLength) return undefined;
  const term = parsedJson(text, span);
  return term?.type === "dict" ? { ...term, file: path } : term;
}

/** The value of a JSON text; everything in it stands where it is read. */
export function parsedJson(text: string, span: Span): Term | undefined {
  try {
    return termOfData(JSON.parse(text), span);
  } catch {
    return undefined;
  }
}

/** Data as terms; everything in it stands where it is read. */
export function termOfData(value: unknown, span: Span, depth = 0): Term {
  if (depth > maxDepth) return scalar(null, span);
  if (typeof value === "string") return literal(value.includes("PRIVATE KEY") ? "" : value, span);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return scalar(value, span);
  if (Array.isArray(value))
    return list(
      value.map((item) => termOfData(item, span, depth + 1)),
      span,
    );
  const made = dict(span);
  for (const [key, item] of Object.entries(value ?? {}))
    setEntry(made, literal(key, span), termOfData(item, span, depth + 1));
  return made;
}
