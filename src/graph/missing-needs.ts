import { type Absence, absenceOf, isInSight, weakest } from "../model/absence.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import type { Principal } from "../model/principal.ts";
import type { Cure, Related } from "../model/rule.ts";
import { smallestCure } from "./cures.ts";
import { type Need, needsOf } from "./needs.ts";
import { isProjectMaker } from "./project-makers.ts";

/** What a need is about: every kind is one rule's business. */
export type NeedKind =
  | "act-as"
  | "copy"
  | "foreign-account"
  | "model-look-up"
  | "bigquery-write"
  | "pipeline-root"
  | "artifact"
  | "agent-data"
  | "permission";

/** What one identity lacks on one resource for one operation. */
export interface Lack extends Absence {
  readonly operation: Operation;
  readonly needs: readonly [Need, ...Need[]];
  /** Further calls of the same file that lack the same. */
  readonly also: readonly Related[];
}

const isMet = ({ who, permission, or = [], resource }: Need, graph: Graph): boolean =>
  [permission, ...or].some(
    (wanted) => isInSight(graph.whyCan(who, wanted, resource)) || mayBeItsNumber(who, wanted, resource, graph),
  );

/** An agent of the same service holds it: without the project's number nobody can say that it is another project's. */
function mayBeItsNumber(who: Principal, permission: string, resource: Resource, graph: Graph): boolean {
  const domain = /\}@(.+)$/.exec(who.id)?.[1];
  return (
    domain !== undefined &&
    graph
      .bindingsOn(resource)
      .some(
        ({ principal: { id }, role }) =>
          /\d@/.test(id) && id.endsWith(`@${domain}`) && role.permissions?.has(permission) !== false,
      )
  );
}

/**
 * The unmet needs of one kind, by identity and resource, once for each file. What no page confirms, or only some calls need,
 * is left out.
 */
export function lacksOf(graph: Graph, kind: NeedKind): Iterable<Lack> {
  const lacks = new Map<string, Lack & { readonly also: Related[] }>();
  for (const lack of everyLack(graph, kind)) {
    const { operation, needs } = lack;
    const [{ who, resource }] = needs;
    const wanted = needs.map(({ permission }) => permission).join(" ");
    const key = [operation.span.path, operation.id, who.key, resource.key, wanted, lack.certainty].join("\n");
    const first = lacks.get(key);
    if (first === undefined) lacks.set(key, { ...lack, also: [] });
    else first.also.push({ span: operation.span, message: "This call needs it too." });
  }
  const all = [...lacks.values()];
  const byPlace = grouped(all, placeOf);
  return all.filter((lack) => (byPlace.get(placeOf(lack)) ?? []).every((other) => !says(other, lack)));
}

const placeOf = ({ operation: { span } }: Lack): string => `${span.path}:${span.start}`;

/** One statement may be two calls (create, then update): what the first lacks is not said again of the second. */
function says(other: Lack, lack: Lack): boolean {
  const [[mine], [theirs]] = [lack.needs, other.needs];
  if (mine.who.key !== theirs.who.key || mine.resource.key !== theirs.resource.key) return false;
  const said = new Set(other.needs.map(({ permission }) => permission));
  return said.size > lack.needs.length && lack.needs.every(({ permission }) => said.has(permission));
}

function* everyLack(graph: Graph, kind: NeedKind): Iterable<Omit<Lack, "also">> {
  for (const operation of graph.operations) {
    const groups = new Map<string, [Need, ...Need[]]>();
    for (const need of needsOf(operation, graph)) {
      if (need.weight === "inferred" || need.weight === "sometimes" || kindOf(need, operation, graph) !== kind)
        continue;
      if (isMet(need, graph)) continue;
      if (need.part === "caller" && isProjectMaker(graph, operation, need.resource)) continue;
      const key = `${need.who.key}\n${need.resource.key}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [need]);
      else group.push(need);
    }
    for (const needs of groups.values()) yield* lackOf(operation, needs, graph);
  }
}

function* lackOf(operation: Operation, needs: readonly [Need, ...Need[]], graph: Graph): Iterable<Omit<Lack, "also">> {
  const absences = needs.flatMap((need) => {
    const absence = absenceOf(graph, need.who, need.permission, need.resource);
    return absence === undefined ? [] : [{ need, absence }];
  });
  for (const isRefused of [true, false]) {
    const [first, ...others] = absences.filter(({ absence }) => (absence.refusal !== undefined) === isRefused);
    if (first === undefined) continue;
    const weaker = others.reduce(
      (weakened, { absence }) => weakest(weakened, absence.certainty),
      first.absence.certainty,
    );
    const certainty = weaker === "unknown" && isLookedAfter(first.need, graph) ? "likely" : weaker;
    yield {
      ...first.absence,
      operation,
      needs: [first.need, ...others.map(({ need }) => need)],
      certainty: operation.conditional ? weakest(certainty, "likely") : certainty,
    };
  }
}

/** Whoever grants something on that bucket, data set or repository would grant this to the service agent there too. */
function isLookedAfter({ part, who, resource }: Need, graph: Graph): boolean {
  if (part !== "agent" || who.opaque || resource.opaque || resource.type === "project") return false;
  const own = new Set([resource.key, ...(resource.type === "bigquery-table" ? [resource.parent?.key] : [])]);
  return graph.bindingsOn(resource).some((binding) => own.has(binding.resource.key));
}

/** The grant that is missing; none where a grant would not help. */
export const cureOf = ({ refusal, needs, operation }: Lack): { readonly cure?: Cure } =>
  refusal === undefined ? { cure: smallestCure(needs, operation) } : {};

const writes: ReadonlySet<string> = new Set([
  "bigquery.tables.create",
  "bigquery.tables.update",
  "bigquery.tables.updateData",
]);

/** What the project's Vertex AI Service Agent reads and writes itself, whatever account the job names. */
const dataJobs: ReadonlySet<string> = new Set(["batchpredict.create", "dataset.import", "featurestore.create"]);

function kindOf({ part, permission, weight, resource }: Need, { id, project }: Operation, graph: Graph): NeedKind {
  if (part === "act-as") return "act-as";
  if (id === "model.copy" && part !== "caller") return "copy";
  if (permission === "iam.serviceAccounts.getAccessToken") return "foreign-account";
  if (part === "agent" && dataJobs.has(id)) return "agent-data";
  if (writes.has(permission) || (id === "bq.load" && permission === "bigquery.jobs.create")) return "bigquery-write";
  if (part === "agent") return "artifact";
  if (part === "run-as" && permission.startsWith("storage.") && id.startsWith("pipelinejob.")) return "pipeline-root";
  const isElsewhere = project !== undefined && resource.key !== graph.resource({ type: "project", name: project }).key;
  return weight === "look-up" && permission === "aiplatform.models.get" && isElsewhere ? "model-look-up" : "permission";
}
