import type { Span } from "../../model/source.ts";
import * as model from "../../model/term.ts";
import { type Value, valueOf } from "../../model/value.ts";
import type { Scope } from "./scope.ts";
import type { ClassStatement, Expression, FunctionStatement } from "./syntax/tree.ts";

export type Own = FunctionTerm | ClassTerm | ObjectTerm | ModuleTerm | ExternalTerm | InstanceTerm;

export type Term = model.Term<Own>;
export type TextTerm = model.TextTerm<Own>;
export type ListTerm = model.ListTerm<Own>;
export type DictTerm = model.DictTerm<Own>;
export type ResourceTerm = model.ResourceTerm<Own>;
export type GapTerm = model.GapTerm<Own>;

export type { Part } from "../../model/term.ts";
export { atRun, conditionally, isNone, scalar } from "../../model/term.ts";

/** Why an argument of a function that nothing which was read calls can't be known. */
export const byCaller = "is given by the caller";

export const textTerm: (parts: readonly model.Part[], span: Span, why?: string) => TextTerm = model.textTerm;
export const literal: (text: string, span: Span) => TextTerm = model.literal;
export const textOfValue: (value: Value) => TextTerm = model.textOfValue;
export const gap: (expression: string, why: string, span: Span) => GapTerm = model.gap;
export const list: (items: Term[], span: Span, open?: GapTerm) => ListTerm = model.list;
export const dict: (span: Span, open?: GapTerm) => DictTerm = model.dict;
export const knownText: (term: Term | undefined) => string | undefined = model.knownText;
export const alternatives: (term: Term) => readonly Term[] = model.alternatives;
export const oneOf: (terms: readonly Term[], expression: string, span: Span, why?: string) => Term = model.oneOf;
export const isSame: (a: Term, b: Term) => boolean = model.isSame;

export interface FunctionTerm extends model.OwnTerm {
  readonly type: "function";
  readonly node: FunctionStatement | Extract<Expression, { readonly type: "lambda" }>;
  readonly scope: Scope;
  readonly self?: Term;
  readonly name: string;
  /** Names of what decorates it: `kfp.dsl.pipeline`. */
  readonly decorators: readonly string[];
}

export interface ClassTerm extends model.OwnTerm {
  readonly type: "class";
  readonly node: ClassStatement;
  readonly name: string;
  /** Its methods and attributes. */
  readonly scope: Scope;
  readonly above: readonly Term[];
}

/** An instance of a class of the program. */
export interface ObjectTerm extends model.OwnTerm {
  readonly type: "object";
  readonly of: ClassTerm;
  readonly attributes: Map<string, Term>;
}

/** A module of the program. */
export interface ModuleTerm extends model.OwnTerm {
  readonly type: "module";
  readonly path: string;
  readonly scope: Scope;
}

/** A name in a package, or a member of what a call into one returned. */
export interface ExternalTerm extends model.OwnTerm {
  readonly type: "external";
  /** `google.cloud.aiplatform.Model`, or the members after `self`. */
  readonly name: string;
  readonly self?: InstanceTerm;
  readonly written: string;
}

/** What a call into a package returned. */
export interface InstanceTerm extends model.OwnTerm {
  readonly type: "instance";
  /** `aiplatform.Model` */
  readonly of: string;
  /** What it was made with, and what was set on it. */
  readonly args: Map<string, Term>;
  /** What made it. */
  readonly from?: InstanceTerm;
  readonly written: string;
}

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

/** The parts of anything that can stand in a string. */
export function partsOfTerm(term: Term): readonly model.Part[] {
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
      return [...sharedStart(term), { expression: term.expression }];
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

function whyOf(term: Term): string {
  if (term.type === "gap" || term.type === "text") return term.why;
  return term.type === "external" || term.type === "instance" ? model.atRun : "";
}

/** How the program writes terms as text. */
export const language: model.Language<Own> = {
  partsOf: partsOfTerm,
  whyOf,
  // `gcp.storage.BucketIAMMemberConditionArgs(title=…)`
  dictOf: (term) => (term.type === "instance" ? dictOf(term.args, term.span) : undefined),
};

/** Texts one after the other. */
export const joined = (terms: readonly Term[], span: Span): TextTerm => model.joinedTerms(language, terms, span);

/** As the model has it. */
export const toValue = (term: Term): Value =>
  term.type === "gap" && sharedStart(term).length > 0
    ? valueOf(partsOfTerm(term), term.span, term.why)
    : model.valueOfTerm(language, term);

/** `gs://`, where all that it can be starts with it, and not all of it is known. */
function sharedStart({ choices }: GapTerm): readonly string[] {
  if (choices === undefined || choices.every((choice) => knownText(choice) !== undefined)) return [];
  const starts = new Set(
    choices.map((choice) => {
      const [first] = choice.type === "text" ? choice.parts : [];
      return typeof first === "string" ? /^[a-z]+:\/\//.exec(first)?.[0] : undefined;
    }),
  );
  const [start] = starts;
  return starts.size === 1 && start !== undefined ? [start] : [];
}

/** More than this is no list that somebody wrote. */
export const maxItems = 2000;

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
