import type { Fact } from "./model/fact.ts";
import { lineStartsOf, type Problem, positionAt, type Source, type Span } from "./model/source.ts";
import type { Ignore } from "./suppress.ts";

/**
 * A fact file: what was extracted from one repository, one JSON value a line, readable without the repository. Spans are
 * lines and columns; the lines that they stand on are kept, so that a report can show them.
 *
 *     {"schemaVersion":1,"repository":"acme/train","tool":"0.1.0","catalog":"2026-08-22"}
 *     {"source":"infra/main.tf","lines":{"12":"  role = \"roles/editor\""}}
 *     {"kind":"grant","span":["infra/main.tf",12,1,12,24],…}
 */
export interface FactFile extends FactContent {
  readonly header: FactHeader;
  /** Sparse texts: the lines that facts stand on, all others empty. */
  readonly sources: readonly Source[];
}

/** What was extracted, what could not be read, and what the repository's own comments ignore. */
export interface FactContent {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly ignores: readonly Ignore[];
}

export interface FactHeader {
  readonly schemaVersion: 1;
  readonly repository: string;
  readonly tool: string;
  readonly catalog: string;
  /** Every file that was read, for coverage. */
  readonly files: number;
  readonly commit?: string;
}

/** Span → file, first line, first column, last line, last column (exclusive), all from 1. */
type EncodedSpan = readonly [string, number, number, number, number];

interface EncodedSource {
  readonly source: string;
  readonly lines: Readonly<Record<string, string>>;
}

/** Renders a fact file. `sources` finds files and embedded texts by path; `blank` takes secrets out of kept lines. */
export function renderFactFile(
  header: FactHeader,
  { facts, problems, ignores }: FactContent,
  sources: (path: string) => Source | undefined,
  blank: (text: string) => string,
): string {
  const kept = new Map<string, Map<number, string>>();
  const starts = new Map<string, readonly number[]>();
  const encode = (span: Span): EncodedSpan => {
    const { path, start, end } = inFile(span, sources);
    const text = sources(path)?.text ?? "";
    const lines = startsOf(path, text, starts);
    const from = positionAt(lines, start);
    const to = positionAt(lines, end);
    keepLine(kept, path, from.line, text.slice(lines[from.line - 1], lines[from.line] ?? text.length));
    return [path, from.line, from.column, to.line, to.column];
  };
  const factLines = [
    ...facts.map((fact) => JSON.stringify(mapSpans(fact, encode))),
    ...problems.map((problem) => JSON.stringify({ problem: mapSpans(problem, encode) })),
    ...ignores.map((ignore) => JSON.stringify({ ignore: mapSpans(ignore, encode) })),
  ];
  const sourceLines = [...kept].map(([source, lines]) => JSON.stringify({ source, lines: Object.fromEntries(lines) }));
  return `${[JSON.stringify(header), ...sourceLines, ...factLines].map(blank).join("\n")}\n`;
}

function startsOf(path: string, text: string, cache: Map<string, readonly number[]>): readonly number[] {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const starts = lineStartsOf(text);
  cache.set(path, starts);
  return starts;
}

function keepLine(kept: Map<string, Map<number, string>>, path: string, line: number, text: string): void {
  const lines = kept.get(path) ?? new Map<number, string>();
  kept.set(path, lines);
  lines.set(line, text.replace(/[\r\n]+$/, ""));
}

/** An embedded text's span as one of the file that holds it. */
function inFile(span: Span, sources: (path: string) => Source | undefined): Span {
  const host = sources(span.path)?.host;
  if (host === undefined) return span;
  return inFile({ path: host.path, start: host.toHost(span.start), end: host.toHost(span.end) }, sources);
}

/** Reads a fact file. `prefix` (the repository's name and a slash) is put before every path. A broken line throws. */
export function parseFactFile(text: string, prefix = ""): FactFile {
  const [first = "", ...rest] = text.split("\n").filter(Boolean);
  const header = JSON.parse(first) as FactHeader;
  if (header.schemaVersion !== 1) throw new Error(`fact file of an unknown version ${String(header.schemaVersion)}`);
  const values: readonly object[] = rest.map((line) => JSON.parse(line));
  const encodedSources = values.filter((value): value is EncodedSource => "source" in value);
  const sources = new Map(encodedSources.map((one) => [prefix + one.source, sparseSource(prefix + one.source, one)]));
  const decode = ([path, line, column, endLine, endColumn]: EncodedSpan): Span => {
    const starts = sources.get(prefix + path)?.starts ?? [0];
    const start = (starts[line - 1] ?? 0) + column - 1;
    const end = endLine === line ? (starts[line - 1] ?? 0) + endColumn - 1 : (starts[line] ?? start + 1) - 1;
    return { path: prefix + path, start, end };
  };
  const restored = values
    .filter((value) => !("source" in value))
    .map((value) => restore(value, decode, prefix) as Entry);
  return {
    header,
    facts: restored.filter((entry): entry is Fact => "kind" in entry),
    problems: restored.flatMap((entry) => ("problem" in entry ? [entry.problem] : [])),
    ignores: restored.flatMap((entry) => ("ignore" in entry ? [within(entry.ignore, prefix)] : [])),
    sources: [...sources.values()].map(({ source }) => source),
  };
}

type Entry = Fact | { readonly problem: Problem } | { readonly ignore: Ignore };

/** An ignore of a repository speaks of that repository alone. */
function within(ignore: Ignore, prefix: string): Ignore {
  const { scope } = ignore;
  const path = prefix + (scope.path ?? "**");
  return { ...ignore, scope: scope.kind === "lines" ? { ...scope, path } : { ...scope, path } };
}

function sparseSource(path: string, { lines }: EncodedSource): { source: Source; starts: readonly number[] } {
  const last = Math.max(0, ...Object.keys(lines).map(Number));
  const text = Array.from({ length: last }, (_, at) => lines[String(at + 1)] ?? "").join("\n");
  return { source: { path, text }, starts: lineStartsOf(text) };
}

const isSpan = (value: object): value is Span => "path" in value && "start" in value && "end" in value;

function mapSpans(value: unknown, encode: (span: Span) => EncodedSpan): unknown {
  if (Array.isArray(value)) return value.map((item) => mapSpans(item, encode));
  if (typeof value !== "object" || value === null) return value;
  if (isSpan(value)) return encode(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSpans(item, encode)]));
}

/** Objects of different repositories may share an address: their names get the prefix too. */
const isObjectName = (key: string): boolean => key === "target" || key === "object";

function restore(value: unknown, decode: (span: EncodedSpan) => Span, prefix: string): unknown {
  if (isEncodedSpan(value)) return decode(value);
  if (Array.isArray(value)) return value.map((item) => restore(item, decode, prefix));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    isObjectName(key) && typeof item === "string" ? prefix + item : restore(item, decode, prefix),
  ]);
  return Object.fromEntries(entries);
}

const isEncodedSpan = (value: unknown): value is EncodedSpan =>
  Array.isArray(value) &&
  value.length === 5 &&
  typeof value[0] === "string" &&
  value.slice(1).every((item) => typeof item === "number");
