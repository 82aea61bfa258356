import type { Span } from "../../model/source.ts";
import { type Hole, type Reference, type Value, known, partsOf, unknown, valueOf } from "../../model/value.ts";
import type { ArrowFunctionExpression, Class, Function } from "oxc-parser";
import type { Scope } from "./scope.ts";

/** What an expression comes to, as far as reading alone can tell. */
export type Term =
  | TextTerm
  | ScalarTerm
  | ListTerm
  | DictTerm
  | FunctionTerm
  | ClassTerm
  | ExternalTerm
  | ResourceTerm
  | GapTerm;

interface Marks {
  readonly span: Span;
  /** It is there only if a condition holds that can't be evaluated. */
  readonly conditional?: true;
}

export type Part = string | Reference | Hole;

/** A string, or what stands for one: a lone reference may be anything that a provider computes. */
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
  readonly value: number | boolean | null | undefined;
}

/** Lists and objects change while the program runs. */
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
  /** The class of which it is an instance. */
  readonly ofClass?: ClassTerm;
  /** The file that it was read from. */
  readonly file?: string;
  /** It is what a call returned: `getIamPolicy`. */
  readonly origin?: "policy";
}

export interface Entry {
  readonly key: TextTerm;
  readonly value: Term;
}

export interface FunctionTerm extends Marks {
  readonly type: "function";
  readonly node: Function | ArrowFunctionExpression;
  readonly scope: Scope;
  readonly self?: Term;
  readonly name: string;
}

export interface ClassTerm extends Marks {
  readonly type: "class";
  readonly node: Class;
  readonly scope: Scope;
  readonly name: string;
  readonly above?: Term;
  readonly statics: DictTerm;
}

/** Something of a package, and what was done with it: `new Storage().bucket("b").file("f")`. */
export interface ExternalTerm extends Marks {
  readonly type: "external";
  readonly package: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "call" | "new"; readonly args: readonly Term[]; readonly span: Span };

