import { stringOf } from "../datum.ts";
import type { Datum } from "../datum.ts";
import type { Reading } from "./env.ts";

/**
 * What a function or operator makes of an attribute of one object is as good as another attribute of it:
 * `split("/", id)`. The same expression of the same attribute gives the same. `undefined` if anything in it is neither
 * known nor an attribute of that object.
 */
export function derived(
  args: readonly Datum[],
  show: (shown: readonly string[]) => string,
  at: Reading,
): Datum | undefined {
  const targets = new Set<string>();
  const shown = args.map((arg) => shownOf(arg, targets));
  const known = shown.filter((text) => text !== undefined);
  const [target] = targets;
  if (target === undefined || targets.size > 1 || known.length < shown.length) return undefined;
  return stringOf([{ target, attribute: show(known) }], at.span);
}

function shownOf(arg: Datum, targets: Set<string>): string | undefined {
  if (arg.type === "string") return JSON.stringify(arg.text);
  if (arg.type === "number" || arg.type === "boolean") return String(arg.value);
  if (arg.type !== "pattern") return undefined;
  const shown = arg.parts.map((part) => {
    if (typeof part === "string") return JSON.stringify(part);
    if (!("target" in part)) return undefined;
    targets.add(part.target);
    return part.attribute;
  });
  return shown.includes(undefined) ? undefined : shown.join(" + ");
}
