import type { Step } from "./program.ts";
import { word } from "./sets.ts";
import type { Assertion } from "./tree.ts";

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** Starts and ends of the match and of its groups, in turn; `undefined` for a group that took no part. */
export type Slots = readonly (number | undefined)[];

/** What a search may take; Go's matcher is linear, this one is with it: no step is tried twice at one place. */
const mostStates = 2_000_000;
const mostSteps = 5_000_000;

interface Search {
  readonly steps: readonly Step[];
  readonly start: number;
  readonly text: string;
  /** For each step and place, the search that tried it last: it would fail again. */
  readonly seen: Uint32Array;
  round: number;
  left: number;
}

/**
 * All matches that don't overlap, from left to right; nothing is not found right behind a match, as Go has it.
 * `undefined`: it takes too long.
 */
export function matchesIn({ steps, start }: Program, text: string): readonly Slots[] | undefined {
  const states = steps.length * (text.length + 1);
  if (states > mostStates) return undefined;
  const search: Search = { steps, start, text, seen: new Uint32Array(states), round: 0, left: mostSteps };
  const matches: Slots[] = [];
  let from = 0;
  let last = -1;
  while (from <= text.length) {
    const slots = firstMatch(search, from);
    if (search.left < 0) return undefined;
    if (!slots) break;
    const [first = 0, end = 0] = slots;
    if (first !== end || first !== last) matches.push(slots);
    last = end;
    from = end > first ? end : end + widthAt(text, end);
  }
  return matches;
}

const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** The leftmost match, and of those the one that a backtracking matcher finds first. */
function firstMatch(search: Search, from: number): Slots | undefined {
  search.round++;
  for (let at = from; at <= search.text.length && search.left >= 0; at += widthAt(search.text, at)) {
    const slots = matchFrom(search, at);
    if (slots) return slots;
  }
  return undefined;
}

/** Something to come back to: a place to try, or a slot to put back. */
type Job =
  | { readonly step: number; readonly at: number }
  | { readonly slot: number; readonly before: number | undefined };

function matchFrom(search: Search, from: number): Slots | undefined {
  const slots: (number | undefined)[] = [];
  const jobs: Job[] = [{ step: search.start, at: from }];
  for (let job = jobs.pop(); job; job = jobs.pop()) {
    if ("slot" in job) slots[job.slot] = job.before;
    else if (run(search, jobs, slots, job.step, job.at)) return slots;
  }
  return undefined;
}

/** Goes on until it matches or fails; forks and saves leave jobs behind. */
function run(search: Search, jobs: Job[], slots: (number | undefined)[], first: number, from: number): boolean {
  const { steps, text, seen, round } = search;
  let place = first;
  let at = from;
  for (;;) {
    const state = at * steps.length + place;
    const step = steps[place];
    if (!step || seen[state] === round || --search.left < 0) return false;
    seen[state] = round;
    switch (step.type) {
      case "match":
        return true;
      case "set": {
        const code = text.codePointAt(at);
        if (code === undefined || !step.has(code)) return false;
        at += code > 0xffff ? 2 : 1;
        break;
      }
      case "assert":
        if (!holds(step.kind, text, at)) return false;
        break;
      case "save":
        jobs.push({ slot: step.slot, before: slots[step.slot] });
        slots[step.slot] = at;
        break;
      case "fork":
        jobs.push({ step: step.other, at });
    }
    place = step.next;
  }
}

function holds(kind: Assertion, text: string, at: number): boolean {
  switch (kind) {
    case "text-start":
      return at === 0;
    case "text-end":
      return at === text.length;
    case "line-start":
      return at === 0 || text.charCodeAt(at - 1) === 10;
    case "line-end":
      return at === text.length || text.charCodeAt(at) === 10;
    default:
      return isWordEdge(text, at) === (kind === "word-edge");
  }
}

const isWordEdge = (text: string, at: number): boolean => word(text.charCodeAt(at - 1)) !== word(text.charCodeAt(at));
