import { away } from "../../../model/value.ts";
import { plainNumber } from "./decimals.ts";
import { scalarText, sortedKeys } from "../datum.ts";
import type { Datum, ListDatum, ObjectDatum, Part } from "../datum.ts";

/** A JSON string as Go writes it: `<`, `>`, `&` and the line separators are escaped. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029\u007f]|\\[bf]/gu,
    (character) => goEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const goEscapes: Readonly<Record<string, string>> = { "\\b": "\\b", "\\f": "\\f", "\u007f": "\u007f" };

/** The JSON text of a datum with its unknown parts; `undefined` where even its structure is unknown. */
export function jsonParts(datum: Datum): readonly Part[] | undefined {
  switch (datum.type) {
    case "string":
      return [quoted(datum.text)];
    case "number":
      return [plainNumber(datum.value)];
    case "boolean":
      return [scalarText(datum)];
    case "null":
      return ["null"];
    case "pattern":
      return [
        '"',
        ...away(datum.parts, datum.span).map((part) => (typeof part === "string" ? quoted(part).slice(1, -1) : part)),
        '"',
      ];
    case "unknown":
      return [{ expression: datum.expression }];
    case "list":
      return listParts(datum);
    case "object":
      return objectParts(datum);
  }
}

function listParts({ items, open }: ListDatum): readonly Part[] | undefined {
  if (open || items.some((item) => item.conditional)) return undefined;
  return wrapped("[", items.map(jsonParts), "]");
}

function objectParts(datum: ObjectDatum): readonly Part[] | undefined {
  if (datum.open || datum.computed) return undefined;
  const members = sortedKeys(datum).map((name): readonly Part[] | undefined => {
    const entry = datum.entries.get(name);
    const value = entry && !entry.value.conditional && entry.key.type === "string" ? jsonParts(entry.value) : undefined;
    return value && ([`${quoted(name)}:`] as Part[]).concat(value);
  });
  return wrapped("{", members, "}");
}

function wrapped(
  open: string,
  members: readonly (readonly Part[] | undefined)[],
  close: string,
): readonly Part[] | undefined {
  const parts: Part[] = [open];
  for (const [index, member] of members.entries()) {
    if (!member) return undefined;
    if (index > 0) parts.push(",");
    parts.push(...member);
  }
  parts.push(close);
  return joined(parts);
}

/** Neighbouring texts as one. */
function joined(parts: readonly Part[]): readonly Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === "string" && typeof last === "string") out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}
