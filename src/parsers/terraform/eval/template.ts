import { failure, gap, isLoneReference, stringOf, stringParts, text } from "../datum.ts";
import type { Datum, Part } from "../datum.ts";
import type { Span } from "../../../model/source.ts";
import type { Template, TemplateFor, TemplateIf, TemplatePart } from "../syntax.ts";
import { isFailure, joinBranches, overChoices } from "./choices.ts";
import { readingOf, spanIn, withVariable, written } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";
import { roundsOf } from "./for.ts";
import { truthOf } from "./operators.ts";

/** A string. `"${x}"` alone is x itself, whatever its type. */
export function evaluateTemplate(expression: Template, env: Env): Datum {
  const { parts } = expression;
  const [only] = parts;
  if (parts.length === 1 && only?.type === "literal") return text(only.text, spanIn(env, only));
  if (parts.length === 1 && only?.type === "interpolation") return evaluate(only.value, env);
  return evaluateParts(parts, env, { expression: written(env, expression), span: insideOf(expression, env) });
}

/** The place of the text between the quotes. */
function insideOf(expression: Template, env: Env): Span {
  const first = expression.parts[0];
  const last = expression.parts.at(-1);
  if (!first || !last) return spanIn(env, expression);
  return spanIn(env, { start: first.start, end: last.end });
}

function evaluateParts(parts: readonly TemplatePart[], env: Env, at: Reading): Datum {
  const pieces = parts.map((part) => evaluatePart(part, env, at));
  const failed = pieces.find(isFailure);
  if (failed) return failed;
  return overChoices(pieces, at, (known) => assemble(known, at));
}

function evaluatePart(part: TemplatePart, env: Env, at: Reading): Datum {
  switch (part.type) {
    case "literal":
      return text(part.text, spanIn(env, part));
    case "interpolation":
      return evaluate(part.value, env);
    case "if":
      return evaluateIf(part, env, at);
    case "for":
      return evaluateLoop(part, env);
  }
}

/** A few lines that double each other come to more than fits in memory. */
const longest = 4_000_000;
const mostParts = 1_000;

function assemble(pieces: readonly Datum[], at: Reading): Datum {
  const parts: Part[] = [];
  let why = "";
  let sensitive = false;
  for (const piece of pieces) {
    const own = stringParts(piece);
    if (!own) return failure(at.expression, `a ${piece.type} stands in a string`, at.span);
    if (own.length > mostParts) return gap(at.expression, `has more than ${mostParts} parts`, at.span);
    parts.push(...own);
    if ((piece.type === "unknown" || piece.type === "pattern") && why === "") why = piece.why;
    sensitive ||= piece.sensitive === true;
  }
  const length = parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
  if (length > longest) return gap(at.expression, `is longer than ${longest} letters`, at.span);
  const made = stringOf(parts, at.span, why);
  const result = made.type === "pattern" && isLoneReference(made) ? { ...made, isText: true as const } : made;
  return sensitive ? { ...result, sensitive: true } : result;
}

function evaluateIf(part: TemplateIf, env: Env, at: Reading): Datum {
  const truth = truthOf(evaluate(part.condition, env));
  if (truth !== undefined) return evaluateParts(truth ? part.then : part.else, env, at);
  const branches = [evaluateParts(part.then, env, at), evaluateParts(part.else, env, at)];
  return joinBranches(branches, readingOf(part.condition, env));
}

function evaluateLoop(part: TemplateFor, env: Env): Datum {
  const at = readingOf(part.collection, env);
  const rounds = roundsOf(evaluate(part.collection, env), at);
  if (!rounds) return failure(at.expression, "can't be looped over", at.span);
  const pieces = rounds.map((round) => {
    if (round.conditional) return gap(at.expression, "the number of its items can't be known", at.span);
    const outer = part.key ? withVariable(env, part.key.text, round.key) : env;
    return evaluateParts(part.parts, withVariable(outer, part.value.text, round.value), at);
  });
  return pieces.find(isFailure) ?? overChoices(pieces, at, (known) => assemble(known, at));
}
