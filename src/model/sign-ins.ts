import type { KeyReference } from "./fact.ts";
import type { Graph } from "./graph.ts";
import type { Related } from "./rule.ts";
import type { Span } from "./source.ts";
import { type Value, show } from "./value.ts";

/** One key in one file, with the further places of that file that use it. */
export interface SignIn {
  readonly first: KeyReference;
  readonly related: readonly Related[];
}

/** A script names a key for its libraries and signs gcloud in with it; a playbook names it at every task: one cure for all. */
export function signInsByKey(graph: Graph): readonly SignIn[] {
  const found = new Map<string, { readonly first: KeyReference; readonly related: Related[] }>();
  for (const reference of graph.facts("key-reference")) {
    const key = `${hostOf(reference.span)}\n${reference.file === undefined ? found.size : show(reference.file)}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: reference, related: [] });
    else if (!isSamePlace(placeOfKey(reference), placeOfKey(known.first)))
      known.related.push({ span: placeOfKey(reference), message: `It is used here too (${reference.how}).` });
  }
  return [...found.values()];
}

/** Where the key is named; one that was read from its file is named where it is read, one in a temporary file nowhere. */
export const placeOfKey = ({ file, span }: KeyReference): Span =>
  file === undefined || file.span.path !== span.path || isTemporary(file) ? span : file.span;

/** A file of `mktemp`: its name is the scanner's, not the script's. */
export const isTemporary = (file: Value): boolean => /^\/tmp\/tmp\.\d+(?:\/|$)/.test(show(file));

/** The file in which a text stands, that may be embedded in it. */
const hostOf = ({ path }: Span): string => path.replace(/#.*$/, "");

const isSamePlace = (a: Span, b: Span): boolean => a.path === b.path && a.start === b.start;
