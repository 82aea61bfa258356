import type { Tree } from "./tree.ts";

/** The roots that a text holds (documents of YAML, lines of NDJSON), and what could not be read. */
export interface TextRead {
  readonly roots: readonly Tree[];
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly message: string;
  readonly kind: "unread" | "limit" | "unanalysed";
  readonly start: number;
  readonly end: number;
  /** A key that its mapping has already. */
  readonly repeats?: true;
}

/** Deeper nesting is cut off: no file of ours comes near. */
export const maxDepth = 200;
/** Of one text; what follows the third is more of the same. */
export const maxFaults = 3;
