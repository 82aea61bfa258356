import type { Flags } from "./arguments.ts";
import type { Arguments } from "./arguments.ts";
import type { Streams } from "./streams.ts";

/** One command of the command line: its help, its flags, and what it does. `run` gives the exit code of `design.md`. */
export interface Command {
  readonly name: string;
  /** The words after the name: `[PATH…]`. */
  readonly usage: string;
  readonly summary: string;
  readonly flags: Flags;
  readonly run: (args: Arguments, streams: Streams) => Promise<number>;
}
