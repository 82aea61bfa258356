import type { Span } from "./source.ts";
import { type Hole, type Reference, type Value, known, partsOf, unknown, valueOf } from "./value.ts";

/** What an expression of a program comes to, as far as reading alone can tell; `Own` are the kinds that one language has. */
export type Term<Own> =
  | TextTerm<Own>
  | ScalarTerm
  | ListTerm<Own>
  | DictTerm<Own>
  | ResourceTerm<Own>
  | GapTerm<Own>
  | Own;

export interface Marks {
  readonly span: Span;
  /** It is there only if a condition holds that can't be evaluated. */
  readonly conditional?: true;
}

/** A kind of term that one language has. */
export interface OwnTerm extends Marks {
  readonly type: "function" | "class" | "object" | "module" | "external" | "instance";
}

export type Part = string | Reference | Hole;

/** A string, or what stands for one: a lone reference may be anything that a provider computes. */
export interface TextTerm<Own> extends Marks {
  readonly type: "text";
  readonly parts: readonly Part[];
  /** Why the holes can't be known. */
  readonly why: string;
  /** What it is the JSON of. */
  readonly json?: Term<Own>;
}

export interface ScalarTerm extends Marks {
  readonly type: "scalar";
  readonly value: number | boolean | null | undefined;
}

/** Lists and dicts change while the program runs. */
export interface ListTerm<Own> extends Marks {
  readonly type: "list";
  readonly items: Term<Own>[];
  /** There may be further items. */
  open?: GapTerm<Own>;
}

export interface DictTerm<Own> extends Marks {
  readonly type: "dict";
  readonly entries: Map<string, Entry<Own>>;
  /** There may be further entries. */
  open?: GapTerm<Own>;
  /** The class of which it is an instance. */
  readonly ofClass?: Extract<Own, { readonly type: "class" }>;
  /** The file that it was read from. */
  readonly file?: string;
  /** It is what a call returned: `getIamPolicy`. */
  readonly origin?: "policy";
}

export interface Entry<Own> {
  readonly key: TextTerm<Own>;
  readonly value: Term<Own>;
}

/** A resource that the program configures. */
export interface ResourceTerm<Own> extends Marks {
  readonly type: "resource";
  readonly object: string;
  /** `google_service_account`; `provider` for a provider. */
  readonly of: string;
  /** The arguments under Terraform's names. */
  readonly settings: DictTerm<Own>;
  readonly mode: "managed" | "data";
}

export interface GapTerm<Own> extends Marks {
  readonly type: "gap";
  /** The expression as written. */
  readonly expression: string;
  readonly why: string;
  /** All that it can be, where that is a finite set. */
  readonly choices?: readonly Term<Own>[];
}

/** How a language writes terms as text. */
export interface Language<Own> {
  readonly partsOf: (term: Term<Own>) => readonly Part[];
  readonly whyOf: (term: Term<Own>) => string;
  /** The dict that a term of its own stands for: `BucketArgs(name="b")`. */
  readonly dictOf?: (term: Term<Own>) => DictTerm<Own> | undefined;
}

export const atRun = "is known when it runs";

export function textTerm<Own>(parts: readonly Part[], span: Span, why = ""): TextTerm<Own> {
  const value = valueOf(parts, span);
  return { type: "text", parts: value.kind === "known" ? [value.text] : value.parts, span, why };
}

export const literal = <Own>(text: string, span: Span): TextTerm<Own> => ({
  type: "text",
  parts: [text],
  span,
  why: "",
});

export const scalar = (value: ScalarTerm["value"], span: Span): ScalarTerm => ({ type: "scalar", value, span });

export const gap = <Own>(expression: string, why: string, span: Span): GapTerm<Own> => ({
  type: "gap",
  expression,
  why,
  span,
});

export const list = <Own>(items: Term<Own>[], span: Span, open?: GapTerm<Own>): ListTerm<Own> => ({
  type: "list",
  items,
  span,
  ...(open && { open }),
});

export const dict = <Own>(span: Span, open?: GapTerm<Own>): DictTerm<Own> => ({
  type: "dict",
  entries: new Map(),
  span,
  ...(open && { open }),
});

/** The text of a string, or of a number, that is wholly known. */
export function knownText<Own extends OwnTerm>(term: Term<Own> | undefined): string | undefined {
  if (term?.type === "scalar" && term.value !== null && term.value !== undefined) return String(term.value);
  if (term?.type !== "text") return undefined;
  if (term.parts.length === 0) return "";
  const [only] = term.parts;
  return term.parts.length === 1 && typeof only === "string" ? only : undefined;
}

export const isNone = <Own extends OwnTerm>(term: Term<Own> | undefined): boolean =>
  term === undefined || (term.type === "scalar" && (term.value === null || term.value === undefined));

/** A value as a text of the program. */
export const textOfValue = <Own>(value: Value): TextTerm<Own> =>
  textTerm(partsOf(value), value.span, value.kind === "unknown" ? value.why : "");

/** A term as the model has it. */
export function valueOfTerm<Own extends OwnTerm>(language: Language<Own>, term: Term<Own>): Value {
  const text = knownText(term);
  if (text !== undefined) return known(text, term.span);
  if (term.type !== "gap") return valueOf(language.partsOf(term), term.span, language.whyOf(term) || atRun);
  const choices = term.choices?.map(knownText).filter((choice) => choice !== undefined);
  return {
    ...unknown(term.expression, term.why, term.span),
    ...(choices !== undefined && choices.length === term.choices?.length && { choices }),
  };
}

const maxText = 200_000;
const maxParts = 5000;

/** Texts one after the other. */
export function joinedTerms<Own extends OwnTerm>(
  language: Language<Own>,
  terms: readonly Term<Own>[],
  span: Span,
): TextTerm<Own> {
  const why = terms.map(language.whyOf).find((one) => one !== "") ?? "";
  const parts: Part[] = [];
  let length = 0;
  for (const part of terms.flatMap(language.partsOf)) {
    length += typeof part === "string" ? part.length : 1;
    if (length > maxText || parts.length > maxParts)
      return textTerm([{ expression: "…" }], span, "is too long to follow");
    parts.push(part);
  }
  return textTerm(parts, span, why);
}

/** Marked: it may be missing. */
export const conditionally = <T extends Marks>(term: T): T =>
  term.conditional ? term : { ...term, conditional: true };

const maxChoices = 32;

/** One of a few: the only one, or a gap that knows them. */
export function oneOf<Own extends OwnTerm>(
  terms: readonly Term<Own>[],
  expression: string,
  span: Span,
  why = "it depends on a condition",
): Term<Own> {
  const choices: Term<Own>[] = [];
  for (const term of terms.flatMap(alternatives)) {
    if (!choices.some((other) => isSame(other, term))) choices.push(term);
  }
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only;
  if (choices.length > maxChoices) return gap(expression, "it may be many things", span);
  return { ...gap<Own>(expression, why, span), choices };
}

/** All that a term can be. */
export const alternatives = <Own extends OwnTerm>(term: Term<Own>): readonly Term<Own>[] =>
  term.type === "gap" && term.choices !== undefined ? term.choices : [term];

export function isSame<Own extends OwnTerm>(a: Term<Own>, b: Term<Own>): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  if (a.type === "scalar" && b.type === "scalar") return a.value === b.value;
  if (a.type === "gap" && b.type === "gap") return a.expression === b.expression && !a.choices && !b.choices;
  const left = knownText(a);
  return left !== undefined && left === knownText(b);
}
