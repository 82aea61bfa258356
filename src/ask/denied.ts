import { showPrincipal } from "../gcp/principal.ts";
import { roleContains } from "../gcp/role-table.ts";
import { grantableAt } from "../graph/cures.ts";
import { needsOf } from "../graph/needs.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { hopOf, type Locate, type Missing, missingOf, principalNamed, type Reply } from "./answer.ts";
import { type Denial, readDenial } from "./error-text.ts";

/** A pasted error, explained against the graph. */
export interface DeniedReply extends Reply {
  readonly denial: Denial;
  /** In sentences, worst first. */
  readonly explanation: readonly string[];
}

/** Explains an error text: what was denied, to whom, what the scanned code says of it, and the grant to add. */
export function denied(graph: Graph, text: string, locate: Locate, principal?: string): DeniedReply {
  const read = readDenial(text);
  const denial = principal === undefined ? read : { ...read, principal };
  const { permission } = denial;
  const resource = denial.resource === undefined ? undefined : graph.resourceNamed(scopeOf(denial.resource));
  const base = { schemaVersion: 1, question: { error: text.trim() }, denial } as const;
  if (permission === undefined || resource === undefined || denial.cause === "api-disabled") {
    return { ...base, answer: "unknown", path: [], missing: [], coverage: uncovered, explanation: otherCause(denial) };
  }
  const callers = callersOf(graph, denial, permission, resource);
  const answers = callers.map((who) => Object.assign({ who }, graph.whyCan(who, permission, resource)));
  const lacking = answers.filter(({ answer }) => !isHeld(answer));
  const first = lacking[0] ?? answers[0];
  return {
    ...base,
    answer: first?.answer ?? "unknown",
    path: (first?.path ?? []).map((step) => hopOf(step, graph, locate)),
    missing: lacking.map(({ who }) => missing(graph, who, permission, resource)),
    coverage: first?.coverage ?? graph.coverageOf(resource),
    explanation: explain(denial, permission, resource, answers),
  };
}

const uncovered = { whole: false, partial: false, missing: [] };

/** With what was denied, whatever else the same operation needs of the same caller there and lacks. */
function missing(graph: Graph, who: Principal, permission: string, resource: Resource): Missing {
  const refused = {
    who,
    permission,
    resource,
    why: "to do what was denied",
    part: "caller",
    weight: "required",
  } as const;
  const sameCall = graph.operations
    .map((operation) => needsOf(operation, graph).filter((need) => need.who.key === who.key))
    .find((needs) => needs.some((need) => need.permission === permission));
  const others = (sameCall ?? []).filter(
    (need) =>
      need.permission !== permission &&
      (need.weight === "required" || need.weight === "poll") &&
      grantableAt(need.resource).key === grantableAt(resource).key &&
      !isHeld(graph.whyCan(who, need.permission, need.resource).answer),
  );
  return missingOf([refused, ...others]);
}

const isHeld = (answer: Reply["answer"]): boolean => answer === "allowed" || answer === "conditional";

/** `create` and `list` are checked on the location, in practice the project: nothing is granted on a collection. */
function scopeOf(resource: string): string {
  const path = resource.replace(/^\/\/[a-z.]+\//, "");
  const [, project] = /^projects\/([^/]+)\/locations\/[^/]+(?:\/[a-zA-Z]+)?$/.exec(path) ?? [];
  if (project !== undefined) return `projects/${project}`;
  const [, endpointProject] = /^projects\/([^/]+)\/locations\/[^/]+\/endpoints\//.exec(path) ?? [];
  return endpointProject === undefined ? resource : `projects/${endpointProject}`;
}

/** Who was denied: the one that the text names, else whoever the scanned code lets do what needs this permission there. */
function callersOf(graph: Graph, denial: Denial, permission: string, resource: Resource): readonly Principal[] {
  if (denial.principal !== undefined) return [principalNamed(graph, denial.principal)];
  const owner = (resource.project ?? resource).key;
  const callers = new Map<string, Principal>();
  for (const operation of graph.operations) {
    for (const need of needsOf(operation, graph)) {
      const isSame = need.permission === permission && (need.resource.project ?? need.resource).key === owner;
      if (isSame) callers.set(need.who.key, need.who);
    }
  }
  return [...callers.values()];
}

function explain(
  denial: Denial,
  permission: string,
  resource: Resource,
  answers: readonly { readonly who: Principal; readonly answer: Reply["answer"] }[],
): readonly string[] {
  const lines = [`${permission} was denied on ${resource.shown}.`];
  if (answers.length === 0) {
    lines.push(
      "The text does not say who called, and no scanned script or code calls it there: give the caller with its e-mail.",
    );
  }
  for (const { who, answer } of answers) lines.push(verdict(showPrincipal(who), permission, resource, answer));
  if (denial.cause === "act-as") lines.push("Vertex AI answers a missing actAs with 400, not with 403.");
  if (roleContains("roles/aiplatform.user", permission) === true && permission === "aiplatform.endpoints.create") {
    lines.push("Creating an endpoint also polls the operation: aiplatform.endpoints.get is needed too.");
  }
  return lines;
}

function verdict(who: string, permission: string, resource: Resource, answer: Reply["answer"]): string {
  switch (answer) {
    case "allowed":
      return `${who} holds it by what was read: look for a deny policy, another account at run time, or a grant that is not applied yet.`;
    case "conditional":
      return `${who} holds it under a condition only, which this request did not meet.`;
    case "denied":
      return `Nothing grants ${who} ${permission} on ${resource.shown} or above.`;
    case "unknown":
      return `Nothing that was read grants ${who} ${permission} on ${resource.shown}.`;
  }
}

function otherCause({ cause, api, project }: Denial): readonly string[] {
  switch (cause) {
    case "api-disabled":
      return [
        `This is no missing grant: ${api ?? "the API"} is not enabled${project === undefined ? "" : ` in project ${project}`}. Enable it (gcloud services enable ${api ?? "API"}${project === undefined ? "" : ` --project=${project}`}), in the quota project of the credential too.`,
      ];
    case "consumer-invalid":
      return [
        "This is no missing grant: the project that the call is billed to does not exist, or the caller may not use it (serviceusage.services.use).",
      ];
    default:
      return ["The text names no permission and no account to act as: paste the whole error."];
  }
}
