import type { Embedded } from "../../../model/parser.ts";
import { lineStartsOf, positionAt } from "../../../model/source.ts";

/** Scripts in heredocs, placed line by line: what is filled in and indentation that is taken away shift the columns only. */
export const placedIn = (
  embedded: readonly Embedded[],
  textOf: (path: string) => string | undefined,
): readonly Embedded[] => embedded.map((one) => placed(one, textOf));

function placed(one: Embedded, textOf: (path: string) => string | undefined): Embedded {
  const { source } = one;
  const { host } = source;
  const text = host && textOf(host.path);
  if (host === undefined || text === undefined) return one;
  const body = host.toHost(0);
  if (!/<<-?[\w-]+[ \t]*\r?\n$/.test(text.slice(Math.max(0, body - 200), body))) return one;
  const own = lineStartsOf(source.text);
  const lines = lineStartsOf(text.slice(body)).map((at) => body + at);
  const toHost = (offset: number): number => {
    const { line } = positionAt(own, offset);
    const [from = 0, to = source.text.length + 1] = [own[line - 1], own[line]];
    const [hostFrom, hostTo = text.length + 1] = [lines[line - 1], lines[line]];
    if (hostFrom === undefined) return host.toHost(offset);
    return columnIn(text.slice(hostFrom, hostTo - 1), source.text.slice(from, to - 1), offset - from) + hostFrom;
  };
  return { ...one, source: { ...source, host: { ...host, toHost } } };
}

/** The column in the written line: from its start up to the first `${`, from its end after it. */
function columnIn(written: string, evaluated: string, column: number): number {
  const indent = indentOf(written) - indentOf(evaluated);
  const filled = written.indexOf("${");
  const fromStart = column + Math.max(0, indent);
  const last = Math.max(0, written.length - 1);
  if (filled === -1 || fromStart <= filled) return Math.min(fromStart, last);
  return Math.min(last, Math.max(filled, written.length - (evaluated.length - column)));
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
