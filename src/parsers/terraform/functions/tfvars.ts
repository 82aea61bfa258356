import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, isWhollyKnown, list, nothing, number, object, scalarText, sortedKeys, text } from "../datum.ts";
import type { Datum, Entry, Text } from "../datum.ts";
import { readHcl } from "../hcl/read-hcl.ts";
import type { Expression } from "../syntax.ts";
import { plainNumber } from "./decimals.ts";
import { known, marked, refused, unknownOf } from "./signature.ts";
import { placesIn } from "./verbatim.ts";

export const tfvarsFunctions: Readonly<Record<string, TerraformFunction>> = {
  "provider::terraform::decode_tfvars": decode,
  "provider::terraform::encode_expr": encoded((value) => expressionText(value)),
  "provider::terraform::encode_tfvars": encoded((value) => fileText(value)),
};

type Places = ReturnType<typeof placesIn>;

function decode(args: readonly Datum[], call: CallContext): Datum {
  const source = known(["string"], ([value]) => value)(args, call);
  if (source.type !== "string") return source;
  return marked(args, decodeFile(source, call));
}

function decodeFile(source: Text, call: CallContext): Datum {
  const { body, problems } = readHcl(source.text);
  const place = placesIn(source);
  const entries = new Map<string, Entry>();
  for (const item of body.items) {
    const value = item.type === "attribute" ? constant(item.value, place) : undefined;
    if (!value) return refused(call, "has something other than values");
    entries.set(item.name.text, { key: text(item.name.text, place(item.name.start, item.name.end)), value });
  }
  return problems.length > 0 ? refused(call, "is no file of variables") : object(entries, source.span);
}

/** The value of an expression that refers to nothing. */
function constant(expression: Expression, place: Places): Datum | undefined {
  const span = place(expression.start, expression.end);
  switch (expression.type) {
    case "number":
      return number(Number(expression.text), span);
    case "boolean":
      return boolean(expression.value, span);
    case "null":
      return nothing(span);
    case "parenthesized":
      return constant(expression.value, place);
    case "unary":
      return expression.operand.type === "number" ? number(-Number(expression.operand.text), span) : undefined;
    case "template": {
      const [part, more] = expression.parts;
      if (more || (part && part.type !== "literal")) return undefined;
      return text(part?.text ?? "", part ? place(part.start, part.end) : span);
    }
    case "tuple":
      return all(
        expression.items.map((item) => constant(item, place)),
        (items) => list(items, span),
      );
    case "object":
      return all(
        expression.items.flatMap((item) => [keyOf(item.key, place), constant(item.value, place)]),
        (both) => object(entriesOf(both), span),
      );
    default:
      return undefined;
  }
}

function all(datums: readonly (Datum | undefined)[], make: (known: readonly Datum[]) => Datum): Datum | undefined {
  const present = datums.filter((datum) => datum !== undefined);
  return present.length === datums.length ? make(present) : undefined;
}

function keyOf(key: Expression, place: Places): Datum | undefined {
  if (key.type === "variable") return text(key.name, place(key.start, key.end));
  const value = constant(key, place);
  return value?.type === "number" || value?.type === "boolean" ? text(scalarText(value), value.span) : value;
}

/** Keys and values in turn. */
function entriesOf(both: readonly Datum[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 1 < both.length; at += 2) {
    const [key, value] = [both[at], both[at + 1]];
    if (key?.type === "string" && value) entries.set(key.text, { key, value });
  }
  return entries;
}

function encoded(write: (value: Datum) => string | undefined): TerraformFunction {
  return (args, call) => {
    const [value] = args;
    if (!value || args.length !== 1) return refused(call, "needs one argument");
    if (!isWhollyKnown(value)) return unknownOf(args, call);
    const written = write(value);
    return written === undefined ? refused(call, "is no object of variables") : marked(args, text(written, call.span));
  };
}

const name = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

function fileText(value: Datum): string | undefined {
  if (value.type !== "object" || !sortedKeys(value).every((key) => name.test(key))) return undefined;
  return aligned(membersOf(value, (key) => key)).join("\n") + (value.entries.size > 0 ? "\n" : "");
}

interface Member {
  readonly key: string;
  readonly value: string;
}

const membersOf = (value: Extract<Datum, { type: "object" }>, show: (key: string) => string): readonly Member[] =>
  sortedKeys(value).map((key) => {
    const entry = value.entries.get(key);
    return { key: show(key), value: entry ? expressionText(entry.value) : "null" };
  });

/** Equals signs stand below each other in neighbouring lines; a value of several lines stands for itself. */
function aligned(members: readonly Member[]): readonly string[] {
  const lines: string[] = [];
  let run: Member[] = [];
  const flush = (): void => {
    const width = Math.max(0, ...run.map(({ key }) => key.length));
    lines.push(...run.map(({ key, value }) => `${key.padEnd(width)} = ${value}`));
    run = [];
  };
  for (const member of members) {
    if (member.value.includes("\n")) flush();
    run.push(member);
    if (member.value.includes("\n")) flush();
  }
  flush();
  return lines;
}

function expressionText(value: Datum): string {
  switch (value.type) {
    case "string":
      return quotedHcl(value.text);
    case "number":
      return plainNumber(value.value);
    case "boolean":
      return scalarText(value);
    case "list":
      return `[${value.items.map(expressionText).join(", ")}]`;
    case "object":
      return objectText(value);
    default:
      return "null";
  }
}

function objectText(value: Extract<Datum, { type: "object" }>): string {
  if (value.entries.size === 0) return "{}";
  const members = membersOf(value, (key) => (name.test(key) ? key : quotedHcl(key)));
  const body = aligned(members).join("\n").replaceAll("\n", "\n  ");
  return `{\n  ${body}\n}`;
}

const quotedHcl = (value: string): string => JSON.stringify(value).replace(/[$%](?=\{)/gu, "$&$&");
