import { faultOfMember } from "../../../gcp/member-forms.ts";
import { type Value, valueOf } from "../../../model/value.ts";
import type { Document } from "./document.ts";
import type { Scalar } from "./tree.ts";
import { valueAt } from "./values.ts";

/**
 * A member. Where kpt is to write it, a text that names nobody is what stands there until it does:
 * `member: admins # kpt-set: ${admins}`, and the members of a list whose key bears the comment.
 * https://catalog.kpt.dev/function-catalog/apply-setters/v0.2/
 */
export function memberAt(document: Document, scalar: Scalar): Value {
  const value = valueAt(document, scalar);
  if (value.kind !== "known" || faultOfMember(value.text) === undefined) return value;
  const pattern = setterAt(document.text, scalar);
  if (pattern === undefined) return value;
  const parts = pattern.split(/(\$\{[^}]*\})/u);
  return valueOf(
    parts.map((part, index) => (index % 2 === 1 ? { expression: part } : part)),
    value.span,
    "a setter of kpt fills it in",
  );
}

/** What the setter writes, if it leaves anything open. */
function setterAt(text: string, { start, end }: Scalar): string | undefined {
  const after = onSameLine.exec(text.slice(end, end + reach));
  const above = onKey.exec(text.slice(Math.max(0, start - reach), start));
  const [, pattern] = after ?? above ?? [];
  return pattern?.includes("${") === true ? pattern.trim() : undefined;
}

const reach = 2000;
const onSameLine = /^["']?[ \t]+#[ \t]*kpt-set:([^\r\n]*)/u;
const onKey = /\bmembers:[ \t]+#[ \t]*kpt-set:([^\r\n]*)\r?\n(?:[ \t]*-[^\r\n]*\r?\n)*[^\r\n]*$/u;
