import { isLoneReference, list } from "../datum.ts";
import type { Datum } from "../datum.ts";
import type { Splat, Traversal } from "../syntax.ts";
import { certain, isFailure, overChoices } from "./choices.ts";
import { readingOf } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";
import { getAttribute, getIndex } from "./traversal.ts";

/** `object[*].name`: of every item; a single value is a list of one, null a list of none. */
export function evaluateSplat(expression: Splat, env: Env): Datum {
  const at = readingOf(expression, env);
  const of = evaluate(expression.object, env);
  return overChoices([of], at, ([one = of]) => splatOf(one, expression.each, env, at));
}

function splatOf(of: Datum, steps: readonly Traversal[], env: Env, at: Reading): Datum {
  const each = (item: Datum): Datum => traverse(item, steps, env, at);
  if (isFailure(of)) return of;
  if (of.type === "null") return list([], of.span);
  if (of.type === "list") {
    const open = of.open && certain(each(of.open));
    return { ...list(of.items.map(each), at.span, "tuple", open), ...(of.fixed && { fixed: true }) };
  }
  if (of.type === "unknown") return list([], at.span, "tuple", each({ ...of, expression: `${of.expression}[*]` }));
  if (isLoneReference(of)) return list([], at.span, "tuple", each(of));
  return list([certain(each(of))], at.span);
}

function traverse(item: Datum, steps: readonly Traversal[], env: Env, at: Reading): Datum {
  let result = item;
  for (const step of steps) {
    if (step.type === "attribute") result = getAttribute(result, step.name.text, at);
    else if (step.type === "index") result = getIndex(result, evaluate(step.index, env), at);
    else result = splatOf(result, step.each, env, at);
  }
  return result;
}
