import { openGraph } from "../../graph/build.ts";
import { lint } from "../../lint.ts";
import type { Fact } from "../../model/fact.ts";
import type { Policy } from "../../model/policy.ts";
import type { Finding, Location, Report, ReportProblem } from "../../model/report.ts";
import type { Level, Rule } from "../../model/rule.ts";
import type { Problem } from "../../model/source.ts";
import { inventoryReader } from "../../parsers/yaml/inventory/inventory.ts";
import { stamp } from "../report-of.ts";
import { type Value, valuesOf } from "./elements.ts";
import { createTriage, type Examined, type Triage } from "./triage.ts";

/** What an export too large to be held came to: the findings that a binding shows by itself, and counts. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly problems: readonly ReportProblem[];
  readonly facts: number;
  readonly bindings: number;
  /** Findings beyond those that are kept. */
  readonly cut: number;
}

/** Kept of one export; the worst are kept, the rest is counted. */
const mostFindings = 5000;

/**
 * Judges an asset inventory a stretch at a time. Only rules whose findings follow from one binding or one fact by itself
 * can run: no graph of the whole is held, and lines that are made like clean ones are only counted.
 */
export async function judgeExport(file: string, path: string, rules: readonly Rule[], policy: Policy): Promise<Judged> {
  const own = rules.filter(({ byItself }) => byItself === true);
  const triage = createTriage(policy.options);
  const kept = new Keeper();
  const problems: ReportProblem[] = [];
  const pending: Suspect[] = [];
  let [facts, bindings] = [0, 0];
  const flush = async (): Promise<void> => {
    const report = await judge(pending, path, own, policy);
    for (const finding of report.findings) kept.add(finding);
    problems.push(...report.problems.slice(0, mostProblems - problems.length));
    facts += report.stats.facts;
    learn(pending, report, triage);
    pending.length = 0;
  };
  for (const value of valuesOf(file)) {
    const examined = triage.examine(parsed(value.text));
    bindings += examined?.bindings ?? 0;
    if (examined?.unseen.length === 0) continue;
    pending.push({ text: detached(value.text), line: value.line, unseen: examined?.unseen ?? [] });
    if (pending.length >= mostPending) await flush();
  }
  await flush();
  return { findings: kept.findings(), problems, facts, bindings, cut: kept.cut };
}

/** A value that has to be judged, with what it is made of. */
interface Suspect extends Value {
  readonly unseen: Examined["unseen"];
}

const mostPending = 500;
const mostProblems = 100;

/** A copy: a part of a text keeps the whole of it in memory. */
const detached = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The suspects as one small text with a graph of its own; its findings stand on the lines of the whole. */
async function judge(
  suspects: readonly Suspect[],
  path: string,
  rules: readonly Rule[],
  policy: Policy,
): Promise<Report> {
  const reader = inventoryReader(path);
  const [facts, problems, lines]: [Fact[], Problem[], number[]] = [[], [], []];
  let text = "";
  for (const suspect of suspects) {
    const read = reader.line(suspect.text, text.length);
    facts.push(...read.facts);
    problems.push(...read.problems);
    const height = suspect.text.split("\n").length;
    for (let at = 0; at < height; at++) lines.push(suspect.line + at);
    text += `${suspect.text}\n`;
  }
  const graph = await openGraph(facts, { today: policy.options.today });
  const sources = [{ path, text }];
  const analysis = { facts, problems, sources, graph };
  const report = lint({ ...stamp(), analysis, sources, problems: [], rules, policy, ignores: undefined });
  const move = (location: Location): Location => moved(location, path, lines);
  return {
    ...report,
    findings: report.findings.map((finding) => movedFinding(finding, move)),
    problems: report.problems.map(({ kind, message, location }) => ({ kind, message, location: move(location) })),
  };
}

/** What suspects without a finding are made of is clean. */
function learn(suspects: readonly Suspect[], report: Report, triage: Triage): void {
  const found = report.findings.flatMap(({ location, related }) => [location, ...related.map((one) => one.location)]);
  const lines = new Set(found.map(({ line }) => line));
  const names = new Set<string>();
  for (const { text, line, unseen } of suspects) {
    // What a resource's first line says is not said again of its second.
    const name = /"name"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
    if (names.has(name)) continue;
    names.add(name);
    const height = text.split("\n").length;
    if (!Array.from({ length: height }, (_, at) => line + at).some((one) => lines.has(one))) triage.learn(unseen);
  }
}

const ranks: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Keeps the worst findings, each identity once a line, and counts the others. */
class Keeper {
  cut = 0;
  private readonly byLevel: [Finding[], Finding[], Finding[]] = [[], [], []];
  private readonly seen = new Map<string, number>();

  add(finding: Finding): void {
    const count = (this.seen.get(finding.fingerprint) ?? 0) + 1;
    if (this.seen.size < 1_000_000) this.seen.set(finding.fingerprint, count);
    const list = this.byLevel[ranks[finding.level] as 0 | 1 | 2];
    if (list.length >= mostFindings) this.cut++;
    else list.push({ ...finding, id: count === 1 ? finding.fingerprint : `${finding.fingerprint}:${count}` });
  }

  findings(): readonly Finding[] {
    const all = this.byLevel.flat();
    this.cut += Math.max(0, all.length - mostFindings);
    return all.slice(0, mostFindings);
  }
}

const movedFinding = (finding: Finding, move: (location: Location) => Location): Finding => ({
  ...finding,
  location: move(finding.location),
  related: finding.related.map(({ location, message }) => ({ location: move(location), message })),
  path: finding.path.map((step) => (step.location === undefined ? step : { ...step, location: move(step.location) })),
});

/** Without GitHub's hash of the line: it speaks of the lines that follow in the file, which are not at hand. */
function moved({ lineHash, ...location }: Location, path: string, lines: readonly number[]): Location {
  if (location.path !== path) return lineHash === undefined ? location : { ...location, lineHash };
  const lineOf = (line: number): number => lines[line - 1] ?? line;
  return { ...location, line: lineOf(location.line), endLine: lineOf(location.endLine) };
}
