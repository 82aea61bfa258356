import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, isLoneReference, list, stringOf, stringParts } from "../datum.ts";
import type { Datum, Part, Pattern } from "../datum.ts";
import { marked, whyOf } from "./signature.ts";

/** Strings of which a part is known: a function still says what follows from that part. */
const isPattern = (datum: Datum | undefined): datum is Pattern => datum?.type === "pattern" && !isLoneReference(datum);

/** The parts that can't be known, as gaps of the call; the literal ones as `change` makes them. */
function mapLiterals(pattern: Pattern, call: CallContext, change: (text: string) => string): Datum {
  const parts = pattern.parts.map((part): Part =>
    typeof part === "string" ? change(part) : { expression: call.expression },
  );
  return marked([pattern], stringOf(parts, pattern.span, whyOf(pattern)));
}

/** A function that changes letter by letter. */
export const literally =
  (change: (text: string) => string, whole: TerraformFunction): TerraformFunction =>
  (args, call) => {
    const [value] = args;
    return args.length === 1 && isPattern(value) ? mapLiterals(value, call, change) : whole(args, call);
  };

/** Literal text of one character is found wherever it stands; longer text may lie half in an unknown part. */
export const replacedInLiterals =
  (whole: TerraformFunction): TerraformFunction =>
  (args, call) => {
    const [value, from, to] = args;
    if (args.length !== 3 || !isPattern(value) || from?.type !== "string" || to?.type !== "string") {
      return whole(args, call);
    }
    if (from.text.length !== 1) return whole(args, call);
    return mapLiterals(value, call, (text) => text.replaceAll(from.text, () => to.text));
  };

/** `startswith`, `endswith`, `strcontains`: what is known may settle it. */
export const decidedBy =
  (where: "start" | "end" | "anywhere", whole: TerraformFunction): TerraformFunction =>
  (args, call) => {
    const [value, wanted] = args;
    if (args.length !== 2 || !isPattern(value) || wanted?.type !== "string") return whole(args, call);
    const answer = answers[where](value.parts, wanted.text);
    return answer === undefined ? whole(args, call) : marked(args, boolean(answer, call.span));
  };

const answers = {
  start: (parts: readonly Part[], wanted: string): boolean | undefined => {
    const [first] = parts;
    if (typeof first !== "string") return undefined;
    if (first.length >= wanted.length) return first.startsWith(wanted);
    return wanted.startsWith(first) ? undefined : false;
  },
  end: (parts: readonly Part[], wanted: string): boolean | undefined => {
    const last = parts.at(-1);
    if (typeof last !== "string") return undefined;
    if (last.length >= wanted.length) return last.endsWith(wanted);
    return wanted.endsWith(last) ? undefined : false;
  },
  anywhere: (parts: readonly Part[], wanted: string): boolean | undefined =>
    parts.some((part) => typeof part === "string" && part.includes(wanted)) ? true : undefined,
} as const;

/** `trimprefix` and `trimsuffix` where the end at hand is known. */
export const trimmedAtEnd =
  (end: "prefix" | "suffix", whole: TerraformFunction): TerraformFunction =>
  (args, call) => {
    const [value, affix] = args;
    if (args.length !== 2 || !isPattern(value) || affix?.type !== "string") return whole(args, call);
    const isThere = answers[end === "prefix" ? "start" : "end"](value.parts, affix.text);
    if (isThere === undefined) return whole(args, call);
    const parts = isThere ? withoutAffix(value.parts, end, affix.text.length) : value.parts;
    return marked([value], stringOf(parts, value.span, value.why));
  };

function withoutAffix(parts: readonly Part[], end: "prefix" | "suffix", length: number): readonly Part[] {
  const place = end === "prefix" ? 0 : parts.length - 1;
  return parts.map((part, index) => {
    if (index !== place || typeof part !== "string") return part;
    return end === "prefix" ? part.slice(length) : part.slice(0, part.length - length);
  });
}

/**
 * `split` of keys that a configuration puts together itself (`"${var.project_id}=>roles/viewer"`): no name or id of Google's
 * has such a sign in it, and lists in one text have commas or blanks. An e-mail, a number and a project's id have no slash.
 */
export const splitAtJoints =
  (whole: TerraformFunction): TerraformFunction =>
  (args, call) => {
    const [separator, value] = args;
    if (args.length !== 2 || separator?.type !== "string" || !isPattern(value)) return whole(args, call);
    const at = separator.text;
    const isJoint = joint.test(at) || (at === "/" && value.parts.every(hasNoSlash));
    if (!isJoint) return whole(args, call);
    const pieces: Part[][] = [[]];
    for (const part of value.parts) {
      const [first = "", ...rest] = typeof part === "string" ? part.split(at) : [part];
      pieces.at(-1)?.push(first);
      for (const text of rest) pieces.push([text]);
    }
    const items = pieces.map((parts) => textOf(parts, value));
    return marked([value], list(items, value.span, "list"));
  };

function textOf(parts: readonly Part[], { span, why }: Pattern): Datum {
  const made = stringOf(parts, span, why);
  return made.type === "pattern" ? { ...made, isText: true } : made;
}

const joint = /[^\w./:@,;\s-]/u;

const hasNoSlash = (part: Part): boolean =>
  typeof part === "string" ||
  ("target" in part && /^(?:email|number|project_id|unique_id|account_id)$/.test(part.attribute));

/** The parts of each string in a list, with something between them; `undefined` where an item is no string. */
export function joinParts(items: readonly Datum[], separator: readonly Part[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const [index, item] of items.entries()) {
    const own = stringParts(item);
    if (!own) return undefined;
    if (index > 0) parts.push(...separator);
    parts.push(...own);
  }
  return parts;
}
