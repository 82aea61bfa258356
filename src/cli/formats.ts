import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Report, View } from "../model/report.ts";
import { reporters } from "../reporters/index.ts";
import { nearest } from "./nearest.ts";
import { type Streams, wantsColor } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

/** One output: a format, to a file or to standard output. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

/** Reads `FMT[:FILE]`. Throws `UsageError` for an unknown format, or for two on standard output. */
export function readOutputs(specs: readonly string[]): readonly Output[] {
  const outputs = (specs.length === 0 ? ["pretty"] : specs).map(readOutput);
  const onStdout = outputs.filter(({ file }) => file === undefined);
  if (onStdout.length > 1) {
    const names = onStdout.map(({ format }) => format).join(" and ");
    throw new UsageError(
      `${names} can't both go to standard output.`,
      "Give all but one a file: --format sarif:out.sarif.",
    );
  }
  return outputs;
}

function readOutput(spec: string): Output {
  const colon = spec.indexOf(":");
  const format = colon < 0 ? spec : spec.slice(0, colon);
  if (!reporters.has(format)) {
    const near = nearest(format, reporters.keys());
    throw new UsageError(
      `unknown format '${format}'.${near === undefined ? "" : ` Did you mean '${near}'?`}`,
      `The formats are ${[...reporters.keys()].join(", ")}.`,
    );
  }
  return colon < 0 ? { format } : { format, file: spec.slice(colon + 1) };
}

/** Writes the report in every format asked for. Files are plain; standard output is coloured where that is wanted. */
export async function writeReport(
  report: Report,
  outputs: readonly Output[],
  color: string | undefined,
  seconds: number,
  streams: Streams,
): Promise<void> {
  for (const { format, file } of outputs) {
    const reporter = await reporters.get(format)?.();
    if (reporter === undefined) continue;
    if (file === undefined) streams.out(reporter(report, terminalView(color, seconds, streams)));
    else writeOut(resolve(streams.cwd, file), reporter(report, { color: false, hyperlinks: false, width: 100 }));
  }
}

function terminalView(color: string | undefined, seconds: number, streams: Streams): View {
  const base = { width: streams.columns, color: wantsColor(color, streams) };
  const hyperlinks = streams.outIsTerminal && base.color;
  return streams.outIsTerminal ? { ...base, hyperlinks, seconds } : { ...base, hyperlinks };
}

function writeOut(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(
      `the output file '${file}' can't be written (${code}).`,
      "Choose a folder that can be written to.",
    );
  }
}
