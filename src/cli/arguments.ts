import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** A flag as a command declares it. `value` names the argument in the help; a flag without one is a switch. */
export interface Flag {
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: true;
  readonly help: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Arguments {
  /** The words as given, to be read again by a scanning thread. */
  readonly raw: readonly string[];
  readonly positionals: readonly string[];
  /** Whether a switch was given. */
  readonly has: (flag: string) => boolean;
  /** The last value of a flag. */
  readonly one: (flag: string) => string | undefined;
  /** All values of a repeatable flag. */
  readonly all: (flag: string) => readonly string[];
}

/** Reads `argv` by the declared flags. Throws `UsageError` for an unknown flag, a missing or an impossible value. */
export function readArguments(command: string, flags: Flags, argv: readonly string[]): Arguments {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, flag] of Object.entries(flags)) {
    options[name] = {
      type: flag.value === undefined ? "boolean" : "string",
      multiple: flag.multiple === true,
      ...(flag.short === undefined ? {} : { short: flag.short }),
    };
  }
  const { tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true });
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags[token.name];
    if (flag === undefined) throw unknownFlag(command, token.rawName, flags);
    checkValue(command, token.rawName, flag, token.value);
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ""]);
  }
  return {
    raw: argv,
    positionals,
    has: (name) => values.has(name),
    one: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
  };
}

function unknownFlag(command: string, written: string, flags: Flags): UsageError {
  const near = nearest(
    written,
    Object.keys(flags).map((name) => `--${name}`),
  );
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  return new UsageError(`unknown flag '${written}'.${hint}`, `'iam-lint ${command} --help' lists the flags.`);
}

function checkValue(command: string, written: string, flag: Flag, value: string | undefined): void {
  const next = `See 'iam-lint ${command} --help'.`;
  if (flag.value === undefined) {
    if (value !== undefined) throw new UsageError(`the flag '${written}' takes no value.`, next);
    return;
  }
  if (value === undefined || value === "")
    throw new UsageError(`the flag '${written}' needs a value, ${flag.value}.`, next);
  if (flag.choices !== undefined && !flag.choices.includes(value)) {
    throw new UsageError(`'${written}' can't be '${value}'.`, `It takes one of: ${flag.choices.join(", ")}.`);
  }
}

/** The flags as help text, one a line. */
export function flagsHelp(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, flag]): [string, string] => {
    const short = flag.short === undefined ? "" : `-${flag.short}, `;
    const value = flag.value === undefined ? "" : ` ${flag.value}`;
    return [`  ${short}--${name}${value}`, flag.help];
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => left.padEnd(width) + right).join("\n");
}
