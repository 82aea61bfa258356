import type { Setting, SettingGroup } from "../../model/configuration.ts";
import { type DictTerm, type ListTerm, type Term, dict, list, literal, toValue } from "./terms.ts";
import { snakeCase } from "./eval/members.ts";

const maxDepth = 40;

/** Arguments under Terraform's names: `serviceAccountId` as `service_account_id`, `accesses` also as `access`. */
export function terraformNames(term: Term, depth = 0): Term {
  if (depth > maxDepth) return term;
  if (term.type === "list") {
    const items = term.items.map((item) => terraformNames(item, depth + 1));
    return { ...list(items, term.span, term.open), ...(term.conditional && { conditional: true }) };
  }
  if (term.type === "gap" && term.choices) {
    return { ...term, choices: term.choices.map((choice) => terraformNames(choice, depth + 1)) };
  }
  return term.type === "dict" ? dictNames(term, depth) : term;
}

export function dictNames(term: DictTerm, depth = 0): DictTerm {
  const made = dict(new Map(), term.span, term.open);
  for (const [name, { key, value }] of term.entries) {
    const own = terraformName(name);
    const inner = terraformNames(value, depth + 1);
    const entry = { key: own === name ? key : literal(own, key.span), value: inner };
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

export function settingGroup(term: DictTerm, depth = 0): SettingGroup {
  const entries = [...term.entries.values()].flatMap(({ key, value }) => {
    const setting = settingOf(value, depth + 1);
    return setting === undefined ? [] : [{ key: toValue(key), setting }];
  });
  return {
    kind: "group",
    entries,
    span: term.span,
    ...(term.open && { open: toValue(term.open) }),
    ...(term.conditional && { conditional: true as const }),
  };
}

/** `undefined` for what is not set. */
function settingOf(term: Term, depth: number): Setting | undefined {
  if (depth > maxDepth) return undefined;
  const marks = term.conditional ? { conditional: true as const } : {};
  switch (term.type) {
    case "scalar":
      if (term.value === null || term.value === undefined) return undefined;
      return {
        kind: "scalar",
        value: toValue(term),
        form: typeof term.value === "number" ? "number" : "boolean",
        ...marks,
      };
    case "list":
      return { ...settingList(term, depth), ...marks };
    case "dict":
      return settingGroup(term, depth);
    case "gap":
      return term.choices === undefined
        ? { kind: "scalar", value: toValue(term), form: "string", ...marks }
        : settingChoice(term, term.choices, depth);
    default:
      return { kind: "scalar", value: toValue(term), form: "string", ...marks };
  }
}

const settingList = (term: ListTerm, depth: number): Setting => ({
  kind: "list",
  items: term.items.flatMap((item) => settingOf(item, depth + 1) ?? []),
  span: term.span,
  ...(term.open && { open: toValue(term.open) }),
});

function settingChoice(
  term: Extract<Term, { type: "gap" }>,
  choices: readonly Term[],
  depth: number,
): Setting | undefined {
  const options = choices.map((choice) => settingOf(choice, depth + 1));
  const set = options.filter((option) => option !== undefined);
  const [only] = set;
  const mayBeUnset = set.length < options.length;
  const marks = mayBeUnset || term.conditional ? { conditional: true as const } : {};
  if (only === undefined) return undefined;
  if (set.length === 1) return { ...only, ...marks };
  return { kind: "choice", options: set, expression: term.expression, why: term.why, span: term.span, ...marks };
}
