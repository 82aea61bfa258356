import { giveUp } from "./tree.ts";
import type { Assertion, Has, Node, Repeat } from "./tree.ts";

/** Steps of a matcher; `next` and `other` are places in the program. */
export type Step =
  | { readonly type: "match" }
  | { readonly type: "set"; readonly has: Has; next: number }
  | { readonly type: "assert"; readonly kind: Assertion; next: number }
  | { readonly type: "save"; readonly slot: number; next: number }
  /** Goes on at `next`, and at `other` if that fails. */
  | { readonly type: "fork"; next: number; other: number };

const mostSteps = 10_000;

/** Written from the end to the start, so that each step knows what comes next. */
export function compile(node: Node): { readonly steps: readonly Step[]; readonly start: number } {
  const steps: Step[] = [{ type: "match" }];
  const end = add(steps, { type: "save", slot: 1, next: 0 });
  const start = add(steps, { type: "save", slot: 0, next: write(steps, node, end) });
  return { steps, start };
}

function add(steps: Step[], step: Step): number {
  if (steps.length > mostSteps) giveUp("is too large");
  return steps.push(step) - 1;
}

function write(steps: Step[], node: Node, next: number): number {
  switch (node.type) {
    case "empty":
      return next;
    case "set":
      return add(steps, { type: "set", has: node.has, next });
    case "assert":
      return add(steps, { type: "assert", kind: node.kind, next });
    case "sequence":
      return node.items.reduceRight((after, item) => write(steps, item, after), next);
    case "either":
      return writeEither(steps, node.items, next);
    case "group": {
      const close = add(steps, { type: "save", slot: 2 * node.index + 1, next });
      return add(steps, { type: "save", slot: 2 * node.index, next: write(steps, node.body, close) });
    }
    case "repeat":
      return writeRepeat(steps, node, next);
  }
}

const writeEither = (steps: Step[], items: readonly Node[], next: number): number =>
  items
    .map((item) => write(steps, item, next))
    .reduceRight((other, first) => add(steps, { type: "fork", next: first, other }));

function fork(steps: Step[], greedy: boolean, inside: number, outside: number): number {
  return add(
    steps,
    greedy ? { type: "fork", next: inside, other: outside } : { type: "fork", next: outside, other: inside },
  );
}

/** `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+`, as Go has it. */
function writeRepeat(steps: Step[], { body, least, most, greedy }: Repeat, next: number): number {
  let after = next;
  if (most === undefined) {
    after = least === 0 ? writeStar(steps, body, greedy, next) : writePlus(steps, body, greedy, next);
  } else {
    for (let count = least; count < most; count++) after = fork(steps, greedy, write(steps, body, after), next);
  }
  const copies = most === undefined ? Math.max(0, least - 1) : least;
  for (let count = 0; count < copies; count++) after = write(steps, body, after);
  return after;
}

function writePlus(steps: Step[], body: Node, greedy: boolean, next: number): number {
  const loop = fork(steps, greedy, -1, next);
  const start = write(steps, body, loop);
  patch(steps, loop, start);
  return start;
}

/** A body that may be empty is tried once before it is left: `(x+)?`. */
function writeStar(steps: Step[], body: Node, greedy: boolean, next: number): number {
  if (mayBeEmpty(body)) return fork(steps, greedy, writePlus(steps, body, greedy, next), next);
  const loop = fork(steps, greedy, -1, next);
  patch(steps, loop, write(steps, body, loop));
  return loop;
}

function patch(steps: readonly Step[], at: number, target: number): void {
  const step = steps[at];
  if (step?.type !== "fork") return;
  if (step.next === -1) step.next = target;
  if (step.other === -1) step.other = target;
}

function mayBeEmpty(node: Node): boolean {
  switch (node.type) {
    case "set":
      return false;
    case "sequence":
      return node.items.every(mayBeEmpty);
    case "either":
      return node.items.some(mayBeEmpty);
    case "group":
      return mayBeEmpty(node.body);
    case "repeat":
      return node.least === 0 || mayBeEmpty(node.body);
    default:
      return true;
  }
}
