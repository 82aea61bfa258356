import type { TestExpression, Word as WordNode } from "unbash";
import { expandText } from "./expand.ts";
import { fileOf } from "./files.ts";
import { globPattern } from "./glob.ts";
import type { Shell } from "./shell.ts";
import { type Text, flat, gapMark, isAssumed, plain } from "./text.ts";
import { own } from "./own.ts";

/** The truth of `[[ … ]]`; `undefined` where it is not known. */
export function testExpression(shell: Shell, node: TestExpression): boolean | undefined {
  switch (node.type) {
    case "TestUnary":
      return unary(shell, node.operator, expandText(shell, node.operand), node.operand.text);
    case "TestBinary":
      return binary(node.operator, expandText(shell, node.left), expandText(shell, node.right));
    case "TestNot":
      return negated(testExpression(shell, node.operand));
    case "TestGroup":
      return testExpression(shell, node.expression);
    case "TestLogical":
      return logical(
        node.operator,
        node.operands.map((operand) => testExpression(shell, operand)),
      );
  }
}

const negated = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function logical(operator: "&&" | "||", values: readonly (boolean | undefined)[]): boolean | undefined {
  const decisive = operator === "||";
  if (values.includes(decisive)) return decisive;
  return values.includes(undefined) ? undefined : !decisive;
}

/** `-z "$(gcloud … describe …)"`: whether the test asks that something is not there; `undefined`: it asks no such thing. */
export function asksForAbsence(shell: Shell, words: readonly WordNode[]): boolean | undefined {
  const isNegated = words[0]?.value === "!";
  const [first, second] = isNegated ? words.slice(1) : words;
  const operand = second ?? first;
  if (operand === undefined || !/^(-z|-n)$/.test(second === undefined ? "-n" : (first?.value ?? ""))) return undefined;
  const looksUp = expandText(shell, operand).some(
    (piece) => piece.kind === "gap" && "expression" in piece.part && lookUp.test(piece.part.expression),
  );
  return looksUp ? (second !== undefined && first?.value === "-z") !== isNegated : undefined;
}

const lookUp = /^[$`]\(?\s*(?:gcloud|gsutil|bq)\b.*\b(?:describe|list|show|ls)\b/;

/** The truth of `test` or `[`, whose arguments are plain words. */
export function testWords(shell: Shell, words: readonly Text[], nodes: readonly WordNode[]): boolean | undefined {
  const or = words.findIndex((word) => plain(word) === "-o");
  if (or > 0) {
    return logical("||", [
      testWords(shell, words.slice(0, or), nodes.slice(0, or)),
      testWords(shell, words.slice(or + 1), nodes.slice(or + 1)),
    ]);
  }
  const and = words.findIndex((word) => plain(word) === "-a");
  if (and > 0) {
    return logical("&&", [
      testWords(shell, words.slice(0, and), nodes.slice(0, and)),
      testWords(shell, words.slice(and + 1), nodes.slice(and + 1)),
    ]);
  }
  return simpleTest(shell, words, nodes);
}

function simpleTest(shell: Shell, words: readonly Text[], nodes: readonly WordNode[]): boolean | undefined {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (plain(first) === "!") return negated(simpleTest(shell, words.slice(1), nodes.slice(1)));
  if (second === undefined) return isFilled(first);
  if (third === undefined) return unary(shell, plain(first) ?? "", second, nodes[1]?.text ?? "");
  return words.length === 3 ? binary(plain(second) ?? "", first, third) : undefined;
}

/** Whether there is any text; a text with a literal part is never empty. */
function isFilled(text: Text): boolean | undefined {
  if (text.some((piece) => piece.kind === "literal" && piece.text !== "")) return true;
  return text.length === 0 ? false : undefined;
}

function unary(shell: Shell, operator: string, operand: Text, source: string): boolean | undefined {
  switch (operator) {
    case "-n":
      return isFilled(operand);
    case "-z":
      return negated(isFilled(operand));
    case "-v":
      return shell.state.variables.has(plain(operand) ?? "") || undefined;
    case "-f":
    case "-e":
    case "-s":
    case "-r":
      return source !== "" && fileOf(shell, operand) !== undefined ? true : undefined;
    default:
      return undefined;
  }
}

function binary(operator: string, left: Text, right: Text): boolean | undefined {
  if (isAssumed(left) || isAssumed(right)) return undefined;
  const [a, b] = [plain(left), plain(right)];
  if (operator === "=" || operator === "==" || operator === "!=") {
    const equal = matchesPattern(left, right);
    return operator === "!=" ? negated(equal) : equal;
  }
  if (a === undefined || b === undefined) return undefined;
  const compare = own(comparisons, operator);
  return compare === undefined || Number.isNaN(Number(a)) || Number.isNaN(Number(b)) || a === "" || b === ""
    ? undefined
    : compare(Number(a), Number(b));
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "-eq": (left, right) => left === right,
  "-ne": (left, right) => left !== right,
  "-lt": (left, right) => left < right,
  "-le": (left, right) => left <= right,
  "-gt": (left, right) => left > right,
  "-ge": (left, right) => left >= right,
};

/** Whether a text is what a pattern says; `undefined` where gaps decide. */
export function matchesPattern(text: Text, pattern: Text): boolean | undefined {
  const source = plain(pattern);
  if (source === undefined || (isAssumed(text) && !/^\*+$/.test(source))) return undefined;
  const glob = globPattern(source);
  if (glob === undefined) return undefined;
  const known = plain(text);
  if (known !== undefined) return known.length > 5000 ? undefined : glob.matches(known);
  return /^\*+$/.test(source) || cannotMatch(flat(text), source);
}

/** A literal beginning that differs decides even if the rest is not known. */
function cannotMatch(whole: string, pattern: string): false | undefined {
  const known = whole.slice(0, whole.indexOf(gapMark));
  const fixed = /^[^*?[\\]*/.exec(pattern)?.[0] ?? "";
  const length = Math.min(known.length, fixed.length);
  return known.slice(0, length) === fixed.slice(0, length) ? undefined : false;
}
