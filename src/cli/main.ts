import { flagsHelp, readArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { nearest } from "./nearest.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs the command line and gives its exit code: 0 nothing at or above `--fail-on`, 1 something, 2 the answer can't be
 * trusted (bad usage, unreadable path, a fault of ours).
 */
export async function main(argv: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(argv, streams);
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err(`iam-lint: ${error.message}\n${error.next}\n`);
    } else {
      const what = error instanceof Error ? error.message.split("\n")[0] : String(error);
      streams.err(`iam-lint: internal fault: ${what}. This is a bug of iam-lint, please report it.\n`);
      if ((streams.env["IAM_LINT_DEBUG"] ?? "") !== "" && error instanceof Error) streams.err(`${error.stack}\n`);
    }
    return 2;
  }
}

async function dispatch(argv: readonly string[], streams: Streams): Promise<number> {
  const [first = ""] = argv;
  if (first === "--version" || first === "version") return say(streams, `${await versionLine()}\n`);
  if (first === "--help" || first === "-h" || first === "help") return say(streams, await overview());
  const named = commands.get(first);
  const load = named ?? commands.get("lint");
  if (load === undefined) throw new Error("the default command is missing");
  if (named === undefined) await refuseTypo(first, argv.length);
  const command = await load();
  const rest = named === undefined ? argv : argv.slice(1);
  if (rest.includes("--help") || rest.includes("-h")) return say(streams, helpOf(command));
  return command.run(readArguments(command.name, command.flags, rest), streams);
}

function say(streams: Streams, text: string): number {
  streams.out(text);
  return 0;
}

/** `iam-lint rulez` is a typo and not a path, unless such a path exists. */
async function refuseTypo(word: string, count: number): Promise<void> {
  if (count !== 1 || !/^[a-z-]+$/.test(word)) return;
  const { existsSync } = await import("node:fs");
  const near = nearest(word, commands.keys());
  if (near === undefined || existsSync(word)) return;
  throw new UsageError(`there is no command '${word}' and no such path.`, `Did you mean 'iam-lint ${near}'?`);
}

async function versionLine(): Promise<string> {
  const { version } = await import("./version.ts");
  const { catalogDate } = await import("../gcp/role-table.ts");
  return `iam-lint ${version} (role table of ${catalogDate()})`;
}

async function overview(): Promise<string> {
  const rows = await Promise.all([...commands.values()].map((load) => load()));
  const width = Math.max(...rows.map(({ name, usage }) => name.length + usage.length)) + 6;
  const lines = rows.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}${summary}`);
  return `iam-lint: who may do what on Google Cloud, before it is applied\n\nUsage: iam-lint [COMMAND] [FLAGS] [PATH…]\n\n${lines.join("\n")}\n\n'iam-lint COMMAND --help' lists the flags of a command. Exit codes: 0 nothing found, 1 findings, 2 no trustworthy answer.\n`;
}

const helpOf = ({ name, usage, summary, flags }: Command): string =>
  `Usage: iam-lint ${name} [FLAGS] ${usage}\n\n${summary}\n\n${flagsHelp(flags)}\n`;
