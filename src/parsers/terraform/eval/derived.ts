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
  return stringOf([{ target, attribute: namedAttribute(target, show(known)) }], at.span);
}

/** The last part of a service account's id, `projects/P/serviceAccounts/EMAIL`, however it is taken, is its e-mail. */
export const namedAttribute = (target: string, attribute: string): string =>
  isAccount.test(target) && lastOfId.some((form) => form.test(attribute)) ? "email" : attribute;

const isAccount = /(?:^|[.#])google_service_account\.[^.]+$/;

const lastOfId: readonly RegExp[] = [
  /^element\(split\("\/", (id|name)\), (?:3|-1|length\(split\("\/", \1\)\) - 1)\)$/,
  /^split\("\/", (id|name)\)(?:\.3|\[length\(split\("\/", \1\)\) - 1\])$/,
  /^reverse\(split\("\/", (?:id|name)\)\)\.0$/,
  /^element\(reverse\(split\("\/", (?:id|name)\)\), 0\)$/,
  /^basename\((?:id|name)\)$/,
];

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
