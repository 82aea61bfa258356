import { type Extraction, extractEmbedded } from "../../lint.ts";
import type { Fact } from "../../model/fact.ts";
import type { ParseOptions, Parsed, Part, Recogniser, Workspace } from "../../model/parser.ts";
import type { Problem, Source } from "../../model/source.ts";
import type { Ignore } from "../../suppress.ts";
import { type Changes, notText, scannedRead } from "./changes.ts";
import type { IndexTree } from "./index-tree.ts";
import { inFiles } from "./in-files.ts";
import { digest, type FileNote, type Outcome, type SnapshotIndex, type StoredPart } from "./snapshot.ts";
import type { Trace } from "./trace.ts";

export interface Remembered {
  readonly extraction: Extraction;
  /** All files that a parser may want. */
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Ignore[];
  /** For the next run. */
  readonly reads: SnapshotIndex["reads"];
  readonly parts: Readonly<Record<string, StoredPart>>;
}

/** The work of an earlier run. */
export interface Earlier {
  readonly reads: SnapshotIndex["reads"];
  readonly parts: ReadonlyMap<string, StoredPart>;
}

export interface Extracting {
  readonly tree: IndexTree;
  readonly changes: Changes;
  readonly options: ParseOptions;
  readonly recognisers: readonly Recogniser[];
  readonly earlier: Earlier;
  readonly trace: Trace;
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

const nothing: Parsed = { facts: [], problems: [], embedded: [] };

/** Source → facts, with what an earlier run came to wherever nothing has changed that it depends on. */
export async function extractRemembered(work: Extracting): Promise<Remembered> {
  const { tree, changes, recognisers, trace } = work;
  const { accepted, noteOf } = changes;
  tree.fetch(staleFiles(work));
  const steps: Step[] = [];
  const workspace = workspaceOf(work);
  const { parsed, wanted } = await parseAll(work, workspace, steps);
  for (const step of steps) {
    if (step.embedded.length === 0) continue;
    const found = trace.duringAsync(step.reads, () => extractEmbedded(step.embedded, workspace, recognisers));
    step.inner = inFiles(await found);
  }
  const read = [...new Set([...wanted, ...steps.flatMap((step) => filesRead(step, tree))])].filter(
    (path) => noteOf(path)[1] !== notText,
  );
  const isText = (path: string): boolean => noteOf(path)[1] !== notText;
  return {
    extraction: {
      facts: [...parsed.flatMap(({ facts }) => facts), ...distinct(steps.flatMap(({ inner }) => inner.facts))],
      problems: [...parsed.flatMap(({ problems }) => problems), ...steps.flatMap(({ inner }) => inner.problems)],
      sources: read.map(tree.source),
    },
    sources: accepted.filter(isText).map(tree.source),
    problems: accepted.filter((path) => !isText(path)).map(unreadable),
    comments: read.flatMap((path) => noteOf(path)[2]),
    ...stored(steps, changes.stateOf),
  };
}

/** Every parser that has files, its work in parts. */
async function parseAll(
  work: Extracting,
  workspace: Workspace,
  steps: Step[],
): Promise<{ readonly parsed: readonly Parsed[]; readonly wanted: readonly string[] }> {
  const { tree, changes, recognisers, earlier } = work;
  const recall = (name: string, make: () => Part): Part => recallPart(name, make, work, steps);
  const parsed: Parsed[] = [];
  const wanted: string[] = [];
  for (const [bit, recogniser] of recognisers.entries()) {
    const own = changes.accepted.filter((path) => wants(changes.noteOf(path), bit));
    const isRead = recogniser.profile === undefined || recogniser.profile === workspace.options.profile;
    if (own.length === 0 || !isRead) continue;
    wanted.push(...own);
    const sources = own.map(tree.source);
    if (recogniser.inParts === true) {
      parsed.push((await recogniser.load()).parse(sources, { ...workspace, memory: { recall } }));
      continue;
    }
    const name = `${recogniser.name} ${digest(own.join("\n"))}`;
    const before = earlier.parts.get(name);
    const parser = before !== undefined && changes.isFresh(before.on) ? undefined : await recogniser.load();
    parsed.push(recall(name, () => ({ parsed: parser?.parse(sources, workspace) ?? nothing })).parsed);
  }
  return { parsed, wanted };
}

function recallPart(name: string, make: () => Part, { changes, earlier, trace }: Extracting, steps: Step[]): Part {
  const before = earlier.parts.get(name);
  if (before !== undefined && changes.isFresh(before.on)) {
    const { own, inner, notes, on } = before;
    const reads = new Set(on.map((index) => earlier.reads[index]?.[0] ?? ""));
    steps.push({ name, own, inner, notes, reads, embedded: [] });
    return { parsed: { ...own, embedded: [] }, notes };
  }
  const reads = new Set<string>();
  const { parsed, notes } = trace.during(reads, make);
  const { facts, problems, embedded } = parsed;
  steps.push({ name, own: { facts, problems }, inner: nothing, notes, reads, embedded });
  return { parsed: { facts, problems, embedded: [] }, notes };
}

function workspaceOf({ tree, changes, options, trace }: Extracting): Workspace {
  const scanned = new Set(changes.accepted);
  return {
    read: tree.read,
    list: tree.list,
    options,
    get scanned() {
      trace.note(scannedRead);
      return scanned;
    },
  };
}

/** What parts need that have to be made anew. */
const staleFiles = ({ changes, earlier }: Extracting): readonly string[] =>
  [...earlier.parts.values()]
    .filter(({ on }) => !changes.isFresh(on))
    .flatMap(({ on }) => on.flatMap((index) => fileOf(earlier.reads[index]?.[0] ?? "")));

const fileOf = (name: string): readonly string[] => (name.startsWith("f ") ? [name.slice(2)] : []);

const filesRead = ({ reads }: Step, tree: IndexTree): readonly string[] =>
  [...reads].flatMap(fileOf).filter((path) => tree.idOf(path) !== undefined);

const wants = ([, wanted]: FileNote, bit: number): boolean => wanted !== notText && (wanted & (1 << bit)) !== 0;

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

function stored(steps: readonly Step[], stateOf: (name: string) => string): Pick<Remembered, "reads" | "parts"> {
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
    {
      on: [...on].map(indexOf),
      own,
      inner: { facts: inner.facts, problems: inner.problems },
      ...(notes === undefined ? {} : { notes }),
    },
  ]);
  return { reads, parts: Object.fromEntries(parts) };
}
