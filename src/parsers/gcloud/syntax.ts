import { type ParsedScript, type Word, parse } from "unbash";
import type { Problem } from "../../model/source.ts";
import type { Unit } from "./unit.ts";

/** Longer scripts are generated, or no scripts. */
const longest = 4_000_000;

/** The tree of a shell text. What can't be read is a problem; the rest of the tree is there. */
export function parseShell(unit: Unit): { readonly script: ParsedScript | undefined; readonly problems: Problem[] } {
  if (unit.text.length > longest) return failed(unit, `the script is longer than ${longest} characters`, "limit");
  try {
    const script = parse(unit.text);
    return { script, problems: problemsOf(script, unit) };
  } catch (error) {
    // unbash recurses: only a stack overflow is expected here.
    if (error instanceof RangeError) return failed(unit, "the script is nested too deeply to be read", "limit");
    return failed(unit, "the script can't be read as shell", "unread");
  }
}

/** A text as one word, for the parts of a brace expansion. */
export function parseWord(text: string): Word | undefined {
  try {
    const command = parse(`: ${text}`).commands[0]?.command;
    const word = command?.type === "Command" ? command.suffix[0] : undefined;
    return word?.type === "Word" ? word : undefined;
  } catch {
    return undefined;
  }
}

/** The offset of the word in `parseWord`'s text. */
export const wordOffset = 2;

function problemsOf({ errors }: ParsedScript, unit: Unit): Problem[] {
  return (errors ?? []).slice(0, 3).map(({ message, pos }) => ({
    message: `Shell syntax: ${message}`,
    at: unit.place(Math.min(pos, unit.text.length), Math.min(pos + 1, unit.text.length)),
    kind: "unread",
  }));
}

function failed(unit: Unit, message: string, kind: Problem["kind"]): { script: undefined; problems: Problem[] } {
  return { script: undefined, problems: [{ message, at: unit.place(0, 0), kind }] };
}
