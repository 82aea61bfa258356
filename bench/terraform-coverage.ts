import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Grant } from "../src/model/fact.ts";
import type { Workspace } from "../src/model/parser.ts";
import type { Source } from "../src/model/source.ts";
import { type Unknown, type Value, isReference, partsOf, show } from "../src/model/value.ts";
import { evaluate } from "../src/parsers/terraform/evaluate.ts";
import { factsOf } from "../src/parsers/terraform/facts/index.ts";
import type { Instance, Root } from "../src/parsers/terraform/instances.ts";

/** From what is best to what is worst: see the end of the file. */
const standings = ["known", "named", "dependent", "unknown"] as const;
type Standing = (typeof standings)[number];

interface Judged {
  readonly standing: Standing;
  readonly reasons: readonly string[];
}

function report(repository: string): void {
  const { sources, workspace } = openRepository(repository);
  const started = performance.now();
  const byPart = new Map<string, { roots: number; readonly judged: Judged[] }>();
  for (const root of evaluate(sources, workspace).roots) {
    const part = partOf(root);
    const counts = byPart.get(part) ?? { roots: 0, judged: [] };
    byPart.set(part, counts);
    counts.roots++;
    counts.judged.push(...judgeRoot(root));
  }
  const elapsed = performance.now() - started;
  console.log(`${repository}: ${sources.length} files, ${elapsed.toFixed(0)} ms`);
  for (const part of ["root modules and examples", "test fixtures"]) {
    const counts = byPart.get(part);
    if (counts !== undefined) reportPart(part, counts.roots, counts.judged);
  }
}

/** What a repository is for, and what tests it. */
const partOf = ({ dir }: Root): string =>
  /(?:^|\/)(?:tests?|fixtures?|testdata)(?:\/|$)/.test(dir) ? "test fixtures" : "root modules and examples";

function reportPart(part: string, roots: number, judged: readonly Judged[]): void {
  const share = (...those: readonly Standing[]): string => {
    const number = judged.filter(({ standing }) => those.includes(standing)).length;
    return `${((100 * number) / Math.max(1, judged.length)).toFixed(1)} %`.padStart(7);
  };
  console.log(`  ${part}: ${roots} of them, ${judged.length} IAM resources`);
  console.log(`    ${share("known")} known, or symbolic: they name other objects`);
  console.log(`    ${share("known", "named")} with those that name a root module's required variable`);
  console.log(`    ${share("known", "named", "dependent")} with those that depend on one in any way`);
  for (const [reason, number] of tally(judged)) console.log(`    ${String(number).padStart(5)}  ${reason}`);
}

function* judgeRoot(root: Root): Iterable<Judged> {
  const grants = new Map<string, Grant[]>();
  for (const fact of factsOf(root).facts) {
    if (fact.kind === "grant") grants.set(fact.writer, [...(grants.get(fact.writer) ?? []), fact]);
  }
  for (const instance of root.instances) {
    if (isIam(instance)) yield judgeGrants(grants.get(instance.address) ?? [], instance);
  }
}

const isIam = ({ mode, type }: Instance): boolean =>
  mode === "managed" && /^google_\w+_iam_(?:member|binding|policy)$/.test(type);

/** As good as its worst part. A binding without members grants nothing, and that is known. */
function judgeGrants(grants: readonly Grant[], instance: Instance): Judged {
  const parts = grants.flatMap(({ role, principal, resource }) => [
    judge("role", role),
    judgeKind(principal),
    judge("target", resource.name),
  ]);
  const worst = standings.findLast((standing) => parts.some((part) => part.standing === standing)) ?? "known";
  const reasons = parts.filter((part) => part.standing === worst).flatMap((part) => part.reasons);
  return {
    standing: worst,
    reasons: [...new Set(reasons)].map((reason) => `${reason}  [${folderOf(instance)}]`),
  };
}

const folderOf = ({ dir }: Instance): string => dir;

function judge(what: string, value: Value): Judged {
  if (value.kind !== "unknown" || value.choices) return { standing: "known", reasons: [] };
  return { standing: standingOf(value), reasons: [`${what}: ${show(value)}: ${value.why}`] };
}

function standingOf(value: Unknown): Standing {
  if (!/^var\.[\w-]+ has no default$/.test(value.why)) return "unknown";
  return value.parts.every((part) => typeof part === "string" || isReference(part) || isVariable(part.expression))
    ? "named"
    : "dependent";
}

/** `var.project_id`, `var.names["a"]`: nothing is made of it, and it is one value. */
const isVariable = (expression: string): boolean => /^var\.[\w-]+(?:\.[\w-]+|\[(?:"[^"\]]*"|\d+)\])*$/.test(expression);

/** `user:…`, `serviceAccount:…`, `allUsers`, or a member that another object has. */
function judgeKind(value: Value): Judged {
  const [first] = partsOf(value);
  const isKnown = typeof first === "string" && (/^\w+:/.test(first) || value.kind === "known");
  return isKnown ? { standing: "known", reasons: [] } : judge("principal", value);
}

function tally(judged: readonly Judged[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { reasons } of judged) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}

function openRepository(base: string): { readonly sources: readonly Source[]; readonly workspace: Workspace } {
  const sources = readdirSync(base, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:tf|tofu)(?:\.json)?$/.test(path))
    .toSorted()
    .map((path) => ({ path: relative(base, join(base, path)), text: readFileSync(join(base, path), "utf8") }));
  const workspace: Workspace = {
    options: { varFiles: [], variables: {}, profile: "default" },
    read: (path) => attempt(() => readFileSync(join(base, path), "utf8"), undefined),
    list: (folder) => attempt(() => readdirSync(join(base, folder)).toSorted(), []),
  };
  return { sources, workspace };
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/**
 * How much of a repository's IAM the evaluator knows: of all instances of IAM resources in its root modules, those whose
 * role, kind of principal and target are (1) known, symbolic or one of a few values. A required variable of a root module
 * is its user's to give, and no tool can know it; so there are two more figures: (2) those too whose gaps are such
 * variables and nothing else, `projects/${var.project_id}`: one knows which value it is; (3) those too whose gaps are made
 * of such variables, `keys(var.zones[*].iam)[*]`: only why it can't be known is known. Below, the reasons of the rest of (1).
 * `npx tsx bench/terraform-coverage.ts REPOSITORY…`
 */
for (const repository of process.argv.slice(2)) report(repository);
