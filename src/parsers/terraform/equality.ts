import { isLoneReference, isWhollyKnown, stringParts } from "./datum.ts";
import type { Datum, Gap, ListDatum, ObjectDatum, Part, Pattern } from "./datum.ts";

/** Are they equal, as `==` says? `undefined`: it can't be known. */
export function same(left: Datum, right: Datum): boolean | undefined {
  if (left === right && isWhollyKnown(left)) return true;
  if (left.type === "unknown" || right.type === "unknown") return undefined;
  if (left.type === "pattern" || right.type === "pattern") return sameStrings(left, right);
  if (left.type === "list" && right.type === "list") return sameLists(left, right);
  if (left.type === "object" && right.type === "object") return sameObjects(left, right);
  if (left.type !== right.type) return false;
  if (left.type === "null") return true;
  if (left.type === "string" && right.type === "string") return left.text === right.text;
  return "value" in left && "value" in right && left.value === right.value;
}

/** Equal if all their parts are; different if their literal ends can't meet, or one is null. */
function sameStrings(left: Datum, right: Datum): boolean | undefined {
  const a = stringParts(left);
  const b = stringParts(right);
  if (!a || !b) return isUnclear(left, right) || isUnclear(right, left) ? undefined : false;
  if (a.length === b.length && a.every((part, index) => isSamePart(part, b[index])))
    return hasHole(a) ? undefined : true;
  return canMeet(a, b) ? undefined : false;
}

/** An attribute of an object that may be a list, or null: any but those that name the object. */
const isUnclear = (reference: Datum, other: Datum): boolean =>
  isLoneReference(reference) && !(other.type === "null" && namesObject(stringParts(reference)?.[0]));

const namesObject = (part: Part | undefined): boolean =>
  typeof part === "object" &&
  "target" in part &&
  /^(?:id|name|email|member|number|unique_id|self_link|\w+_id)$/.test(part.attribute) &&
  !/[.#]module\.[\w-]+(?:\[[^\]]*\])?$/.test(part.target);

const hasHole = (parts: readonly Part[]): boolean =>
  parts.some((part) => typeof part === "object" && !("target" in part));

function canMeet(a: readonly Part[], b: readonly Part[]): boolean {
  if (isText(a)) return fits(a.join(""), b);
  if (isText(b)) return fits(b.join(""), a);
  const [first, last] = [literal(a[0]), literal(a.at(-1))];
  const [otherFirst, otherLast] = [literal(b[0]), literal(b.at(-1))];
  const starts = first.startsWith(otherFirst) || otherFirst.startsWith(first);
  return starts && (last.endsWith(otherLast) || otherLast.endsWith(last));
}

function fits(whole: string, pattern: readonly Part[]): boolean {
  if (isText(pattern)) return whole === pattern.join("");
  const first = literal(pattern[0]);
  const last = literal(pattern.at(-1));
  if (whole.startsWith("$") && isOfGoogle(pattern[0])) return false;
  if (whole === "" && pattern.some(namesObject)) return false;
  return whole.length >= first.length + last.length && whole.startsWith(first) && whole.endsWith(last);
}

/** No name, id or e-mail that Google gives begins with `$`, as the keys of contexts do (`$folder_ids:prod`). */
const isOfGoogle = (part: Part | undefined): boolean =>
  typeof part === "object" && "target" in part && /[#.]google_\w+\.[^#]*$/.test(part.target);

const literal = (part: Part | undefined): string => (typeof part === "string" ? part : "");
const isText = (parts: readonly Part[]): boolean => parts.every((part) => typeof part === "string");

function isSamePart(left: Part, right: Part | undefined): boolean {
  if (typeof left === "string" || typeof right === "string" || !right) return left === right;
  return "target" in left && "target" in right && left.target === right.target && left.attribute === right.attribute;
}

function sameLists(left: ListDatum, right: ListDatum): boolean | undefined {
  if (left.open || right.open || [...left.items, ...right.items].some((item) => item.conditional)) return undefined;
  if (left.items.length !== right.items.length) return false;
  return every(left.items.map((item, index) => same(item, right.items[index] ?? item)));
}

function sameObjects(left: ObjectDatum, right: ObjectDatum): boolean | undefined {
  if (left.open || right.open) return undefined;
  if (left.entries.size !== right.entries.size) return false;
  return every(
    [...left.entries].map(([key, { value }]) => {
      const other = right.entries.get(key);
      return other ? same(value, other.value) : false;
    }),
  );
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Equal, or not to be told apart: written with the same holes. */
export function isAlike(one: Datum, other: Datum): boolean {
  if (one === other || same(one, other) === true) return true;
  if (!isOpen(one) || !isOpen(other) || one.choices || other.choices) return false;
  const [a, b] = [stringParts(one), stringParts(other)];
  return a !== undefined && b !== undefined && a.length === b.length && a.every((part, at) => isSameText(part, b[at]));
}

const isOpen = (datum: Datum): datum is (Pattern | Gap) & { readonly choices?: unknown } =>
  datum.type === "pattern" || datum.type === "unknown";

function isSameText(part: Part, other: Part | undefined): boolean {
  if (typeof part === "string" || "target" in part) return isSamePart(part, other);
  return typeof other === "object" && "expression" in other && other.expression === part.expression;
}
