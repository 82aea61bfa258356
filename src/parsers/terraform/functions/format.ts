import type { CallContext, TerraformFunction } from "../call.ts";
import { conditionally, gap, list, stringOf, stringParts } from "../datum.ts";
import type { Datum, Gap, ListDatum, Part } from "../datum.ts";
import { isClosed, isOpenEnded } from "./collection-arguments.ts";
import { decimalOf } from "./decimals.ts";
import { formatFloat, formatInteger, formatString, general, padded, readFormat } from "./format-verbs.ts";
import type { Piece, Verb } from "./format-verbs.ts";
import { jsonParts, quoted } from "./json-text.ts";
import { booleanFrom, numberFrom, stringFrom } from "./scalars.ts";
import { isUnread, marked, refused, unknownOf, whyOf } from "./signature.ts";
import type { Unread } from "./signature.ts";

export const formatFunctions: Readonly<Record<string, TerraformFunction>> = { format, formatlist };

function format(args: readonly Datum[], call: CallContext): Datum {
  const [spec, ...values] = args;
  const text = spec ? stringFrom(spec) : undefined;
  if (!spec || text === undefined) return refused(call, "needs a format");
  if (isUnread(text)) return text.unread === "wrong" ? refused(call, text.why) : unknownOf([spec], call);
  return marked(args, formatted(text, values, call));
}

function formatted(spec: string, values: readonly Datum[], call: CallContext): Datum {
  const pieces = readFormat(spec);
  if (!pieces) return refused(call, "has a format that can't be read");
  const parts: Part[] = [];
  let next = 0;
  let highest = 0;
  let why = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      parts.push(piece);
      continue;
    }
    next = piece.index ?? next + 1;
    highest = Math.max(highest, next);
    const value = values[next - 1];
    if (!value) return refused(call, `has no argument number ${next}`);
    const own = apply(piece, value, call);
    if ("type" in own) return own;
    parts.push(...own);
    if (why === "" && (value.type === "unknown" || value.type === "pattern")) why = whyOf(value);
  }
  if (highest < values.length) return refused(call, "has more arguments than its format");
  return stringOf(parts, call.span, why);
}

/** What a verb makes of a value, as parts of a string; a gap where it can't. */
function apply(verb: Verb, value: Datum, call: CallContext): readonly Part[] | Gap {
  if (verb.letter === "v") return applyAny(verb, value, call);
  if (value.type === "null") return refused(call, "formats null");
  if (value.type === "pattern" || value.type === "unknown") return applyUnknown(verb, value, call);
  switch (verb.letter) {
    case "s":
    case "q":
      return read<string>(stringFrom(value), call, (text) => [formatText(verb, text)]);
    case "t":
      return read(booleanFrom(value), call, (truth) => [String(truth)]);
    case "e":
    case "E":
    case "f":
    case "g":
    case "G":
      return read(numberFrom(value), call, (number) => {
        const text = formatFloat(verb, number);
        return text === undefined ? gap(call.expression, "is rounded in the middle of two numbers", call.span) : [text];
      });
    default:
      return read(numberFrom(value), call, (number) =>
        Number.isInteger(number)
          ? [formatInteger(verb, number)]
          : refused(call, "has a fraction where a whole number is needed"),
      );
  }
}

/** `%q` cuts before it quotes. */
const formatText = (verb: Verb, text: string): string =>
  verb.letter === "q" ? padded(verb, quoted(formatString({ ...verb, width: 0 }, text))) : formatString(verb, text);

function read<T extends string | number | boolean>(
  value: T | Unread,
  call: CallContext,
  use: (value: T) => readonly Part[] | Gap,
): readonly Part[] | Gap {
  if (!isUnread(value)) return use(value as T);
  return value.unread === "wrong" ? refused(call, value.why) : gap(call.expression, value.why, call.span);
}

/** `%s` of a string that is partly known keeps what is known; other verbs change it. */
function applyUnknown(verb: Verb, value: Datum, call: CallContext): readonly Part[] {
  const isPlain = verb.letter === "s" && verb.width === 0 && verb.precision === undefined;
  return (isPlain ? stringParts(value) : undefined) ?? [{ expression: call.expression }];
}

function applyAny(verb: Verb, value: Datum, call: CallContext): readonly Part[] | Gap {
  const isPlain = verb.width === 0;
  if (value.type === "pattern" || value.type === "unknown") {
    return (isPlain && !verb.flags.includes("#") ? stringParts(value) : undefined) ?? [{ expression: call.expression }];
  }
  if (!verb.flags.includes("#")) {
    if (value.type === "string") return [padded(verb, value.text)];
    if (value.type === "number") return [padded(verb, shortestText(value.value))];
  }
  const parts = jsonParts(value);
  if (!parts) return [{ expression: call.expression }];
  const [only] = parts;
  return parts.length === 1 && typeof only === "string" ? [padded(verb, only)] : parts;
}

const shortestText = (value: number): string =>
  (decimalOf(value).negative ? "-" : "") + (general(decimalOf(value)) ?? "");

/** One string for each item of the lists, which are of one length. */
function formatlist(args: readonly Datum[], call: CallContext): Datum {
  const [spec, ...values] = args;
  const text = spec ? stringFrom(spec) : undefined;
  if (!spec || typeof text !== "string")
    return spec && isOpenEnded(spec) ? unknownOf([spec], call) : refused(call, "needs a format");
  const lists = values.filter((value) => value.type === "list");
  const pieces = readFormat(text);
  if (!pieces) return refused(call, "has a format that can't be read");
  if (!lists.every(isClosed)) return openList(text, pieces, values, lists, call);
  const lengths = new Set(lists.map(({ items }) => items.length));
  if (lengths.size > 1) return refused(call, "has lists of different lengths");
  const [length = 1] = lengths;
  return listOf(
    Array.from({ length }, (_, index) => formatted(text, rowOf(values, index), call)),
    args,
    call,
  );
}

const rowOf = (values: readonly Datum[], index: number): readonly Datum[] =>
  values.map((value) => (value.type === "list" ? (value.items[index] ?? value) : value));

function listOf(items: readonly Datum[], args: readonly Datum[], call: CallContext, open?: Datum): Datum {
  const failed = items.find((item) => item.type === "unknown" && item.failed);
  return failed ?? marked(args, list(items, call.span, "list", open));
}

/** One list alone keeps its items; of several, what stands side by side can't be known. */
function openList(
  text: string,
  pieces: readonly Piece[],
  values: readonly Datum[],
  lists: readonly ListDatum[],
  call: CallContext,
): Datum {
  const [only] = lists;
  const isAlone = lists.length === 1 && only !== undefined && pieces.length > 0;
  const items = isAlone ? only.items.map((item) => formatItem(text, values, item, call)) : [];
  const unknown = unknownOf(
    lists.map((one) => one.open ?? one),
    call,
  );
  const open = isAlone && !only.open ? undefined : formatItem(text, values, (isAlone && only.open) || unknown, call);
  return listOf(items, values, call, open);
}

function formatItem(text: string, values: readonly Datum[], item: Datum, call: CallContext): Datum {
  const made = formatted(
    text,
    values.map((value) => (value.type === "list" ? item : value)),
    call,
  );
  return item.conditional ? conditionally(made) : made;
}
