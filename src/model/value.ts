import { expressionScope } from "./expression-scope.ts";
import type { Span } from "./source.ts";

/**
 * Every string that a parser hands on. *Known*: its text. *Symbolic*: it names other objects of the scanned code, and is
 * exact once they are. *Unknown*: at least one part can't be known, and says why. Nothing is guessed, nothing is dropped.
 */
export type Value = Known | Symbolic | Unknown;

export interface Known {
  readonly kind: "known";
  readonly text: string;
  readonly span: Span;
}

/** Literal text and references, in order: `serviceAccount:${google_service_account.ci.email}`. */
export interface Symbolic {
  readonly kind: "symbolic";
  readonly parts: readonly (string | Reference)[];
  readonly span: Span;
}

export interface Unknown {
  readonly kind: "unknown";
  /** Why, in a few words: `var.role has no default`. */
  readonly why: string;
  /** What is known around the gaps; a lone hole when nothing is. */
  readonly parts: readonly (string | Reference | Hole)[];
  /** All values it can take, where that is a finite set (both branches of a condition, a validated enumeration). */
  readonly choices?: readonly string[];
  readonly span: Span;
}

/** An attribute of an object that the scanned code defines. `target` equals the `object` of the fact that defines it. */
export interface Reference {
  readonly target: string;
  /** In the field's own words: `email`, `member`, `name`, `id`, `unique_id`, `project_id`, `number`, `role_id`. */
  readonly attribute: string;
}

/** A part that can't be known: the expression as written. */
export interface Hole {
  readonly expression: string;
  /** Where the expression stands (`expressionScope`), if that is not where the value does. */
  readonly scope?: string;
}

export const known = (text: string, span: Span): Known => ({ kind: "known", text, span });

export const unknown = (expression: string, why: string, span: Span): Unknown => ({
  kind: "unknown",
  why,
  parts: [{ expression }],
  span,
});

/** The value of text, references and holes in order; neighbouring texts are joined, and the kind follows from the parts. */
export function valueOf(parts: readonly (string | Reference | Hole)[], span: Span, why = "can't be known"): Value {
  const joined: (string | Reference | Hole)[] = [];
  for (const part of atHome(parts, span)) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  if (joined.every((part) => typeof part === "string")) return known(joined.join(""), span);
  if (joined.every((part) => typeof part === "string" || isReference(part))) {
    return { kind: "symbolic", parts: joined, span };
  }
  return { kind: "unknown", why, parts: joined, span };
}

export const isReference = (part: Reference | Hole): part is Reference => "target" in part;

/** The parts of any value, so that callers can treat the three kinds alike; a hole says where it is from. */
export const partsOf = (value: Value): readonly (string | Reference | Hole)[] =>
  value.kind === "known" ? [value.text] : away(value.parts, value.span);

/** Holes on their way into another value keep where they are from: `var.project` of a module is not its caller's. */
export const away = (parts: readonly (string | Reference | Hole)[], { path }: Span): typeof parts =>
  parts.some((part) => isHole(part) && part.scope === undefined)
    ? parts.map((part) => (isHole(part) ? { scope: expressionScope(path), ...part } : part))
    : parts;

/** Holes that are where the value is need not say so. */
export const atHome = (parts: readonly (string | Reference | Hole)[], { path }: Span): typeof parts =>
  parts.some((part) => isHole(part) && part.scope === expressionScope(path))
    ? parts.map((part) =>
        isHole(part) && part.scope === expressionScope(path) ? { expression: part.expression } : part,
      )
    : parts;

const isHole = (part: string | Reference | Hole): part is Hole => typeof part === "object" && !isReference(part);

/** The value as a person would write it: `serviceAccount:${google_service_account.ci.email}`. */
export function show(value: Value): string {
  return partsOf(value)
    .map((part) => {
      if (typeof part === "string") return part;
      if (isReference(part)) return `\${${shortTarget(part.target)}.${part.attribute}}`;
      // `$1`, `${{ secrets.KEY }}`, `[your-project]`: the language's own sign, or the reader's, is there already.
      return /^(?:[$[<]|your[-_])/i.test(part.expression) ? part.expression : `\${${part.expression}}`;
    })
    .join("");
}

/** Parsers prefix the object's address with its module (`infra/prod#google_project.p`); people know the address alone. */
export const shortTarget = (target: string): string => target.slice(target.lastIndexOf("#") + 1);
