import type { Via } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { gap, number, stringParts } from "../datum.ts";
import { alternatives } from "../possible.ts";
import type { Datum } from "../datum.ts";
import { blocksIn, expressionIn, headerOf } from "./definition.ts";
import type { Declared } from "./definition.ts";
import { readingOf } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";
import { anyRound, possibleRounds } from "./for.ts";
import type { Round } from "./for.ts";
import { numberOf, truthOf } from "./operators.ts";

/** One of the instances that a block stands for. */
export interface Copy {
  /** What follows the name in its address: `["a"]`, `[0]`, `[*]` for those that can't be told apart, or nothing. */
  readonly suffix: string;
  /** The key as text or number, where it is known. */
  readonly key?: string | number;
  readonly conditional: boolean;
  /** It stands for any number of instances. */
  readonly more: boolean;
  readonly each?: { readonly key: Datum; readonly value: Datum };
  readonly count?: Datum;
  readonly via?: Via;
}

export interface Copies {
  readonly form: "single" | "count" | "for_each";
  readonly copies: readonly Copy[];
}

/** What the expressions of an instance see. */
export const withCopy = (env: Env, { each, count }: Copy): Env => ({
  ...env,
  ...(each && { each }),
  ...(count && { count }),
});

/** The instances of a resource or module call. */
export function expand(declared: Declared, env: Env): Copies {
  const count = expressionIn(declared.block, "count");
  if (count) return { form: "count", copies: byCount(evaluate(count, env), declared, readingOf(count, env), env) };
  const forEach = expressionIn(declared.block, "for_each");
  if (forEach)
    return { form: "for_each", copies: byKey(evaluate(forEach, env), declared, readingOf(forEach, env), env) };
  const enabled = isEnabled(declared, env);
  if (enabled === false) return { form: "single", copies: [] };
  return { form: "single", copies: [{ suffix: "", conditional: enabled === undefined, more: false }] };
}

/** OpenTofu's `lifecycle { enabled = … }`; `undefined`: it can't be known. */
function isEnabled({ block }: Declared, env: Env): boolean | undefined {
  const [lifecycle] = blocksIn(block, "lifecycle");
  const enabled = lifecycle && expressionIn(lifecycle, "enabled");
  return enabled ? truthOf(evaluate(enabled, env)) : true;
}

function byCount(count: Datum, declared: Declared, at: Reading, env: Env): readonly Copy[] {
  const numbers = alternatives(count).map(numberOf);
  if (numbers.some((one) => one === undefined)) {
    if (count.type !== "unknown" && count.type !== "pattern") return [];
    const index = gap("count.index", `${at.expression} can't be known`, at.span);
    return [{ suffix: "[*]", conditional: true, more: true, count: index, via: { label: "count", span: at.span } }];
  }
  const sure = Math.min(...numbers.map((one) => one ?? 0));
  const most = Math.max(0, ...numbers.map((one) => one ?? 0));
  const admitted = admit(most, declared, env);
  return Array.from({ length: admitted }, (_, index): Copy => ({
    suffix: `[${index}]`,
    key: index,
    conditional: index >= sure || admitted < most,
    more: false,
    count: number(index, at.span),
    ...(most > 1 && { via: { label: `count[${index}]`, span: at.span } }),
  }));
}

/** As many as asked for, or one that stands for all where that would be too many. */
function admit(count: number, declared: Declared, env: Env): number {
  const { evaluation } = env.scope;
  if (evaluation.admits(count)) return count;
  const at = headerOf(declared.block, declared.file);
  evaluation.report("limit", `${count} instances are too many to evaluate; one of them is`, at);
  return 1;
}

function byKey(collection: Datum, declared: Declared, at: Reading, env: Env): readonly Copy[] {
  // What fails here would stop Terraform; what follows from it is not dropped without a word.
  const rounds = possibleRounds(collection, at) ?? (collection.type === "unknown" ? [anyRound(collection, at)] : []);
  const admitted = admit(rounds.length, declared, env);
  // A list is taken as if it were a set: the call of toset() around it may be what could not be evaluated.
  const isSet =
    collection.type === "list" || (collection.type === "unknown" && collection.choices?.some(isList) === true);
  const seen = new Map<string, number>();
  return rounds.slice(0, admitted).map((round) => {
    const name = isSet ? round.value : round.key;
    const shown = round.more ? "*" : JSON.stringify(shownKey(name));
    const before = seen.get(shown) ?? 0;
    seen.set(shown, before + 1);
    const suffix = before === 0 ? `[${shown}]` : `[${shown}#${before + 1}]`;
    return keyedCopy(round, name, suffix, round.conditional || admitted < rounds.length, at);
  });
}

function keyedCopy({ value, more }: Round, key: Datum, suffix: string, conditional: boolean, at: Reading): Copy {
  return {
    suffix,
    ...(key.type === "string" && !more && { key: key.text }),
    conditional,
    more,
    each: { key, value },
    via: { label: `for_each${suffix}`, span: spanOfKey(key, at.span) },
  };
}

const isList = (datum: Datum): boolean => datum.type === "list";

const spanOfKey = (key: Datum, fallback: Span): Span => (key.type === "unknown" ? fallback : key.span);

const shownKey = (key: Datum): string =>
  (stringParts(key) ?? [])
    .map((part) => {
      if (typeof part === "string") return part;
      return "target" in part
        ? `\${${part.target.slice(part.target.lastIndexOf("#") + 1)}.${part.attribute}}`
        : `\${${part.expression}}`;
    })
    .join("");
