import type { Span } from "../../../model/source.ts";
import { type Part, type TextTerm, type Term, atRun, gap, joined, literal, textTerm } from "../terms.ts";
import type { Args } from "./machine.ts";

/** `"serviceAccount:%s" % email`, `"%(name)s" % {…}` */
export function formatPercent(text: TextTerm, right: Term, span: Span): Term {
  const items = right.type === "list" ? [...right.items] : [right];
  return replaced(text, /%(?:\((\w+)\))?[-+ #0-9.]*([sdrifx%])/g, span, ([whole, name, kind]) => {
    if (kind === "%") return literal("%", span);
    if (name !== undefined) return right.type === "dict" ? right.entries.get(name)?.value : undefined;
    return items.shift() ?? gap(whole, atRun, span);
  });
}

/** `"projects/{}/locations/{location}".format(project, location=…)` */
export function formatBraces(text: TextTerm, { positional, named }: Args, span: Span): Term {
  let next = 0;
  return replaced(text, /\{\{|\}\}|\{(\w*)(?:[.[][^{}]*)?(?:![rsa])?(?::[^{}]*)?\}/g, span, ([whole, field = ""]) => {
    if (whole === "{{" || whole === "}}") return literal(whole.slice(1), span);
    if (field === "") return positional[next++];
    return /^\d+$/.test(field) ? positional[Number(field)] : named.get(field);
  });
}

/** A field that is not given stays a gap. */
function replaced(
  { parts, why }: TextTerm,
  pattern: RegExp,
  span: Span,
  by: (match: RegExpMatchArray) => Term | undefined,
): Term {
  const terms: Term[] = [];
  const add = (part: Part): unknown => terms.push(textTerm([part], span, typeof part === "string" ? "" : why || atRun));
  for (const part of parts) {
    if (typeof part !== "string") {
      add(part);
      continue;
    }
    let at = 0;
    for (const match of part.matchAll(pattern)) {
      if (match.index > at) add(part.slice(at, match.index));
      terms.push(by(match) ?? gap(match[0], atRun, span));
      at = match.index + match[0].length;
    }
    if (at < part.length) add(part.slice(at));
  }
  return joined(terms, span);
}
