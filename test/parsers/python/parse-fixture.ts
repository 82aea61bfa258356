import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Fact } from "../../../src/model/fact.ts";
import type { Parsed, Workspace } from "../../../src/model/parser.ts";
import { type Span, lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, show } from "../../../src/model/value.ts";
import { python } from "../../../src/parsers/python/index.ts";

export const fixtures: string = fileURLToPath(new URL("../../../fixtures/parsers/python/", import.meta.url));

const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();

export const workspaceOf = (files: Readonly<Record<string, string>> = {}): Workspace => ({
  read: (path) =>
    files[path] ?? (isFile(join(fixtures, path)) ? readFileSync(join(fixtures, path), "utf8") : undefined),
  list: (folder) => readdirSync(join(fixtures, folder)).toSorted(),
  options: { varFiles: [], variables: {}, profile: "default" },
});

/** A program given as text; other files that it may import or read. */
export const parseProgram = (text: string, files: Readonly<Record<string, string>> = {}, path = "program.py"): Parsed =>
  python.parse([{ path, text }], workspaceOf({ ...files, [path]: text }));

export const readFixture = (path: string): string => readFileSync(join(fixtures, path), "utf8");

export const factsOf = <K extends Fact["kind"]>(parsed: Parsed, kind: K): Extract<Fact, { kind: K }>[] =>
  parsed.facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);

/** A fact on one line: its values with their kinds, and where it stands. */
export function shownFact(fact: Fact, textOf: (path: string) => string): string {
  const { kind, span, via, conditional, dialect: _, ...rest } = fact;
  const words = Object.entries(rest).map(([name, value]) => `${name}=${shownThing(value)}`);
  const steps = (via ?? []).map(({ label }) => label);
  return [
    placeText(span, textOf),
    kind,
    ...(conditional ? ["perhaps"] : []),
    ...words,
    ...(steps.length > 0 ? [`via ${steps.join(" > ")}`] : []),
  ].join(" ");
}

const marks: Readonly<Record<Value["kind"], string>> = { known: "", symbolic: "~", unknown: "?" };

function shownThing(thing: unknown): string {
  if (Array.isArray(thing)) return `[${thing.map(shownThing).join(", ")}]`;
  if (typeof thing !== "object" || thing === null) return String(thing);
  if (isValue(thing)) return marks[thing.kind] + show(thing);
  return `{${Object.entries(thing)
    .map(([name, value]) => `${name}: ${shownThing(value)}`)
    .join(", ")}}`;
}

const isValue = (thing: object): thing is Value =>
  "kind" in thing && "span" in thing && ["known", "symbolic", "unknown"].includes(String(thing.kind));

export function placeText({ path, start }: Span, textOf: (path: string) => string): string {
  const { line, column } = positionAt(lineStartsOf(textOf(path)), start);
  return `${path}:${line}:${column}`;
}
