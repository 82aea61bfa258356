import type { Scope } from "../scope.ts";
import type { Expression, Parameter } from "../syntax/tree.ts";
import { type Term, byCaller, gap } from "../terms.ts";
import { evaluate, placeOf } from "./evaluate.ts";
import type { Machine } from "./machine.ts";

/** Stands among what an instance was made with, of which nothing is known. */
export const given = "";

/** What an argument that nobody gives is an instance of: `endpoint: aiplatform.Endpoint`, `Optional[…]`, `… | None`. */
export function annotated(machine: Machine, { annotation, name, ...range }: Parameter, scope: Scope): Term | undefined {
  const written = annotation && plainOf(annotation);
  if (written === undefined) return undefined;
  const term = evaluate(machine, written, scope);
  const of = term.type === "external" && term.self === undefined ? machine.packages.className(term.name) : undefined;
  const span = placeOf(range, scope);
  return of === undefined
    ? undefined
    : { type: "instance", of, args: new Map([[given, gap(name, byCaller, span)]]), written: name, span };
}

function plainOf(annotation: Expression): Expression | undefined {
  switch (annotation.type) {
    case "name":
    case "member":
      return annotation;
    case "binary":
      return annotation.operator === "|" ? plainOf(annotation.left) : undefined;
    case "subscript": {
      const { object, index } = annotation;
      const name = object.type === "name" ? object.name : object.type === "member" ? object.name : "";
      return name === "Optional" && index.type !== "slice" ? plainOf(index) : undefined;
    }
    default:
      return undefined;
  }
}
