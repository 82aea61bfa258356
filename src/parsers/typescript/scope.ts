import type { Term } from "./terms.ts";

/** A name and what it stands for now. */
export interface Binding {
  value: Term;
  readonly name: string;
}

/** Names that are visible at a place. */
export interface Scope {
  readonly names: Map<string, Binding>;
  readonly outer?: Scope;
  /** `this` */
  readonly self?: Term;
  readonly module: ModuleScope;
}

/** The file that code stands in. */
export interface ModuleScope {
  readonly path: string;
  readonly text: string;
  readonly exports: Map<string, Binding>;
}

export const innerScope = (outer: Scope, self: Term | undefined = outer.self): Scope => ({
  names: new Map(),
  outer,
  module: outer.module,
  ...(self && { self }),
});

export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
