import {
  conditionally,
  failure,
  gap,
  isLoneReference,
  list,
  number,
  object,
  sortedKeys,
  stringParts,
} from "../datum.ts";
import { alternatives } from "../possible.ts";
import type { Datum, Entry, ListDatum, ObjectDatum } from "../datum.ts";
import type { Expression, ForExpression } from "../syntax.ts";
import { certain, overChoices } from "./choices.ts";
import { readingOf, spanIn, withVariable, written } from "./env.ts";
import type { Env, Reading } from "./env.ts";
import { entryOf, evaluate } from "./expression.ts";
import { truthOf } from "./operators.ts";

/** One round of a loop. `more`: it stands for any number of rounds that can't be known. */
export interface Round {
  readonly key: Datum;
  readonly value: Datum;
  readonly conditional: boolean;
  readonly more: boolean;
}

/** The rounds of a loop over a collection; a gap when it can't be looped over. */
export function roundsOf(collection: Datum, at: Reading): readonly Round[] | undefined {
  if (collection.type === "list") return listRounds(collection, at);
  if (collection.type === "object") return objectRounds(collection);
  if (collection.type === "unknown" && !collection.failed) return [anyRound(collection, at)];
  return isLoneReference(collection) ? [anyRound(collection, at)] : undefined;
}

/** The same where the collection has choices: the rounds of each of them. */
export function possibleRounds(collection: Datum, at: Reading): readonly Round[] | undefined {
  if (collection.type !== "unknown" || !collection.choices) return roundsOf(collection, at);
  const rounds = new Map<string, Round>();
  for (const choice of collection.choices) {
    for (const round of roundsOf(choice, at) ?? []) {
      const name = choice.type === "list" ? round.value : round.key;
      rounds.set(`${round.more}:${JSON.stringify(stringParts(name))}`, { ...round, conditional: true });
    }
  }
  return [...rounds.values()];
}

/** What stands for all rounds of a loop over something that can't be known. */
export function anyRound(collection: Datum, at: Reading): Round {
  const why = collection.type === "unknown" ? collection.why : "is known after apply";
  const expression = collection.type === "unknown" ? collection.expression : at.expression;
  const key = gap(`keys(${expression})[*]`, why, at.span);
  return { key, value: gap(`${expression}[*]`, why, at.span), conditional: true, more: true };
}

function listRounds(collection: ListDatum, at: Reading): readonly Round[] {
  const firstUnsure = collection.open ? 0 : collection.items.findIndex((item) => item.conditional);
  const rounds = collection.items.map((item, index): Round => {
    const value = certain(item);
    const position =
      firstUnsure >= 0 && index > firstUnsure && !collection.fixed ? unknownIndex(at) : number(index, at.span);
    const key = collection.form === "set" ? value : position;
    return { key, value, conditional: item.conditional === true, more: false };
  });
  if (!collection.open) return rounds;
  const value = certain(collection.open);
  return [
    ...rounds,
    { key: collection.form === "set" ? value : unknownIndex(at), value, conditional: true, more: true },
  ];
}

const unknownIndex = ({ expression, span }: Reading): Datum =>
  gap(`keys(${expression})[*]`, "its index can't be known", span);

function objectRounds(collection: ObjectDatum): readonly Round[] {
  const rounds = sortedKeys(collection).flatMap((name): readonly Round[] => {
    const entry = collection.entries.get(name);
    if (!entry) return [];
    return [
      { key: entry.key, value: certain(entry.value), conditional: entry.value.conditional === true, more: false },
    ];
  });
  if (!collection.open) return rounds;
  const { key, value } = collection.open;
  return [...rounds, { key, value: certain(value), conditional: true, more: true }];
}

export function evaluateFor(expression: ForExpression, env: Env): Datum {
  const at = readingOf(expression.collection, env);
  return overChoices([evaluate(expression.collection, env)], at, ([collection]) =>
    loop(expression, env, collection, at),
  );
}

function loop(expression: ForExpression, env: Env, collection: Datum | undefined, at: Reading): Datum {
  const rounds = collection && roundsOf(collection, at);
  if (!collection || !rounds)
    return collection?.type === "unknown" ? collection : failure(at.expression, "can't be looped over", at.span);
  const { key } = expression;
  return key ? loopToObject(expression, key, env, rounds) : loopToTuple(expression, env, rounds);
}

function loopToTuple(expression: ForExpression, env: Env, rounds: readonly Round[]): Datum {
  const items: Datum[] = [];
  let open: Datum | undefined;
  for (const round of rounds) {
    const inner = roundEnv(expression, env, round);
    const kept = isKept(expression, inner);
    if (kept === false) continue;
    const item = evaluate(expression.value, inner);
    if (round.more) open = item;
    else items.push(round.conditional || kept === undefined ? conditionally(item) : item);
  }
  return list(items, spanIn(env, expression), "tuple", open);
}

function roundEnv({ keyName, valueName }: ForExpression, env: Env, { key, value }: Round): Env {
  const outer = keyName ? withVariable(env, keyName.text, key) : env;
  return withVariable(outer, valueName.text, value);
}

/** `undefined`: the filter can't be decided. */
const isKept = ({ condition }: ForExpression, env: Env): boolean | undefined =>
  condition ? truthOf(evaluate(condition, env)) : true;

function loopToObject(expression: ForExpression, keyOf: Expression, env: Env, rounds: readonly Round[]): Datum {
  const entries = new Map<string, Entry>();
  let open: Entry | undefined;
  for (const round of rounds) {
    const inner = roundEnv(expression, env, round);
    const kept = isKept(expression, inner);
    if (kept === false) continue;
    const key = evaluate(keyOf, inner);
    if (!stringParts(key)) return failure(written(env, keyOf), "the key is no string", spanIn(env, keyOf));
    const value = evaluate(expression.value, inner);
    const unsure = round.conditional || kept === undefined || alternatives(key).length > 1;
    for (const choice of alternatives(key)) {
      const { text, entry } = entryOf(choice, unsure ? conditionally(value) : value, readingOf(keyOf, env));
      if (round.more) open = expression.group ? grouped(undefined, entry, true) : entry;
      else if (expression.group) entries.set(text, grouped(entries.get(text), entry, false));
      else if (!isRepeated(entries.get(text), entry)) entries.set(freeKey(entries, entry.key, text), entry);
      else return failure(written(env, keyOf), `the key ${text} comes twice`, spanIn(env, keyOf));
    }
  }
  return object(entries, spanIn(env, expression), "object", open);
}

const isRepeated = (before: Entry | undefined, { key, value }: Entry): boolean =>
  before !== undefined && key.type === "string" && !before.value.conditional && !value.conditional;

/** Two keys that look the same and can't be known are two keys. */
function freeKey(entries: ReadonlyMap<string, Entry>, key: Entry["key"], text: string): string {
  let free = text;
  for (let count = 2; key.type !== "string" && entries.has(free); count++) free = `${text} (${count})`;
  return free;
}

/** `...` gathers the values of a key in a tuple. */
function grouped(before: Entry | undefined, { key, value }: Entry, more: boolean): Entry {
  const items = before?.value.type === "list" ? before.value.items : [];
  const gathered = more ? list([], value.span, "tuple", certain(value)) : list([...items, value], value.span);
  return { key: before?.key ?? key, value: gathered };
}
