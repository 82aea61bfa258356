import { type Datum, type ObjectDatum, attribute, conditionally } from "../../datum.ts";
import { possibilities } from "../reading.ts";

export interface KeyedDatum {
  readonly key: Datum;
  readonly value: Datum;
  readonly conditional?: true | undefined;
}

/** The entries of a map; an unknown rest is an entry whose key and value are unknown. */
export function entriesOf(input: Datum): readonly KeyedDatum[] {
  const found: KeyedDatum[] = [];
  for (const choice of possibilities(input).map(({ datum }) => datum)) {
    if (choice.type === "unknown") found.push({ key: choice, value: choice });
    if (choice.type !== "object") continue;
    for (const { key, value } of choice.entries.values()) {
      if (value.type !== "null") found.push({ key, value, conditional: choice.conditional ?? value.conditional });
    }
    if (choice.open !== undefined) found.push({ ...choice.open, conditional: true });
  }
  return found;
}

export const objectsIn = (input: Datum): readonly ObjectDatum[] =>
  possibilities(input).flatMap(({ datum, conditional }) =>
    datum.type === "object" ? [conditional ? conditionally(datum) : datum] : [],
  );

/** The items of a map of objects, or of a list of them. */
export const itemsIn = (input: Datum): readonly { readonly key: Datum; readonly item: ObjectDatum }[] =>
  input.type === "object"
    ? entriesOf(input).flatMap(({ key, value }) => (value.type === "object" ? [{ key, item: value }] : []))
    : objectsIn(input).map((item) => ({ key: attribute(item, "name") ?? item, item }));
