import { writeSync } from "node:fs";

/** Where a command writes, and what it knows of the terminal: tests hand in their own. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The process's own streams. Writes are synchronous, so that an exit code never outruns the text; a closed pipe is silent. */
export const processStreams = (): Streams => ({
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stdout.columns ?? 100,
  env: process.env,
  cwd: process.cwd(),
});

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EPIPE") process.exit(0);
      if (code !== "EAGAIN") throw error;
    }
  }
}

/** `--color` > `NO_COLOR` > `FORCE_COLOR` > terminal. */
export function wantsColor(choice: string | undefined, streams: Streams): boolean {
  if (choice === "always" || choice === "never") return choice === "always";
  if ((streams.env["NO_COLOR"] ?? "") !== "") return false;
  if ((streams.env["FORCE_COLOR"] ?? streams.env["CLICOLOR_FORCE"] ?? "") !== "") return true;
  return streams.outIsTerminal;
}
