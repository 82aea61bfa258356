import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Fact } from "../../../src/model/fact.ts";
import type { Parsed, ParseOptions, Workspace } from "../../../src/model/parser.ts";
import { type Span, lineStartsOf, positionAt } from "../../../src/model/source.ts";
import { type Value, show } from "../../../src/model/value.ts";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";

export const fixtures: string = fileURLToPath(new URL("../../../fixtures/parsers/gcloud/", import.meta.url));

const read = (path: string): string | undefined => {
  const file = join(fixtures, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
};

export const workspaceOf = (
  files: Readonly<Record<string, string>> = {},
  profile: ParseOptions["profile"] = "default",
): Workspace => ({
  read: (path) => files[path] ?? read(path),
  list: (folder) => readdirSync(join(fixtures, folder)).toSorted(),
  options: { varFiles: [], variables: {}, profile },
});

/** A script given as text, parsed alone. */
export const parseScript = (text: string, files: Readonly<Record<string, string>> = {}, path = "script.sh"): Parsed =>
  gcloud.parse([{ path, text }], workspaceOf({ ...files, [path]: text }));

/** The facts of one kind. */
export const factsOf = <K extends Fact["kind"]>(parsed: Parsed, kind: K): Extract<Fact, { kind: K }>[] =>
  parsed.facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);

/** `role of member on type name` for every grant, in order. */
export const grantsOf = (parsed: Parsed): string[] =>
  factsOf(parsed, "grant").map(
    ({ role, principal, resource, change, conditional }) =>
      `${change === "remove" ? "-" : ""}${show(role)} ${show(principal)} ${resource.type} ${show(resource.name)}${conditional ? " ?" : ""}`,
  );

/** A command that gives a member the role of a viewer on the project p. */
export const bind = (member: string): string =>
  `gcloud projects add-iam-policy-binding p --member=${member} --role=roles/viewer`;

/** The members that get it, `?` where it depends. */
export const membersOf = (script: string, files: Readonly<Record<string, string>> = {}, path = "script.sh"): string[] =>
  grantsOf(parseScript(script, files, path)).map((grant) =>
    grant.replace("roles/viewer ", "").replace(" project p", ""),
  );

/** Facts and problems as JSON for people: values with the text at their place. */
export function shown(parsed: Parsed, textOf: (path: string) => string): string {
  const facts = parsed.facts.map((fact) => JSON.stringify(shownThing(fact, textOf), undefined, 2));
  const problems = parsed.problems.map(({ message, at, kind }) => ({ kind, message, at: placeText(at, textOf) }));
  const items = [...facts, ...problems.map((problem) => JSON.stringify(problem, undefined, 2))];
  return `[\n${items.join(",\n")}\n]\n`;
}

function shownThing(thing: unknown, textOf: (path: string) => string): unknown {
  if (Array.isArray(thing)) return thing.map((item) => shownThing(item, textOf));
  if (typeof thing !== "object" || thing === null) return thing;
  if (isValue(thing)) return `${valueText(thing)} @ ${placeText(thing.span, textOf)}`;
  if (isSpan(thing)) return placeText(thing, textOf);
  return Object.fromEntries(Object.entries(thing).map(([key, value]) => [key, shownThing(value, textOf)]));
}

const isValue = (thing: object): thing is Value =>
  "kind" in thing && "span" in thing && ["known", "symbolic", "unknown"].includes(String(thing.kind));

const isSpan = (thing: object): thing is Span => "path" in thing && "start" in thing && "end" in thing;

const marks: Readonly<Record<Value["kind"], string>> = { known: "", symbolic: "~", unknown: "?" };

const valueText = (value: Value): string =>
  marks[value.kind] +
  show(value) +
  (value.kind === "unknown" && value.choices ? ` of ${value.choices.join(" | ")}` : "");

function placeText({ path, start, end }: Span, textOf: (path: string) => string): string {
  const text = textOf(path);
  const { line, column } = positionAt(lineStartsOf(text), start);
  return `${path}:${line}:${column} «${text.slice(start, end)}»`;
}
