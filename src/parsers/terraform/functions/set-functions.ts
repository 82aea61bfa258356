import type { CallContext, TerraformFunction } from "../call.ts";
import { conditionally, gap, list } from "../datum.ts";
import type { Datum } from "../datum.ts";
import type { Members } from "../possible.ts";
import { isOpenEnded, itemsOf, notThis } from "./collection-arguments.ts";
import { distinctSorted, holds } from "./sets.ts";
import { marked, refused } from "./signature.ts";
import { unify } from "./unify.ts";

export const setFunctions: Readonly<Record<string, TerraformFunction>> = {
  setintersection,
  setproduct,
  setsubtract,
  setunion,
};

function setunion(args: readonly Datum[], call: CallContext): Datum {
  const wrong = args.find((arg) => !itemsOf(arg));
  if (wrong || args.length === 0) return wrong ? notThis(wrong, "list", call) : refused(call, "needs a set");
  const items = args.flatMap((arg) => itemsOf(arg)?.items ?? []);
  const open = args.map((arg) => itemsOf(arg)?.open).find((one) => one !== undefined);
  return setOf(items, open, args, call);
}

function setOf(items: readonly Datum[], open: Datum | undefined, args: readonly Datum[], call: CallContext): Datum {
  const unified = unify(items);
  if (!unified) return refused(call, "has items of different types");
  const [first] = args;
  return marked(args, list(distinctSorted(unified), first?.type === "list" ? first.span : call.span, "set", open));
}

/** What stands in every set. */
function setintersection(args: readonly Datum[], call: CallContext): Datum {
  const [first, ...others] = setsOf(args);
  if (!first) return refused(call, "needs sets of one type");
  const rest = others.map(({ items, open }) => ({ open, has: holder(items) }));
  const kept = first.items.flatMap((item): readonly Datum[] => {
    const answers = rest.map(({ open, has }) => {
      const answer = has(item);
      return answer === false && open ? undefined : answer;
    });
    if (answers.some((answer) => answer === false)) return [];
    return [answers.some((answer) => answer === undefined) ? conditionally(item) : item];
  });
  return setOf(kept, first.open, args, call);
}

function setsubtract(args: readonly Datum[], call: CallContext): Datum {
  const [from, taken] = setsOf(args);
  if (!from || !taken || args.length !== 2) return refused(call, "needs two sets of one type");
  const isTaken = holder(taken.items);
  const kept = from.items.flatMap((item): readonly Datum[] => {
    const answer = isTaken(item);
    if (answer === true) return [];
    return [answer === undefined || taken.open ? conditionally(item) : item];
  });
  return setOf(kept, from.open, args, call);
}

/** Asks for many items: texts are looked up where all are known. */
function holder(items: readonly Datum[]): (wanted: Datum) => boolean | undefined {
  const texts = items.flatMap((item) => (item.type === "string" && !item.conditional ? [item.text] : []));
  const known = texts.length === items.length ? new Set(texts) : undefined;
  return (wanted) => (known && wanted.type === "string" ? known.has(wanted.text) : holds(items, wanted));
}

/** All of them, their items brought to one type; none where that can't be done. */
function setsOf(args: readonly Datum[]): readonly Members[] {
  const sets = args.flatMap((arg) => itemsOf(arg) ?? []);
  const unified = unify(sets.flatMap(({ items }) => items));
  if (!unified || sets.length !== args.length || sets.some(({ items }) => !unify(items))) return [];
  let at = 0;
  return sets.map(({ items, open }) => {
    const made = items.map((item) => unified[at++] ?? item);
    return open ? { items: made, open } : { items: made };
  });
}

const mostProducts = 20_000;

/** Every combination, the last set turning fastest. Lists keep their order. */
function setproduct(args: readonly Datum[], call: CallContext): Datum {
  if (args.length < 2) return refused(call, "needs two sets at least");
  const wrong = args.find((arg) => arg.type !== "list");
  if (wrong) return isOpenEnded(wrong) ? openProduct(wrong, call) : notThis(wrong, "list", call);
  const sets = args.flatMap((arg) => (arg.type === "list" ? [arg] : []));
  if (sets.some(({ items }) => !unify(items))) return refused(call, "has items of different types");
  const count = sets.reduce((product, { items }) => product * items.length, 1);
  if (count > mostProducts) {
    call.limit?.(`This has more than ${mostProducts} combinations`);
    return gap(call.expression, `has more than ${mostProducts} combinations`, call.span);
  }
  let rows: (readonly Datum[])[] = [[]];
  for (const { items } of sets) rows = rows.flatMap((row) => (unify(items) ?? items).map((item) => row.concat(item)));
  const products = rows.map((row) => {
    const product = list(row, call.span);
    return row.some((item) => item.conditional) ? conditionally(product) : product;
  });
  const isSet = sets.some(({ form }) => form === "set");
  const open = sets.find((set) => set.open)?.open;
  return marked(
    args,
    list(products, call.span, isSet ? "set" : "list", open && gap(call.expression, "is not wholly known", open.span)),
  );
}

const openProduct = (unknown: Datum, call: CallContext): Datum =>
  unknown.type === "unknown"
    ? gap(call.expression, unknown.why, call.span)
    : gap(call.expression, "is known after apply", call.span);
