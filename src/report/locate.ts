import type { Location, Region } from "../model/report.ts";
import { lineStartsOf, positionAt, type Source, type Span } from "../model/source.ts";
import { lineHashesOf } from "./line-hash.ts";
import { blankSecrets } from "./secrets.ts";

/** Turns spans into lines and columns of the files that people see. */
export interface Locator {
  /** On one line: what goes on behind it is cut off. */
  readonly region: (span: Span) => Region;
  /** The whole stretch, over lines where it is. */
  readonly stretch: (span: Span) => Region;
  /** The region with its line, and its hash where asked for. */
  readonly location: (span: Span, withHash?: boolean) => Location;
}

interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  readonly blanked: () => string;
  readonly hashes: () => readonly string[];
}

/** Findings come file by file, so that a few files suffice, whatever the size of the tree. */
const keptFiles = 32;

export function createLocator(sources: (path: string) => Source | undefined): Locator {
  const kept = new Map<string, Lines>();

  const linesOf = (path: string): Lines | undefined => {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const source = sources(path);
    if (source === undefined) return undefined;
    const lines = readLines(source.text);
    const [oldest] = kept.keys();
    if (kept.size >= keptFiles && oldest !== undefined) kept.delete(oldest);
    kept.set(path, lines);
    return lines;
  };

  const stretch = (span: Span): Region => {
    const { path, start, end } = toFile(span, sources);
    const lines = linesOf(path);
    if (lines === undefined) return { path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const from = positionAt(lines.starts, clamp(start, 0, lines.text.length));
    const to = positionAt(lines.starts, clamp(end, start, lines.text.length));
    return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };

  const region = (span: Span): Region => {
    const whole = stretch(span);
    const lines = linesOf(whole.path);
    return lines === undefined ? whole : onOneLine(whole, lineText(lines, whole.line, lines.text));
  };

  const location = (span: Span, withHash = false): Location => {
    const place = region(span);
    const lines = linesOf(place.path);
    if (lines === undefined) return { ...place, snippet: [] };
    const shown = { ...place, ...snippetOf(lineText(lines, place.line, lines.blanked()), place) };
    if (!withHash || place.line > lines.starts.length) return shown;
    // Few formats ask for it, and it takes the whole file.
    return {
      ...shown,
      get lineHash() {
        return lines.hashes()[place.line - 1] ?? "";
      },
    };
  };

  return { region, stretch, location };
}

/** Deeper than languages nest in each other. */
const deepestNesting = 16;

/** Texts inside texts are followed to the file; the end by its last character, since maps may jump behind it. */
function toFile(span: Span, sources: (path: string) => Source | undefined): Span {
  let { path, start, end } = span;
  for (let depth = 0; depth < deepestNesting; depth++) {
    const host = sources(path)?.host;
    if (host === undefined) break;
    const last = end > start ? host.toHost(end - 1) + 1 : undefined;
    start = host.toHost(start);
    end = Math.max(start, last ?? start);
    path = host.path;
  }
  return { path, start, end };
}

function readLines(text: string): Lines {
  let blanked: string | undefined;
  let hashes: readonly string[] | undefined;
  return {
    text,
    starts: lineStartsOf(text),
    blanked: () => (blanked ??= blankSecrets(text)),
    hashes: () => (hashes ??= lineHashesOf(text)),
  };
}

/** The line without its end. Takes no time proportional to the line, which may be the whole file. */
function lineText({ starts }: Lines, line: number, text: string): string {
  let end = starts[line] ?? text.length;
  const start = starts[line - 1] ?? end;
  while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

/** A region without width becomes its whole line: a file-level finding, an empty value. */
function onOneLine(region: Region, text: string): Region {
  const { path, line } = region;
  const end = region.endLine > line ? text.trimEnd().length + 1 : region.endColumn;
  if (end > region.column) return { path, line, column: region.column, endLine: line, endColumn: end };
  const indent = text.length - text.trimStart().length;
  return { path, line, column: indent + 1, endLine: line, endColumn: Math.max(indent, text.trimEnd().length) + 1 };
}

/** A line is shown whole unless it is a file of its own, as generated JSON is. */
const longestSnippet = 400;
const shownBefore = 100;

function snippetOf(text: string, { column }: Region): Pick<Location, "snippet" | "snippetColumn"> {
  if (text.length <= longestSnippet) return { snippet: [text] };
  const wanted = Math.max(0, Math.min(column - 1 - shownBefore, text.length - longestSnippet));
  const start = wanted + (/^[\uDC00-\uDFFF]/.test(text.slice(wanted, wanted + 1)) ? 1 : 0);
  const cut = text.slice(start, start + longestSnippet).replace(/[\uD800-\uDBFF]$/, "");
  return start === 0 ? { snippet: [cut] } : { snippet: [cut], snippetColumn: start + 1 };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
