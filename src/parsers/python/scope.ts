import type { Span } from "../../model/source.ts";
import type { Term } from "./terms.ts";

/** A name and what it stands for now. */
export interface Binding {
  readonly name: string;
  value: Term;
}

/** Names that are visible at a place. */
export interface Scope {
  readonly names: Map<string, Binding>;
  readonly outer?: Scope;
  /** Names that mean those of the module: `global x`. */
  readonly globals?: Set<string>;
  readonly module: ModuleText;
  /** The class whose body it is: methods do not see its names. */
  readonly isClass?: true;
}

/** The text that code stands in: a file, or the cells of a notebook. */
export interface ModuleText {
  readonly path: string;
  readonly text: string;
  /** Offsets of the text as places of the file. */
  readonly place: (start: number, end: number) => Span;
}

export const innerScope = (outer: Scope): Scope => ({
  names: new Map(),
  outer,
  globals: new Set(),
  module: outer.module,
});

export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at !== scope && at.isClass) continue;
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function moduleScope(scope: Scope): Scope {
  let at = scope;
  while (at.outer !== undefined) at = at.outer;
  return at;
}
