import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, conditionally, list, number, text as textDatum } from "../datum.ts";
import { same } from "../equality.ts";
import { alternatives, likeEither } from "../possible.ts";
import type { Datum, ListDatum } from "../datum.ts";
import { isClosed, isOpenEnded, itemsOf, notThis } from "./collection-arguments.ts";
import { exactSum } from "./numbers.ts";
import { stringFrom } from "./scalars.ts";
import { byText, distinct, holds } from "./sets.ts";
import { isUnread, known, marked, refused, unknownOf } from "./signature.ts";
import { asString, toBoolean, toNumber, unify } from "./unify.ts";

/** A function of a list of which place and number are known. */
const ofClosed =
  (compute: (given: ListDatum, call: CallContext, args: readonly Datum[]) => Datum): TerraformFunction =>
  (args, call) => {
    const [given] = args;
    if (!given) return refused(call, "needs a list");
    return isClosed(given) ? marked([given], compute(given, call, args)) : notThis(given, "list", call);
  };

/** A function of a list that treats each item alike, wherever it stands: more items may follow. */
const ofItems =
  (compute: (given: ListDatum, call: CallContext) => Datum): TerraformFunction =>
  (args, call) => {
    const [given] = args;
    if (args.length !== 1 || !given) return refused(call, "needs one list");
    return given.type === "list" ? marked([given], compute(given, call)) : notThis(given, "list", call);
  };

export const listFunctions: Readonly<Record<string, TerraformFunction>> = {
  alltrue: ofItems((given, call) => quantified(given, call, true)),
  anytrue: ofItems((given, call) => quantified(given, call, false)),
  chunklist: ofClosed(chunk),
  coalescelist,
  compact: ofItems(compact),
  concat,
  distinct: ofItems((given, call) => distinctList(given, call)),
  flatten: ofItems(flatten),
  matchkeys,
  range,
  reverse: ofClosed(({ items, span, form }) => list(items.toReversed(), span, form === "set" ? "list" : form)),
  slice,
  sort: ofClosed(sort),
  sum: ofClosed(sum),
};

/** One item that decides is enough; null is not true. */
function quantified(given: ListDatum, call: CallContext, all: boolean): Datum {
  const answers = given.items.map((item) => (item.type === "null" ? false : toBoolean(item)));
  const wrong = given.items.some((item, index) => answers[index] === undefined && isKnownScalar(item));
  if (wrong) return refused(call, "has an item that is no bool");
  const isDecided = given.items.some((item, index) => !item.conditional && answers[index] === !all);
  if (isDecided) return boolean(!all, call.span);
  const isSure = !given.open && answers.every((answer) => answer === all);
  return isSure ? boolean(all, call.span) : unknownOf(given.open ? [given.open] : given.items, call);
}

const isKnownScalar = (item: Datum): boolean => !isOpenEnded(item) && item.type !== "pattern";

function chunk(given: ListDatum, call: CallContext, args: readonly Datum[]): Datum {
  const size = args[1] ? toNumber(args[1]) : undefined;
  if (size === undefined) return args[1] && isOpenEnded(args[1]) ? unknownOf(args, call) : refused(call, "has no size");
  if (!Number.isInteger(size) || size < 0) return refused(call, "needs a size that is not negative");
  const items = unify(given.items);
  if (!items) return refused(call, "has items of different types");
  const step = size === 0 ? Math.max(1, items.length) : size;
  const count = Math.ceil(items.length / step);
  const chunks = Array.from({ length: count }, (_, index) =>
    list(items.slice(index * step, (index + 1) * step), given.span, "list"),
  );
  return list(chunks, given.span, "list");
}

/** The first list that isn't empty. */
function coalescelist(args: readonly Datum[], call: CallContext): Datum {
  for (const arg of args) {
    if (arg.type !== "list") return notThis(arg, "list", call);
    if (arg.form === "set") return refused(call, "is a set, not a list");
    if (arg.items.some((item) => !item.conditional)) return arg;
    if (arg.open || arg.items.length > 0) return unknownOf([arg.open ?? arg], call);
  }
  return refused(call, "has no list that isn't empty");
}

/** Strings that may turn out to be empty may go. */
function compact(given: ListDatum, call: CallContext): Datum {
  const kept: Datum[] = [];
  for (const item of given.items) {
    if (item.type === "null" || (item.type === "string" && item.text === "")) continue;
    if (item.type === "list" || item.type === "object") return refused(call, "has an item that is no string");
    const mayBeEmpty = isOpenEnded(item) && same(item, textDatum("", item.span)) !== false;
    kept.push(mayBeEmpty ? conditionally(item) : asString(item));
  }
  return list(kept, given.span, "list", given.open);
}

function concat(args: readonly Datum[], call: CallContext): Datum {
  const items: Datum[] = [];
  let open: Datum | undefined;
  for (const arg of args) {
    const own = itemsOf(arg);
    if (!own || (arg.type === "list" && arg.form === "set")) return refused(call, "joins lists only");
    items.push(...own.items);
    open = likeEither(open, own.open);
  }
  const [first] = args;
  if (!first) return refused(call, "needs a list");
  const isList = args.every((arg) => arg.type === "list" && arg.form === "list");
  const unified = isList ? unify(items) : undefined;
  const span = first.type === "list" ? first.span : call.span;
  return marked(args, list(unified ?? items, span, unified ? "list" : "tuple", open));
}