/** A resource that the program configures. */
export interface ResourceTerm extends Marks {
  readonly type: "resource";
  readonly object: string;
  /** `google_service_account`; `provider` for a provider. */
  readonly of: string;
  /** The arguments under Terraform's names. */
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

export const dict = (entries: Map<string, Entry>, span: Span, open?: GapTerm): DictTerm => ({
  type: "dict",
  entries,
  span,
  ...(open && { open }),
});

/** The text of a string that is wholly known. */
export function knownText(term: Term | undefined): string | undefined {
  if (term?.type === "scalar" && (typeof term.value === "number" || typeof term.value === "boolean")) {
    return String(term.value);
  }
  if (term?.type !== "text") return undefined;
  if (term.parts.length === 0) return "";
  const [only] = term.parts;
  return term.parts.length === 1 && typeof only === "string" ? only : undefined;
}

/** The parts of anything that can stand in a string. */
export function partsOfTerm(term: Term): readonly Part[] {
  switch (term.type) {
    case "text":
      return term.parts;
    case "scalar":
      return term.value === undefined ? [{ expression: "undefined" }] : [String(term.value)];
    case "gap":
      return [{ expression: term.expression }];
    case "resource":
      return [{ target: term.object, attribute: "id" }];
    case "external":
      return [{ expression: shownExternal(term) }];
    case "list":
      return term.items.flatMap((item, index) => (index === 0 ? partsOfTerm(item) : [",", ...partsOfTerm(item)]));
    default:
      return [{ expression: term.type === "dict" ? "{…}" : term.name }];
  }
}

const whyOf = (term: Term): string =>
  term.type === "gap" || term.type === "text" ? term.why : term.type === "external" ? "is known when it runs" : "";

const maxText = 200_000;
const maxParts = 5000;

/** Lists hold no more than this. */
const maxItems = 10_000;

/** Adds to a list, as far as it may grow. */
export function append(to: ListTerm, items: readonly Term[]): void {
  for (const item of items) {
    if (to.items.length >= maxItems) {
      to.open ??= gap("…", "there are too many to follow", to.span);
      return;
    }
    to.items.push(item);
  }
}

/** Texts one after the other. */
export function joined(terms: readonly Term[], span: Span): TextTerm {
  const why = terms.map(whyOf).find((one) => one !== "") ?? "";
  const parts = terms.flatMap(partsOfTerm);
  const length = parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
  if (length > maxText || parts.length > maxParts)
    return textTerm([{ expression: "…" }], span, "is too long to follow");
  return textTerm(parts, span, why);
}

/** As the model has it. */
export function toValue(term: Term): Value {
  const text = knownText(term);
  if (text !== undefined) return known(text, term.span);
  if (term.type === "gap") {
    const choices = term.choices?.map(knownText).filter((choice) => choice !== undefined);
    return {
      ...unknown(term.expression, term.why, term.span),
      ...(choices !== undefined && choices.length === term.choices?.length && { choices }),
    };
  }
  return valueOf(partsOfTerm(term), term.span, whyOf(term) || "is known when it runs");
}

/** The names in an external term: `projects.IAMMember`. */
export const nameOfExternal = ({ package: from, steps }: ExternalTerm): string => {
  const names = steps.flatMap((step) => (step.kind === "member" ? [step.name] : []));
  return from === "global" ? names.join(".") : [from, ...names].join(".");
};

/** As a person would write it in short: `listEndpoints().name`, `RandomString.result`. */
function shownExternal(term: ExternalTerm): string {
  if (term.package === "global") return nameOfExternal(term);
  const words: string[] = [];
  for (const step of term.steps) {
    if (step.kind === "member" && (step.name === "item" || /^\d+$/.test(step.name))) continue;
    if (step.kind === "member") words.push(step.name);
    else if (step.kind === "new") words.splice(0, words.length - 1);
    else words.push(`${words.pop() ?? term.package}()`);
  }
  return words.length > 3 ? words.slice(-3).join(".") : words.join(".") || term.package;
}

/** One of the things that a call returned: `const [files] = await bucket.getFiles()`. */
export const itemOfExternal = (of: ExternalTerm): ExternalTerm => ({
  ...of,
  steps: [...of.steps, { kind: "member", name: "item" }],
});

/** A value as a text of the program. */
export const textOfValue = (value: Value): TextTerm =>
  textTerm(partsOf(value), value.span, value.kind === "unknown" ? value.why : "");

/** Marked: it may be missing. */
export const conditionally = <T extends Term>(term: T): T => (term.conditional ? term : { ...term, conditional: true });

const maxChoices = 32;

/** One of a few: the only one, or a gap that knows them. */
export function oneOf(terms: readonly Term[], expression: string, span: Span, why = "it depends on a condition"): Term {
  const choices: Term[] = [];
  for (const term of terms.flatMap((one) => (one.type === "gap" && one.choices ? one.choices : [one]))) {
    if (!choices.some((other) => isSame(other, term))) choices.push(term);
  }
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only;
  if (choices.length > maxChoices) return gap(expression, "it may be many things", span);
  return { ...gap(expression, why, span), choices };
}

/** All that a term can be. */
export const alternatives = (term: Term): readonly Term[] =>
  term.type === "gap" && term.choices !== undefined ? term.choices : [term];

function isSame(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (a.type === "scalar" && b.type === "scalar") return a.value === b.value;
  const [left, right] = [knownText(a), knownText(b)];
  return left !== undefined && left === right && a.type === b.type;
}

/** `true`, `false`, or not known. */
export function truthOf(term: Term): boolean | undefined {
  if (term.type === "scalar") return Boolean(term.value);
  if (term.type === "text") {
    const text = knownText(term);
    if (text !== undefined) return text !== "";
    return term.parts.some((part) => typeof part === "string" && part !== "") || isReferenceOnly(term)
      ? true
      : undefined;
  }
  if (term.type === "gap") {
    const truths = new Set((term.choices ?? [undefined]).map((one) => one && truthOf(one)));
    return truths.size === 1 ? [...truths][0] : undefined;
  }
  if (term.type === "external") {
    // What the environment holds, or a call returned, may be nothing.
    const isMade = term.steps.some(({ kind }) => kind === "new");
    return isMade && term.steps.at(-1)?.kind === "new" ? true : undefined;
  }
  return true;
}

const isReferenceOnly = ({ parts }: TextTerm): boolean =>
  parts.length > 0 && parts.every((part) => typeof part === "object" && "target" in part);
