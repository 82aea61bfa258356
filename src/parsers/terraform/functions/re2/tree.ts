/** A regular expression of Go (RE2), read. */
export type Node =
  | { readonly type: "empty" }
  | { readonly type: "set"; readonly has: Has }
  | { readonly type: "assert"; readonly kind: Assertion }
  | { readonly type: "sequence"; readonly items: readonly Node[] }
  | { readonly type: "either"; readonly items: readonly Node[] }
  | { readonly type: "group"; readonly index: number; readonly body: Node }
  | Repeat;

export interface Repeat {
  readonly type: "repeat";
  readonly body: Node;
  readonly least: number;
  /** Absent: as often as it goes. */
  readonly most?: number;
  readonly greedy: boolean;
}

/** Is the code point one of the set? */
export type Has = (code: number) => boolean;

export type Assertion = "text-start" | "text-end" | "line-start" | "line-end" | "word-edge" | "no-word-edge";

/** Thrown while reading. `isRefused`: RE2 refuses it, too; else it is only not followed here. */
export class Unread extends Error {
  readonly isRefused: boolean;

  constructor(message: string, isRefused: boolean) {
    super(message);
    this.isRefused = isRefused;
  }
}

export function refuse(message: string): never {
  throw new Unread(message, true);
}

export function giveUp(message: string): never {
  throw new Unread(message, false);
}
