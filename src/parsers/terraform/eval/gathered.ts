import type { Span } from "../../../model/source.ts";
import { asKey, gap, keyText, list, number, object, text } from "../datum.ts";
import type { Datum, Entry } from "../datum.ts";
import { certain } from "./choices.ts";
import type { Copies, Copy } from "./expansion.ts";

/** All instances of a block as one value: itself, a list, or a map; `other`: one of those that can't be enumerated. */
export function gathered(
  form: Copies["form"],
  copies: readonly Copy[],
  datums: readonly Datum[],
  other: (copy: Copy) => Datum,
  name: string,
  span: Span,
): Datum {
  if (form === "single") return datums[0] ?? gap(name, `${name} can't be evaluated`, span);
  const more = copies.find((copy) => copy.more);
  const open = more && datums[copies.indexOf(more)];
  if (form === "count") return listOfInstances(copies, datums, open, other, span);
  const entries = new Map<string, Entry>();
  for (const [index, copy] of copies.entries()) {
    const value = datums[index];
    if (!value || !copy.each || copy.more) continue;
    const key = keyOf(copy.each.key);
    entries.set(keyText(key), { key, value });
  }
  if (!more?.each || !open) return object(entries, span);
  const { key, value } = more.each;
  const named = (label: string, at: Span): Datum | undefined =>
    entries.has(label)
      ? undefined
      : other({ ...more, suffix: `[${JSON.stringify(label)}]`, each: { key: text(label, at), value } });
  return { ...object(entries, span, "object", { key: keyOf(key), value: certain(open) }), computed: named };
}

function listOfInstances(
  copies: readonly Copy[],
  datums: readonly Datum[],
  open: Datum | undefined,
  other: (copy: Copy) => Datum,
  span: Span,
): Datum {
  const [more] = copies;
  if (!more || !open) return { ...list(datums, span), fixed: true };
  const numbered = (index: number, at: Span): Datum =>
    other({ ...more, suffix: `[${index}]`, count: number(index, at) });
  return { ...list([], span, "tuple", certain(open)), fixed: true, computed: numbered };
}

const keyOf = (datum: Datum): Entry["key"] => asKey(datum) ?? gap("each.key", "is no key", datum.span);
