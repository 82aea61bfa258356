import type { Span } from "../../model/source.ts";
import { conditionally, gap, isLoneReference } from "./datum.ts";
import type { Datum } from "./datum.ts";
import { isAlike, same } from "./equality.ts";

/** One of a few values: the only one, or a gap that names them. Choices of choices are flattened, equal ones merged. */
export function oneOf(datums: readonly Datum[], expression: string, why: string, span: Span): Datum {
  const [first] = datums;
  if (first && datums.every((datum) => isAlike(first, datum))) return first;
  const choices: Datum[] = [];
  for (const datum of datums) {
    for (const choice of alternatives(datum)) {
      if (isOpenGap(choice)) return gap(expression, why, span);
      if (!choices.some((other) => isAlike(other, choice))) choices.push(choice);
    }
  }
  const [only] = choices;
  if (only && choices.length === 1) return only;
  if (choices.length > maxChoices) return gap(expression, why, span);
  return { type: "unknown", expression, why, span, choices };
}

const maxChoices = 64;
const isOpenGap = (datum: Datum): boolean => datum.type === "unknown" && datum.parts === undefined;

/** What `open` says if further items look like the one or like the other. */
export function likeEither(one: Datum | undefined, other: Datum | undefined): Datum | undefined {
  if (!one || !other || one === other) return one ?? other;
  const why = "why" in one && one.why !== "" ? one.why : "why" in other ? other.why : "depends on what can't be known";
  return oneOf([one, other], "expression" in one ? one.expression : "…", why, one.span);
}

/** All values that a datum can take: its choices, or itself. */
export const alternatives = (datum: Datum): readonly Datum[] =>
  datum.type === "unknown" && datum.choices ? datum.choices : [datum];

/**
 * The items of a list as far as they are known, those that may be missing marked `conditional`; `open` when there may be
 * more: what each of them looks like. A gap with choices gives the items of all of them; a single value is a list of one.
 */
export function members(datum: Datum): Members {
  if (datum.type === "null") return { items: [] };
  if (datum.type === "list") {
    const items = datum.conditional ? datum.items.map((item) => conditionally(item)) : datum.items;
    return { items, ...(datum.open && { open: datum.open }) };
  }
  if (isLoneReference(datum)) return { items: [], open: datum };
  if (datum.type !== "unknown") return { items: [datum] };
  if (!datum.choices) return { items: [], open: datum };
  return unite(datum.choices.map(members));
}

export interface Members {
  readonly items: readonly Datum[];
  readonly open?: Datum;
}

/** An item that stands in every alternative is certain. */
function unite(branches: readonly Members[]): Members {
  const open = branches.find((one) => one.open)?.open;
  const items: Datum[] = [];
  for (const branch of branches) {
    for (const item of branch.items) {
      if (items.some((other) => same(other, item) === true)) continue;
      const everywhere = branches.every((other) =>
        other.items.some((it) => !it.conditional && same(it, item) === true),
      );
      items.push(everywhere ? item : conditionally(item));
    }
  }
  return { items, ...(open && { open }) };
}
