import type { Span } from "../../../model/source.ts";
import {
  type Term,
  atRun,
  dict,
  gap,
  isNone,
  isSame,
  joined,
  knownText,
  list,
  maxItems,
  partsOfTerm,
  scalar,
  textTerm,
} from "../terms.ts";
import type { Part } from "../terms.ts";
import { formatPercent } from "./format.ts";
import type { Site } from "./machine.ts";

/** `a + b`, `"%s" % a`, `a == b`, `a in b` */
export function operate(operator: string, left: Term, right: Term, site: Site, span: Span): Term {
  const unknown = (): Term => gap(site.written, atRun, span);
  switch (operator) {
    case "+":
      return added(left, right, span) ?? unknown();
    case "%":
      return left.type === "text" ? formatPercent(left, right, span) : unknown();
    case "/":
      return dividedPath(left, right, span) ?? unknown();
    case "|":
      return left.type === "dict" && right.type === "dict"
        ? { ...dict(span), entries: new Map([...left.entries, ...right.entries]) }
        : unknown();
    case "==":
    case "!=": {
      const same = isEqual(left, right);
      return same === undefined ? unknown() : scalar(same === (operator === "=="), span);
    }
    case "is":
    case "is not": {
      if (!isNone(left) && !isNone(right)) return unknown();
      const same = isEqual(left, right);
      return same === undefined ? unknown() : scalar(same === (operator === "is"), span);
    }
    case "in":
    case "not in": {
      const inside = isIn(left, right);
      return inside === undefined ? unknown() : scalar(inside === (operator === "in"), span);
    }
    default:
      return unknown();
  }
}

function added(left: Term, right: Term, span: Span): Term | undefined {
  if (left.type === "list" && right.type === "list") {
    const isLong = left.items.length + right.items.length > maxItems;
    const open = isLong ? gap("…", "is too long", span) : (left.open ?? right.open);
    return list([...left.items, ...right.items].slice(0, maxItems), span, open);
  }
  // `argv + ["--runner=DataflowRunner"]`: further items, which nobody knows.
  const [known, other] = left.type === "list" ? [left, right] : [right, left];
  if (known.type === "list")
    return /^(?:gap|external|instance)$/.test(other.type)
      ? list([...known.items], span, known.open ?? gap("…", atRun, span))
      : undefined;
  if (left.type === "scalar" && right.type === "scalar") {
    return typeof left.value === "number" && typeof right.value === "number"
      ? scalar(left.value + right.value, span)
      : undefined;
  }
  const isText = left.type === "text" || right.type === "text";
  return isText && left.type !== "list" && right.type !== "list" ? joined([left, right], span) : undefined;
}

/** `Path("keys") / "key.json"` */
function dividedPath(left: Term, right: Term, span: Span): Term | undefined {
  if (right.type !== "text" && left.type !== "text") return undefined;
  if (left.type === "scalar" || right.type === "scalar") return undefined;
  const parts: readonly Part[] = [...partsOfTerm(left), "/", ...partsOfTerm(right)];
  return textTerm(parts, span, atRun);
}

function isEqual(left: Term, right: Term): boolean | undefined {
  if (isSame(left, right) && left.type !== "gap") return true;
  const isPlain = (term: Term): boolean =>
    (term.type === "text" && knownText(term) !== undefined) || term.type === "scalar";
  if (isPlain(left) && isPlain(right)) return false;
  const made = (term: Term): boolean =>
    term.type === "list" || term.type === "dict" || term.type === "object" || term.type === "function";
  if ((isNone(left) && made(right)) || (isNone(right) && made(left))) return false;
  if (isNone(left) && right.type === "text") return false;
  return isNone(right) && left.type === "text" ? false : undefined;
}

function isIn(item: Term, container: Term): boolean | undefined {
  if (container.type === "text") {
    const [whole, part] = [knownText(container), knownText(item)];
    return whole === undefined || part === undefined ? undefined : whole.includes(part);
  }
  const text = knownText(item);
  if (text === undefined) return undefined;
  if (container.type === "dict") return container.entries.has(text) ? true : container.open ? undefined : false;
  if (container.type !== "list") return undefined;
  if (container.items.some((one) => !one.conditional && knownText(one) === text)) return true;
  return container.open || container.items.some((one) => knownText(one) === undefined) ? undefined : false;
}
