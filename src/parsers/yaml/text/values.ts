import type { Span } from "../../../model/source.ts";
import { type Hole, type Value, isReference, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Document, spanAt } from "./document.ts";
import { hasBranches, holeCharacter } from "./templates.ts";
import { type Scalar, type Tree, asScalar } from "./tree.ts";

/**
 * A scalar as a value. What a template, a substitution or a person still has to fill in is a hole: `${PROJECT}`, `$(P)`,
 * `[PROJECT_ID]`, `<project>`, `PROJECT_ID`.
 */
export function valueAt(document: Document, scalar: Scalar): Value {
  const span = spanAt(document, scalar);
  if (scalar.alternatives !== undefined && hasBranches(document.text)) return oneOf(scalar.alternatives, span);
  if (!mayHaveHoles.test(scalar.text)) return known(scalar.text, span);
  return valueOf(textAndHoles(document, scalar), span, whyOf(scalar.text));
}

/** What the branches of a template say. */
const oneOf = (choices: readonly string[], span: Span): Value => ({
  kind: "unknown",
  why: "the branches of a template differ",
  parts: [{ expression: choices.join(" or ") }],
  choices,
  span,
});

/** The value of a scalar that may be absent or something else. */
export function optionalValue(document: Document, tree: Tree | undefined): Value | undefined {
  const scalar = asScalar(tree);
  return scalar === undefined ? undefined : valueAt(document, scalar);
}

const mayHaveHoles = /[\uE000$<[%]|[A-Z]_[A-Z]|CHANGE-?ME|REPLACE-?ME/u;

const holes = new RegExp(
  [
    `${holeCharacter}+`,
    String.raw`\$\{\{?[^}]{0,500}\}?\}`,
    String.raw`\$\([^)]{0,500}\)`,
    String.raw`\$[A-Za-z_]\w*(?::[\w.-]+)?`,
    String.raw`\[[A-Z][A-Z0-9_-]{0,80}\]`,
    String.raw`<[A-Za-z][\w .-]{0,80}>`,
    String.raw`%[A-Z][A-Z0-9_]*%`,
    String.raw`(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![a-z0-9_])`,
    "CHANGE-?ME|REPLACE-?ME",
  ].join("|"),
  "gu",
);

/** Literal text and holes, in order. */
function textAndHoles(document: Document, scalar: Scalar): readonly (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let from = 0;
  for (const match of scalar.text.matchAll(holes)) {
    parts.push(scalar.text.slice(from, match.index), { expression: expressionOf(document, scalar, match) });
    from = match.index + match[0].length;
  }
  return [...parts, scalar.text.slice(from)];
}

/** A template expression was blanked before parsing: its text is that of the file. */
function expressionOf(document: Document, scalar: Scalar, match: RegExpMatchArray): string {
  const [text] = match;
  if (!text.startsWith(holeCharacter)) return text.replace(/^[[<%](.+)[\]>%]$/u, "$1");
  const start = scalar.start + (scalar.style === "block" ? 0 : (match.index ?? 0));
  const written = document.text.slice(start, start + text.length);
  if (!/[{%]/u.test(written)) return "…";
  return written.startsWith("$") ? written : written.replace(/^\{\{-?\s*|\s*-?\}\}$/gu, "");
}

const whyOf = (text: string): string =>
  text.includes(holeCharacter) ? "a template fills it in" : "a placeholder that is filled in elsewhere";

/** The value with what an environment says put in for `${{ env.NAME }}`, `${{ matrix.NAME }}`, `$NAME` and `${NAME}`. */
export function filled(value: Value, environment: Readonly<Record<string, Value>>): Value {
  if (value.kind !== "unknown") return value;
  const parts = value.parts.flatMap((part) => {
    const name = typeof part === "string" || isReference(part) ? undefined : variable.exec(part.expression)?.[1];
    const found = name === undefined || !Object.hasOwn(environment, name) ? undefined : environment[name];
    return found === undefined ? [part] : partsOf(found);
  });
  return valueOf(parts, value.span, value.why);
}

const variable = /^\$?\{?\{?\{?\s*(?:env\.)?((?:(?:matrix|inputs)\.)?[\w.-]+)\s*\}?\}?\}?$/u;
