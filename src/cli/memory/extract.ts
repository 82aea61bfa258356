import { type Extraction, extractEmbedded } from "../../lint.ts";
import type { Fact } from "../../model/fact.ts";
import type { Memory, ParseOptions, Parsed, Part, Recogniser, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import { type Ignore, ignoreComments } from "../../suppress.ts";
import type { IndexTree } from "./index-tree.ts";
import { inFiles } from "./in-files.ts";
import { digest, type FileNote, type Outcome, type Snapshot, type StoredPart } from "./snapshot.ts";
import type { Trace } from "./trace.ts";

export interface Remembered {
  readonly extraction: Extraction;
  /** All files that a parser may want. */
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Ignore[];
  readonly snapshot: Snapshot;
  /** Nothing that counts differs from the earlier snapshot. */
  readonly isSame: boolean;
}

/** A part of this run: remembered, or made with what it read. */
interface Step {
  readonly name: string;
  readonly own: Outcome;
  readonly notes?: unknown;
  readonly reads: Set<string>;
  readonly embedded: Parsed["embedded"];
  inner: Outcome;
}

const nothing: Outcome = { facts: [], problems: [] };
const scannedRead = "s";

/** Source → facts, with what an earlier run came to wherever nothing has changed that it depends on. */
export async function extractRemembered(
  tree: IndexTree,
  options: ParseOptions,
  recognisers: readonly Recogniser[],
  earlier: Snapshot | undefined,
  key: string,
  trace: Trace,
): Promise<Remembered> {
  const accepted = tree.paths.filter((path) => recognisers.some((one) => one.accepts(path)));
  const scanned = new Set(accepted);
  const scannedState = digest(accepted.join("\n"));
  const states = new Map<string, string>();
  const stateOf = (name: string): string => {
    const before = states.get(name);
    if (before !== undefined) return before;
    const state = stateNow(name, tree, scannedState);
    states.set(name, state);
    return state;
  };
  const stale = (earlier?.reads ?? []).map(([name, state]) => stateOf(name) !== state);
  const isFresh = (part: StoredPart): boolean => part.on.every((index) => stale[index] === false);

  const filesBefore = new Map(Object.entries(earlier?.files ?? {}));
  tree.fetch(accepted.filter((path) => filesBefore.get(path)?.[0] !== tree.idOf(path)));
  const files: Record<string, FileNote> = Object.create(null);
  const noteOf = (path: string): FileNote => {
    const known = files[path];
    if (known !== undefined) return known;
    const id = tree.idOf(path) ?? "";
    const before = filesBefore.get(path);
    const made = before !== undefined && before[0] === id ? before : noteNow(path, id, tree, recognisers);
    files[path] = made;
    return made;
  };
  for (const path of accepted) noteOf(path);
  tree.fetch(
    Object.values(earlier?.parts ?? {})
      .filter((part) => !isFresh(part))
      .flatMap(({ on }) => on.flatMap((index) => earlier?.reads[index]?.[0].match(/^f (.*)$/s)?.[1] ?? [])),
  );

  const steps: Step[] = [];
  const partsBefore = new Map(Object.entries(earlier?.parts ?? {}));
  const recall = (name: string, make: () => Part): Part => {
    const before = partsBefore.get(name);
    if (before !== undefined && isFresh(before)) {
      const reads = new Set(before.on.map((index) => earlier?.reads[index]?.[0] ?? ""));
      steps.push({ name, own: before.own, inner: before.inner, notes: before.notes, reads, embedded: [] });
      return { parsed: { ...before.own, embedded: [] }, notes: before.notes };
    }
    const reads = new Set<string>();
    const { parsed, notes } = trace.during(reads, make);
    const own = { facts: parsed.facts, problems: parsed.problems };
    steps.push({ name, own, inner: nothing, notes, reads, embedded: parsed.embedded });
    return { parsed: { ...own, embedded: [] }, notes };
  };
  const workspace: Workspace = {
    read: tree.read,
    list: tree.list,
    options,
    get scanned() {
      trace.note(scannedRead);
      return scanned;
    },
  };

  const parsed: Parsed[] = [];
  const readPaths = new Set<string>();
  for (const [bit, recogniser] of recognisers.entries()) {
    const own = accepted.filter((path) => wants(noteOf(path), bit));
    if (own.length === 0) continue;
    for (const path of own) readPaths.add(path);
    const whole = `${recogniser.name} ${digest(own.join("\n"))}`;
    const isRemembered = partsBefore.has(whole) && isFresh(partsBefore.get(whole) as StoredPart);
    const sources = own.map(tree.source);
    if (recogniser.inParts === true) {
      const memory: Memory = { recall };
      parsed.push((await recogniser.load()).parse(sources, { ...workspace, memory }));
      continue;
    }
    const parser = isRemembered ? undefined : await recogniser.load();
    parsed.push(
      recall(whole, () => ({ parsed: parser?.parse(sources, workspace) ?? { ...nothing, embedded: [] } })).parsed,
    );
  }
  for (const step of steps) {
    if (step.embedded.length === 0) continue;
    const inner = await trace.duringAsync(step.reads, () => extractEmbedded(step.embedded, workspace, recognisers));
    step.inner = inFiles(inner);
  }

  for (const { reads } of steps) {
    for (const name of reads) {
      const path = name.startsWith("f ") ? name.slice(2) : "";
      if (path !== "" && tree.idOf(path) !== undefined) readPaths.add(path);
    }
  }
  const read = [...readPaths].filter((path) => noteOf(path)[1] !== notText);
  const snapshot = snapshotOf(steps, files, tree, key, stateOf, earlier?.shown ?? []);
  const innerFacts = distinct(steps.flatMap(({ inner }) => inner.facts));
  return {
    extraction: {
      facts: [...parsed.flatMap(({ facts }) => facts), ...innerFacts],
      problems: [...parsed.flatMap(({ problems }) => problems), ...steps.flatMap(({ inner }) => inner.problems)],
      sources: read.map(tree.source),
    },
    sources: accepted.filter((path) => noteOf(path)[1] !== notText).map(tree.source),
    problems: accepted.filter((path) => noteOf(path)[1] === notText).map(unreadable),
    comments: read.flatMap((path) => noteOf(path)[2]),
    snapshot,
    isSame: earlier !== undefined && isUnchanged(earlier, snapshot),
  };
}

function stateNow(name: string, tree: IndexTree, scanned: string): string {
  if (name === scannedRead) return scanned;
  if (name.startsWith("f ")) return tree.idOf(name.slice(2)) ?? "";
  return digest(tree.list(name.slice(2)).join("\n"));
}

const notText = -1;
const wants = ([, wanted]: FileNote, bit: number): boolean => wanted !== notText && (wanted & (1 << bit)) !== 0;

function noteNow(path: string, id: string, tree: IndexTree, recognisers: readonly Recogniser[]): FileNote {
  const text = tree.read(path);
  if (text === undefined) return [id, notText, []];
  const wanted = recognisers.reduce(
    (bits, one, bit) => (one.accepts(path) && one.glance(text, path) ? bits | (1 << bit) : bits),
    0,
  );
  return [id, wanted, ignoreComments(tree.source(path))];
}

const unreadable = (path: string): Problem => ({
  kind: "unread",
  message: "the file is binary or too large: not read",
  at: { path, start: 0, end: 0 },
});

/** Modules that several roots call bring the same scripts. */
function distinct(facts: readonly Fact[]): readonly Fact[] {
  const seen = new Map<string, Fact>();
  for (const fact of facts) {
    const key = JSON.stringify({ ...fact, via: undefined });
    if (!seen.has(key)) seen.set(key, fact);
  }
  return [...seen.values()];
}

function snapshotOf(
  steps: readonly Step[],
  files: Readonly<Record<string, FileNote>>,
  { links }: IndexTree,
  key: string,
  stateOf: (name: string) => string,
  shown: readonly string[],
): Snapshot {
  const indices = new Map<string, number>();
  const reads: (readonly [string, string])[] = [];
  const indexOf = (name: string): number => {
    const known = indices.get(name);
    if (known !== undefined) return known;
    indices.set(name, reads.length);
    reads.push([name, stateOf(name)]);
    return reads.length - 1;
  };
  const parts = steps.map(({ name, own, inner, notes, reads: on }): readonly [string, StoredPart] => [
    name,
    { on: [...on].map(indexOf), own, inner, ...(notes === undefined ? {} : { notes }) },
  ]);
  return { key, files, reads, parts: Object.fromEntries(parts), links, shown };
}

/** Parts are taken over as they are; whatever was made anew is another object. */
function isUnchanged(before: Snapshot, now: Snapshot): boolean {
  const paths = Object.keys(now.files);
  const names = Object.keys(now.parts);
  return (
    paths.length === Object.keys(before.files).length &&
    names.length === Object.keys(before.parts).length &&
    paths.every((path) => now.files[path] === before.files[path]) &&
    names.every((name) => now.parts[name]?.own === before.parts[name]?.own)
  );
}
