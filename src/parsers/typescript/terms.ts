import type { ArrowFunctionExpression, Class, Function } from "oxc-parser";
import type { Span } from "../../model/source.ts";
import * as model from "../../model/term.ts";
import type { Value } from "../../model/value.ts";
import type { Scope } from "./scope.ts";

export type Own = FunctionTerm | ClassTerm | ExternalTerm;

export type Term = model.Term<Own>;
export type TextTerm = model.TextTerm<Own>;
export type ListTerm = model.ListTerm<Own>;
export type DictTerm = model.DictTerm<Own>;
export type Entry = model.Entry<Own>;
export type ResourceTerm = model.ResourceTerm<Own>;
export type GapTerm = model.GapTerm<Own>;

export type { Part } from "../../model/term.ts";
export { conditionally, scalar } from "../../model/term.ts";

export const textTerm: (parts: readonly model.Part[], span: Span, why?: string) => TextTerm = model.textTerm;
export const literal: (text: string, span: Span) => TextTerm = model.literal;
export const textOfValue: (value: Value) => TextTerm = model.textOfValue;
export const gap: (expression: string, why: string, span: Span) => GapTerm = model.gap;
export const list: (items: Term[], span: Span, open?: GapTerm) => ListTerm = model.list;
export const dict: (span: Span, open?: GapTerm) => DictTerm = model.dict;
export const knownText: (term: Term | undefined) => string | undefined = model.knownText;
export const alternatives: (term: Term) => readonly Term[] = model.alternatives;
export const oneOf: (terms: readonly Term[], expression: string, span: Span, why?: string) => Term = model.oneOf;

export interface FunctionTerm extends model.OwnTerm {
  readonly type: "function";
  readonly node: Function | ArrowFunctionExpression;
  readonly scope: Scope;
  readonly self?: Term;
  readonly name: string;
  /** What is above the class of a method. */
  readonly above?: Term;
  /** The first arguments: `grant.bind(null, "acme")`. */
  readonly given?: readonly Term[];
}

export interface ClassTerm extends model.OwnTerm {
  readonly type: "class";
  readonly node: Class;
  readonly scope: Scope;
  readonly name: string;
  readonly above?: Term;
  readonly statics: DictTerm;
}

/** Something of a package, and what was done with it: `new Storage().bucket("b").file("f")`. */
export interface ExternalTerm extends model.OwnTerm {
  readonly type: "external";
  readonly package: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "call" | "new"; readonly args: readonly Term[]; readonly span: Span };

/** The parts of anything that can stand in a string. */
export function partsOfTerm(term: Term): readonly model.Part[] {
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

function whyOf(term: Term): string {
  if (term.type === "gap" || term.type === "text") return term.why;
  return term.type === "external" ? model.atRun : "";
}

/** How the program writes terms as text. */
export const language: model.Language<Own> = { partsOf: partsOfTerm, whyOf };

/** Texts one after the other. */
export const joined = (terms: readonly Term[], span: Span): TextTerm => model.joinedTerms(language, terms, span);

/** As the model has it. */
export const toValue = (term: Term): Value => model.valueOfTerm(language, term);

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
