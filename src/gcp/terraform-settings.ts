import type { Setting, SettingGroup } from "../model/configuration.ts";
import {
  type DictTerm,
  type GapTerm,
  type Language,
  type ListTerm,
  type OwnTerm,
  type Term,
  dict,
  isNone,
  list,
  literal,
  valueOfTerm,
} from "../model/term.ts";
import { snakeCase } from "./spelling.ts";

const maxDepth = 40;

/** Arguments under Terraform's names: `serviceAccountId` as `service_account_id`, `accesses` also as `access`. */
export function terraformNames<Own extends OwnTerm>(language: Language<Own>, term: Term<Own>, depth = 0): Term<Own> {
  if (depth > maxDepth) return term;
  if (term.type === "list") {
    const items = term.items.map((item) => terraformNames(language, item, depth + 1));
    return { ...list(items, term.span, term.open), ...(term.conditional && { conditional: true as const }) };
  }
  if (term.type === "gap" && term.choices)
    return { ...term, choices: term.choices.map((choice) => terraformNames(language, choice, depth + 1)) };
  const own = language.dictOf?.(term) ?? term;
  return own.type === "dict" ? dictNames(language, own, depth) : own;
}

export function dictNames<Own extends OwnTerm>(language: Language<Own>, term: DictTerm<Own>, depth = 0): DictTerm<Own> {
  const made = dict(term.span, term.open);
  for (const [name, { key, value }] of term.entries) {
    const own = terraformName(name);
    const inner = terraformNames(language, value, depth + 1);
    const entry = { key: own === name ? key : literal<Own>(own, key.span), value: inner };
    made.entries.set(own, entry);
    const single = inner.type === "list" && singular(own);
    if (single && !made.entries.has(single)) made.entries.set(single, { ...entry, key: literal(single, key.span) });
  }
  return term.conditional ? { ...made, conditional: true } : made;
}

/** Keys of maps that are not names of arguments stay as they are. */
export const terraformName = (name: string): string => (/^[a-z][A-Za-z0-9]*$/.test(name) ? snakeCase(name) : name);

/** Pulumi says `accesses` and `bindings` of Terraform's blocks `access` and `binding`. */
function singular(name: string): string | undefined {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : undefined;
}

export function settingGroup<Own extends OwnTerm>(
  language: Language<Own>,
  term: DictTerm<Own>,
  depth = 0,
): SettingGroup {
  const entries = [...term.entries.values()].flatMap(({ key, value }) => {
    const setting = settingOf(language, value, depth + 1);
    return setting === undefined ? [] : [{ key: valueOfTerm(language, key), setting }];
  });
  return {
    kind: "group",
    entries,
    span: term.span,
    ...(term.open && { open: valueOfTerm(language, term.open) }),
    ...(term.conditional && { conditional: true as const }),
  };
}

/** `undefined` for what is not set. */
function settingOf<Own extends OwnTerm>(language: Language<Own>, term: Term<Own>, depth: number): Setting | undefined {
  if (depth > maxDepth || isNone(term)) return undefined;
  const marks = term.conditional ? { conditional: true as const } : {};
  switch (term.type) {
    case "list":
      return { ...settingList(language, term, depth), ...marks };
    case "dict":
      return settingGroup(language, term, depth);
    case "gap":
      if (term.choices) return settingChoice(language, term, term.choices, depth);
      break;
    default:
  }
  const isNumber = term.type === "scalar" && typeof term.value === "number";
  const form = isNumber ? "number" : term.type === "scalar" ? "boolean" : "string";
  return { kind: "scalar", value: valueOfTerm(language, term), form, ...marks };
}

const settingList = <Own extends OwnTerm>(language: Language<Own>, term: ListTerm<Own>, depth: number): Setting => ({
  kind: "list",
  items: term.items.flatMap((item) => settingOf(language, item, depth + 1) ?? []),
  span: term.span,
  ...(term.open && { open: valueOfTerm(language, term.open) }),
});

function settingChoice<Own extends OwnTerm>(
  language: Language<Own>,
  term: GapTerm<Own>,
  choices: readonly Term<Own>[],
  depth: number,
): Setting | undefined {
  const options = choices.map((choice) => settingOf(language, choice, depth + 1));
  const set = options.filter((option) => option !== undefined);
  const [only] = set;
  const mayBeUnset = set.length < options.length;
  const marks = mayBeUnset || term.conditional ? { conditional: true as const } : {};
  if (only === undefined) return undefined;
  if (set.length === 1) return { ...only, ...marks };
  return { kind: "choice", options: set, expression: term.expression, why: term.why, span: term.span, ...marks };
}
