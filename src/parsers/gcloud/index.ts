import type { Embedded, Parsed, Parser, Workspace } from "../../model/parser.ts";
import type { Fact } from "../../model/fact.ts";
import type { Source, Span } from "../../model/source.ts";
import { type Value, show } from "../../model/value.ts";
import { accepts, glance } from "./recogniser.ts";
import { factsBeside, scriptsOf } from "./hosts/index.ts";
import { type Run, newRun, runScripts, runUncalled, runUnit } from "./run.ts";
import { type State, emptyState } from "./shell.ts";
import { type Text, flat, literal, slice, split } from "./text.ts";
import { type Unit, unitOf } from "./unit.ts";

/** Shell scripts: what gcloud, gsutil and bq would do if they ran. */
export const gcloud: Parser = { name: "gcloud", accepts, glance, parse, parseEmbedded };

function parse(sources: readonly Source[], workspace: Workspace): Parsed {
  const run = newRun(workspace);
  const read = sources.filter(({ path }) => !isDocument(path) || workspace.options.profile === "auditor");
  const parts = read.map((source) => ({ source, facts: [] as Fact[] }));
  for (const part of parts) {
    runSource(run, part.source);
    part.facts.push(...run.facts.splice(0));
  }
  runUncalled(run);
  // What was sourced counts where it was sourced, with what was known there.
  const facts = parts.flatMap(({ source, facts: own }) => (run.sourced.has(source.path) ? [] : own));
  return parsedOf(run, [...facts, ...run.facts]);
}

const isDocument = (path: string): boolean => /\.(?:md|markdown)$/i.test(path);

function runSource(run: Run, source: Source): void {
  const scripts = scriptsOf(source, run.workspace);
  // What is included counts where it is included, with what is known there.
  for (const { home } of scripts) if (home !== undefined && home !== source.path) run.sourced.add(home);
  runScripts(run, scripts);
  run.facts.push(...factsBeside(source, run.workspace));
}

function parseEmbedded(embedded: readonly Embedded[], workspace: Workspace): Parsed {
  const run = newRun(workspace);
  const sessions = new Map<string, Step>();
  for (const one of embedded) {
    const before = one.session === undefined ? undefined : sessions.get(one.session);
    const state = before === undefined ? stateOf(one) : continued(stateOf(one), one, before);
    const after = runUnit(run, unitOfEmbedded(one), state);
    if (one.session !== undefined) sessions.set(one.session, { host: one, after });
  }
  runUncalled(run);
  return parsedOf(run, run.facts, hostPlaces(embedded));
}

/** A text that a matrix runs several times stands in its file once. */
function hostPlaces(embedded: readonly Embedded[]): (span: Span) => string {
  const hosts = new Map(embedded.map(({ source }) => [source.path, source.host] as const));
  return ({ path, start, end }) => {
    const host = hosts.get(path);
    return host === undefined ? `${path}:${start}:${end}` : `${host.path}:${host.toHost(start)}:${host.toHost(end)}`;
  };
}

const unitOfEmbedded = ({ source, session }: Embedded): Unit => {
  const unit = unitOf(source);
  return session === undefined ? unit : { ...unit, home: session };
};

/** A text of a session, and what is known when it has run. */
interface Step {
  readonly host: Embedded;
  readonly after: State;
}

/** gcloud's configuration and files stay from step to step, but for what the host says anew. */
function continued(state: State, host: Embedded, before: Step): State {
  const told = new Set<string>();
  if (!isSame(host.runsAs, before.host.runsAs)) told.add("core/account").add("auth/impersonate_service_account");
  if (!isSame(host.project, before.host.project)) told.add("core/project");
  for (const [name, text] of before.after.properties) if (!told.has(name)) state.properties.set(name, text);
  for (const [path, text] of before.after.files) state.files.set(path, text);
  for (const [name, text] of handedOn(before.after)) state.variables.set(name, { kind: "text", text, exported: true });
  return state;
}

/** `echo NAME=value >> $GITHUB_ENV`: variables of the steps to come. */
function handedOn({ files }: State): readonly (readonly [string, Text])[] {
  const written = files.get("${GITHUB_ENV}") ?? [];
  return split(written, "\n").flatMap((line) => {
    const name = /^\s*([A-Za-z_]\w*)=/.exec(flat(line));
    return name === null ? [] : [[name[1] ?? "", slice(line, name[0].length)] as const];
  });
}

const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && show(a) === show(b));

/** What the host says before the first command runs. */
function stateOf({ runsAs, project, environment }: Embedded): State {
  const state = emptyState();
  if (runsAs !== undefined) state.properties.set("core/account", textOf(runsAs));
  if (project !== undefined) state.properties.set("core/project", textOf(project));
  for (const [name, value] of Object.entries(environment ?? {})) {
    state.variables.set(name, { kind: "text", text: textOf(value), exported: true });
  }
  return state;
}

function textOf(value: Value): Text {
  if (value.kind === "known") return value.text === "" ? [] : [literal(value.text, value.span)];
  const why = value.kind === "unknown" ? value.why : "";
  return value.parts.map((part) =>
    typeof part === "string" ? literal(part, value.span, false) : { kind: "gap", part, why, use: value.span },
  );
}

/** A loop that runs twice and a function that calls itself say the same thing twice. */
function parsedOf({ problems }: Run, facts: readonly Fact[], placeOf?: (span: Span) => string): Parsed {
  const distinct = new Map<string, Fact>();
  const plain = (key: string, value: unknown): unknown =>
    placeOf !== undefined && key.toLowerCase().endsWith("span") ? placeOf(value as Span) : value;
  for (const fact of facts) {
    const key = JSON.stringify({ ...fact, via: undefined }, plain);
    if (!distinct.has(key)) distinct.set(key, fact);
  }
  return { facts: [...distinct.values()], problems, embedded: [] };
}
