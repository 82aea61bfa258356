import type { Resource } from "../model/graph.ts";
import type { Value } from "../model/value.ts";
import type { Match } from "./matching.ts";
import { isExact } from "./naming.ts";

/** What a condition is asked about. */
export interface Circumstances {
  readonly resource: Resource;
  readonly permission: string;
}

/** Does a condition hold? What can't be evaluated is `maybe`. */
export type Judge = (expression: Value, circumstances: Circumstances) => Match;

interface Around {
  readonly textOf: (value: Value) => string;
  readonly today?: string;
}

export function createJudge({ textOf }: Around): Judge {
  return (expression) => {
    const text = textOf(expression).trim();
    if (!isExact(text)) return "maybe";
    return text === "true" ? "yes" : text === "false" ? "no" : "maybe";
  };
}