function distinctList({ items, span, open }: ListDatum, call: CallContext): Datum {
  const unified = unify(items);
  return unified ? list(distinct(unified), span, "list", open) : refused(call, "has items of different types");
}

/** What may turn out to be a list or an item leaves the list open. */
function flatten(given: ListDatum): Datum {
  const items: Datum[] = [];
  const open = flattenInto(items, given, false);
  return list(items, given.span, "tuple", open);
}

function flattenInto(items: Datum[], given: ListDatum, isConditional: boolean): Datum | undefined {
  let open = given.open && innermost(given.open);
  for (const item of given.items) {
    const isUnsure = isConditional || item.conditional === true || alternatives(item).length > 1;
    for (const one of alternatives(item)) {
      if (one.type === "list") open = likeEither(open, flattenInto(items, one, isUnsure));
      else if (isOpenEnded(one)) open = likeEither(open, one);
      else items.push(isUnsure ? conditionally(one) : one);
    }
  }
  return open;
}

/** What further items look like once flat; nothing, if they are empty lists. */
function innermost(open: Datum): Datum | undefined {
  if (open.type !== "list") return open;
  const inner = [...open.items, ...(open.open ? [open.open] : [])].map((item) => innermost(takenOut(item)));
  return inner.reduce(likeEither, undefined);
}

/** A mark of the collection doesn't go with the item. */
function takenOut(datum: Datum): Datum {
  const { conditional: _, ...rest } = datum;
  return rest as Datum;
}

/** The values whose keys are among those searched for. */
function matchkeys(args: readonly Datum[], call: CallContext): Datum {
  const [values, keys, search] = args;
  if (!values || !keys || !search) return refused(call, "needs three lists");
  if (!isClosed(values) || !isClosed(keys)) return notThis(isClosed(values) ? keys : values, "list", call);
  if (search.type !== "list") return notThis(search, "list", call);
  if (values.items.length !== keys.items.length) return refused(call, "needs as many keys as values");
  const alike = unify([...keys.items, ...search.items]);
  if (!alike || !unify(values.items)) return refused(call, "has items of different types");
  const wanted = alike.slice(keys.items.length);
  const kept = values.items.flatMap((value, index): readonly Datum[] => {
    const key = alike[index];
    const answer = key && holds(wanted, key);
    if (answer === true) return [value];
    return answer === undefined || search.open ? [conditionally(value)] : [];
  });
  return marked(args, list(kept, values.span, "list"));
}

/** Terraform's own limit. */
const longestRange = 1024;

function range(args: readonly Datum[], call: CallContext): Datum {
  if (args.length < 1 || args.length > 3) return refused(call, "needs one to three numbers");
  const numbers = args.map(toNumber);
  if (numbers.includes(undefined))
    return args.some(isOpenEnded) ? unknownOf(args, call) : refused(call, "needs numbers");
  const [first = 0, second, third] = numbers;
  const [start, limit] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (limit < start ? -1 : 1);
  if (step === 0 || (step > 0 ? limit < start : limit > start)) return refused(call, "never reaches its limit");
  const count = Math.ceil((limit - start) / step);
  if (count > longestRange) return refused(call, `has more than ${longestRange} numbers`);
  const items: Datum[] = [];
  for (let value = start; items.length < count; value = exactSum([value, step])) items.push(number(value, call.span));
  return list(items, call.span, "list");
}

function slice(args: readonly Datum[], call: CallContext): Datum {
  const [given, from, to] = args;
  if (!given || !from || !to) return refused(call, "needs a list and two numbers");
  const bounds = known(["number", "number"], ([start, end]) =>
    list([number(start, call.span), number(end, call.span)], call.span),
  )([from, to], call);
  if (bounds.type !== "list") return bounds;
  if (!isClosed(given)) return notThis(given, "list", call);
  const [start = 0, end = 0] = bounds.items.map((bound) => (bound.type === "number" ? bound.value : 0));
  const isWhole = Number.isInteger(start) && Number.isInteger(end);
  if (!isWhole || start < 0 || start > end || end > given.items.length || given.form === "set") {
    return refused(call, "has no such part");
  }
  return marked([given], list(given.items.slice(start, end), given.span, given.form));
}

function sort(given: ListDatum, call: CallContext): Datum {
  const texts = given.items.map(stringFrom);
  const wrong = texts.find((text) => isUnread(text) && text.unread === "wrong");
  if (wrong) return refused(call, "has an item that is no string");
  if (texts.some(isUnread)) return unknownOf(given.items, call);
  const items = given.items.map(asString);
  return list(
    items.toSorted((a, b) => (a.type === "string" && b.type === "string" ? byText(a.text, b.text) : 0)),
    given.span,
    "list",
  );
}

function sum(given: ListDatum, call: CallContext): Datum {
  const numbers = given.items.map(toNumber);
  if (given.items.length === 0) return refused(call, "has nothing to sum");
  if (!numbers.includes(undefined)) return number(exactSum(numbers.map((value) => value ?? 0)), call.span);
  const isWrong = given.items.some((item, index) => numbers[index] === undefined && isKnownScalar(item));
  return isWrong ? refused(call, "has an item that is no number") : unknownOf(given.items, call);
}
