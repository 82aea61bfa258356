import type { Span } from "../../../model/source.ts";
import { type Outcome, done } from "../outcome.ts";
import type { Shell, Word } from "../shell.ts";
import { type Text, flat, literal } from "../text.ts";

/** A command of the shell itself, or a small tool that everybody has. */
export interface BuiltinCall {
  readonly shell: Shell;
  readonly args: readonly Word[];
  readonly at: Span;
  readonly run: (words: readonly Word[]) => Outcome;
  /** Variables set for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
}

export type Builtin = (call: BuiltinCall) => Outcome | undefined;

export const newline = (at: Span): Text => [literal("\n", at, false)];

export const quiet: Builtin = () => done;

export const statusOf = (code: string | undefined): { readonly status?: boolean } =>
  code === undefined || !/^\d+$/.test(code) ? {} : { status: code === "0" };

export const filesIn = (args: readonly Word[]): readonly Word[] =>
  args.filter(({ text }) => !flat(text).startsWith("-"));

export function argumentText(args: readonly Word[], at: Span): Text {
  return args.flatMap(({ text }, index) => (index === 0 ? text : [literal(" ", at, false), ...text]));
}
