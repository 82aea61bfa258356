import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { projectAccounts } from "../gcp/operations.ts";
import { isAutoMlImage } from "../gcp/public-images.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { pipelineAccountOf } from "../model/pipeline-step.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const vertexCustomCodeDefaultAgent: Rule = {
  meta: {
    id: "vertex-custom-code-default-agent",
    summary: "Training code runs without a service account of its own",
    why: "Without a service account, custom training runs as the Vertex AI Custom Code Service Agent, which reads the buckets and the BigQuery data of the whole project: whoever may create a job reads them too.",
    fix: "Name a service account with access to the data of that job, and let the submitter act as it.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
      "https://cloud.google.com/vertex-ai/docs/general/access-control#service-agents",
    ],
  },

  *check(graph) {
    yield* unnamed(graph);
    yield* lent(graph);
  },
};

/** Code of ours that names no account to run as. */
function* unnamed(graph: Graph): Iterable<Violation> {
  for (const operation of graph.operations) {
    const { id, runAs, project, targets, span, conditional } = operation;
    const what = jobs[id];
    if (what === undefined || runAs !== undefined || isAutoMlImage(targets["image"])) continue;
    // A step of a pipeline whose account is known: `pipeline-step-identity` says more.
    if (pipelineAccountOf(operation, graph.operations) !== undefined) continue;
    yield {
      message: `${what} names no service account, so its code runs as the Vertex AI Custom Code Service Agent.`,
      at: span,
      from: operation,
      certainty: conditional ? "likely" : "proven",
      subject: [id, ...[project, targets["displayName"]].map((value) => (value === undefined ? "" : show(value)))],
    };
  }
}

/** Training pipelines are not among them: AutoML runs no code of yours. */
const jobs: Readonly<Record<string, string | undefined>> = {
  "customjob.create": "The custom job",
  "hptuning.create": "The hyperparameter tuning job",
  "persistent.create": "The persistent resource",
};

interface Lending {
  /** Whoever holds it may start what runs as the agent. */
  readonly permission: string;
  readonly what: string;
  readonly agent: string;
  readonly pattern: string;
}

const customCode = {
  agent: "the Vertex AI Custom Code Service Agent",
  pattern: projectAccounts["custom-code-agent"],
};

const lendings: readonly Lending[] = [
  { permission: "aiplatform.customJobs.create", what: "custom jobs", ...customCode },
  { permission: "aiplatform.hyperparameterTuningJobs.create", what: "hyperparameter tuning jobs", ...customCode },
  {
    permission: "aiplatform.reasoningEngines.create",
    what: "agents",
    agent: "the Vertex AI Reasoning Engine Service Agent",
    pattern: projectAccounts["reasoning-engine-agent"],
  },
];

/** Somebody who may start code that runs as an agent, which reads here what he can't read himself. */
function* lent(graph: Graph): Iterable<Violation> {
  const data = dataByProject(graph);
  for (const { principal, role, resource, grant } of standingGrants(graph)) {
    const inProject = resource.type === "project" ? data.get(resource.key) : undefined;
    if (inProject === undefined || isAgentPrincipal(principal) || role.kind === "service-agent") continue;
    if (role.name !== undefined && basicRoles.has(role.name)) continue;
    const lending = lendings.find(({ permission }) => role.permissions?.has(permission));
    const gained = lending === undefined ? [] : gainedBy(principal, lending, resource, inProject, graph);
    if (lending === undefined || gained.length === 0) continue;
    yield {
      message: `${show(grant.principal)} may start ${lending.what} that run as ${lending.agent} (${lending.permission}), and so read ${listOf(gained)}, which it is not granted.`,
      at: grant.role.span,
      from: grant,
      certainty: "likely",
      subject: [principal.key, role.name ?? role.shown, resource.key],
    };
  }
}

const reading: Readonly<Record<string, string>> = {
  "storage-bucket": "storage.objects.get",
  "bigquery-dataset": "bigquery.tables.getData",
};

/** The buckets and data sets that the scanned code makes. */
function dataByProject(graph: Graph): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Map<string, Resource>>();
  for (const { resource: made } of graph.facts("resource")) {
    if (reading[made.type] === undefined) continue;
    const resource = graph.resource(made);
    if (resource.project === undefined) continue;
    const known = found.get(resource.project.key) ?? new Map<string, Resource>();
    found.set(resource.project.key, known.set(resource.key, resource));
  }
  return new Map([...found].map(([key, all]) => [key, [...all.values()]]));
}

function gainedBy(
  principal: Principal,
  { pattern }: Lending,
  project: Resource,
  data: readonly Resource[],
  graph: Graph,
): readonly Resource[] {
  const agent = graph.projectAccount(pattern, project).principal;
  return data.filter((resource) => {
    const permission = reading[resource.type] ?? "";
    const { answer, path } = graph.whyCan(principal, permission, resource);
    const isKept = answer === "denied" || (answer === "unknown" && path.length === 0);
    return isKept && graph.whyCan(agent, permission, resource).answer === "allowed";
  });
}

function listOf(resources: readonly Resource[]): string {
  const [first, second] = resources.map(({ shown }) => shown);
  if (resources.length > 2) return `${first}, ${second} and ${resources.length - 2} more`;
  return second === undefined ? (first ?? "") : `${first} and ${second}`;
}
