import type { Span } from "../../model/source.ts";
import { type Hole, type Reference, type Value, known, partsOf, unknown, valueOf } from "../../model/value.ts";
import type { Scope } from "./scope.ts";
import type { ClassStatement, Expression, FunctionStatement } from "./syntax/tree.ts";

/** What an expression comes to, as far as reading alone can tell. */
export type Term =
  | TextTerm
  | ScalarTerm
  | ListTerm
  | DictTerm
  | FunctionTerm
  | ClassTerm
  | ObjectTerm
  | ModuleTerm
  | ExternalTerm
  | InstanceTerm
  | ResourceTerm
  | GapTerm;

interface Marks {
  readonly span: Span;
  /** It is there only if a condition holds that can't be evaluated. */
  readonly conditional?: true;
}

export type Part = string | Reference | Hole;

export interface TextTerm extends Marks {
  readonly type: "text";
  readonly parts: readonly Part[];
  /** Why the holes can't be known. */
  readonly why: string;
  /** What it is the JSON of. */
  readonly json?: Term;
}

export interface ScalarTerm extends Marks {
  readonly type: "scalar";
  readonly value: number | boolean | null;
}

/** Lists, sets and dicts change while the program runs. */
export interface ListTerm extends Marks {
  readonly type: "list";
  readonly items: Term[];
  /** There may be further items. */
  open?: GapTerm;
}

export interface DictTerm extends Marks {
  readonly type: "dict";
  readonly entries: Map<string, Entry>;
  /** There may be further entries. */
  open?: GapTerm;
  /** It is what a call returned: `get_iam_policy`. */
  readonly origin?: "policy";
}

export interface Entry {
  readonly key: TextTerm;
  readonly value: Term;
}

export interface FunctionTerm extends Marks {
  readonly type: "function";
  readonly node: FunctionStatement | Extract<Expression, { readonly type: "lambda" }>;
  readonly scope: Scope;
  readonly self?: Term;
  readonly name: string;
  /** Names of what decorates it: `kfp.dsl.pipeline`. */
  readonly decorators: readonly string[];
}

export interface ClassTerm extends Marks {
  readonly type: "class";
  readonly node: ClassStatement;
  readonly name: string;
  /** Its methods and attributes. */
  readonly scope: Scope;
  readonly above: readonly Term[];
}

/** An instance of a class of the program. */
export interface ObjectTerm extends Marks {
  readonly type: "object";
  readonly of: ClassTerm;
  readonly attributes: Map<string, Term>;
}

/** A module of the program. */
export interface ModuleTerm extends Marks {
  readonly type: "module";
  readonly path: string;
  readonly scope: Scope;
}

/** A name in a package, or a member of what a call into one returned. */
export interface ExternalTerm extends Marks {
  readonly type: "external";
  /** `google.cloud.aiplatform.Model`, or the members after `self`. */
  readonly name: string;
  readonly self?: InstanceTerm;
  readonly written: string;
}

/** What a call into a package returned. */
export interface InstanceTerm extends Marks {
  readonly type: "instance";
  /** `aiplatform.Model` */
  readonly of: string;
  /** What it was made with, and what was set on it. */
  readonly args: Map<string, Term>;
  /** What made it. */
  readonly from?: InstanceTerm;
  readonly written: string;
}

/** A resource that the program configures. */
export interface ResourceTerm extends Marks {
  readonly type: "resource";
  readonly object: string;
  /** `google_service_account`; `provider` for a provider. */
  readonly of: string;
  readonly settings: DictTerm;
  readonly mode: "managed" | "data";
}

export interface GapTerm extends Marks {
  readonly type: "gap";
  /** The expression as written. */
  readonly expression: string;
  readonly why: string;
  /** All that it can be, where that is a finite set. */
  readonly choices?: readonly Term[];
}

export const atRun = "is known when it runs";

export const textTerm = (parts: readonly Part[], span: Span, why = ""): TextTerm => {
  const value = valueOf(parts, span);
  return { type: "text", parts: value.kind === "known" ? [value.text] : value.parts, span, why };
};

export const literal = (text: string, span: Span): TextTerm => ({ type: "text", parts: [text], span, why: "" });

export const scalar = (value: ScalarTerm["value"], span: Span): ScalarTerm => ({ type: "scalar", value, span });

export const gap = (expression: string, why: string, span: Span): GapTerm => ({ type: "gap", expression, why, span });

export const list = (items: Term[], span: Span, open?: GapTerm): ListTerm => ({
  type: "list",
  items,
  span,
  ...(open && { open }),
});

export const dict = (span: Span, open?: GapTerm): DictTerm => ({
  type: "dict",
  entries: new Map(),
  span,
  ...(open && { open }),
});

export function setEntry({ entries }: DictTerm, key: TextTerm, value: Term): void {
  const name = knownText(key);
  if (name !== undefined) entries.set(name, { key, value });
}

/** A dict of named things. */
export function dictOf(named: Iterable<readonly [string, Term]>, span: Span): DictTerm {
  const made = dict(span);
  for (const [name, value] of named) made.entries.set(name, { key: literal(name, value.span), value });
  return made;
}

/** The text of a string, or of a number, that is wholly known. */
export function knownText(term: Term | undefined): string | undefined {
  if (term?.type === "scalar" && term.value !== null) return String(term.value);
  if (term?.type !== "text") return undefined;
  if (term.parts.length === 0) return "";
  const [only] = term.parts;
  return term.parts.length === 1 && typeof only === "string" ? only : undefined;
}

export const isNone = (term: Term | undefined): boolean =>
  term === undefined || (term.type === "scalar" && term.value === null);

/** The parts of anything that can stand in a string. */
export function partsOfTerm(term: Term): readonly Part[] {
  switch (term.type) {
    case "text":
      return term.parts;
    case "scalar":
      return [
        term.value === null
          ? "None"
          : term.value === true
            ? "True"
            : term.value === false
              ? "False"
              : String(term.value),
      ];
    case "gap":
      return [{ expression: term.expression }];
    case "resource":
      return [{ target: term.object, attribute: "id" }];
    case "external":
    case "instance":
      return [{ expression: term.written }];
    case "list":
      return term.items.some(({ type }) => type === "list")
        ? [{ expression: "[…]" }]
        : term.items.flatMap((item, index) => (index === 0 ? partsOfTerm(item) : [",", ...partsOfTerm(item)]));
    case "dict":
      return [{ expression: "{…}" }];
    case "object":
      return [{ expression: term.of.name }];
    case "module":
      return [{ expression: term.path }];
    default:
      return [{ expression: term.name }];
  }
}

const whyOf = (term: Term): string => {
  if (term.type === "gap" || term.type === "text") return term.why;
  return term.type === "external" || term.type === "instance" ? atRun : "";
};

const maxText = 200_000;
const maxParts = 1000;

/** Texts one after the other. */
export function joined(terms: readonly Term[], span: Span): TextTerm {
  const why = terms.map(whyOf).find((one) => one !== "") ?? "";
  const parts: Part[] = [];
  let length = 0;
  for (const part of terms.flatMap(partsOfTerm)) {
    length += typeof part === "string" ? part.length : 1;
    if (length > maxText || parts.length > maxParts) return textTerm([{ expression: "…" }], span, "is too long");
    parts.push(part);
  }
  return textTerm(parts, span, why);
}

/** More than this is no list that somebody wrote. */
export const maxItems = 2000;

/** As the model has it. */
export function toValue(term: Term): Value {
  const text = knownText(term);
  if (text !== undefined) return known(text, term.span);
  if (term.type !== "gap") return valueOf(partsOfTerm(term), term.span, whyOf(term) || atRun);
  const choices = term.choices?.map(knownText).filter((choice) => choice !== undefined);
  return {
    ...unknown(term.expression, term.why, term.span),
    ...(choices !== undefined && choices.length === term.choices?.length && { choices }),
  };
}

/** A value as a text of the program. */
export const textOfValue = (value: Value): TextTerm =>
  textTerm(partsOf(value), value.span, value.kind === "unknown" ? value.why : "");

/** Marked: it may be missing. */
export const conditionally = <T extends Term>(term: T): T => (term.conditional ? term : { ...term, conditional: true });

const maxChoices = 32;

/** One of a few: the only one, or a gap that knows them. */
export function oneOf(terms: readonly Term[], expression: string, span: Span): Term {
  const choices: Term[] = [];
  for (const term of terms.flatMap(alternatives)) {
    if (!choices.some((other) => isSame(other, term))) choices.push(term);
  }
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only;
  if (choices.length > maxChoices) return gap(expression, "it may be many things", span);
  return { ...gap(expression, "it depends on a condition", span), choices };
}

/** All that a term can be. */
export const alternatives = (term: Term): readonly Term[] =>
  term.type === "gap" && term.choices !== undefined ? term.choices : [term];

export function isSame(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  if (a.type === "scalar" && b.type === "scalar") return a.value === b.value;
  if (a.type === "gap" && b.type === "gap") return a.expression === b.expression && !a.choices && !b.choices;
  const left = knownText(a);
  return left !== undefined && left === knownText(b);
}

/** `True`, `False`, or not known. */
export function truthOf(term: Term): boolean | undefined {
  switch (term.type) {
    case "scalar":
      return Boolean(term.value);
    case "text":
      if (knownText(term) !== undefined) return knownText(term) !== "";
      return term.parts.some((part) => typeof part === "string" && part !== "") ? true : undefined;
    case "list":
      return term.items.some(({ conditional }) => !conditional)
        ? true
        : term.open || term.items.length > 0
          ? undefined
          : false;
    case "dict":
      return term.entries.size > 0 ? true : term.open ? undefined : false;
    case "gap": {
      const truths = new Set((term.choices ?? [undefined]).map((one) => one && truthOf(one)));
      return truths.size === 1 ? [...truths][0] : undefined;
    }
    case "external":
    case "instance":
      return undefined;
    default:
      return true;
  }
}
