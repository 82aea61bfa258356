import { projectAccounts } from "../gcp/operations.ts";
import { smallestCure } from "../graph/cures.ts";
import { absenceOf, nothingText } from "../model/absence.ts";
import { projectOfTarget } from "../gcp/target-project.ts";
import type { Operation } from "../model/fact.ts";
import type { Certainty, Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { type Value, known, show } from "../model/value.ts";

export const crossProjectModelCopy: Rule = {
  meta: {
    id: "cross-project-model-copy",
    summary: "A model is copied from another project that does not let the destination export it",
    why: "The copy is made by the destination project's Vertex AI Service Agent, or by the service account that the request names, not by the caller: that identity needs aiplatform.models.export in the source project.",
    fix: "In the source project, grant a custom role of aiplatform.models.export alone to the destination's Vertex AI Service Agent, or better to a service account of the copy's own, whose tokens that agent may mint. The documentation's roles/aiplatform.serviceAgent works too: it holds some 600 permissions more, and is meant for the agents of the project itself.",
    references: ["https://cloud.google.com/vertex-ai/docs/model-registry/copy-model"],
  },

  *check(graph) {
    for (const operation of graph.operations) {
      if (operation.id !== "model.copy") continue;
      const copy = copyOf(operation, graph);
      if (copy === undefined) continue;
      yield* operation.runAs === undefined
        ? missingForAgent(operation, copy, graph)
        : missingForAccount(operation, operation.runAs, copy, graph);
    }
  },
};

interface Copy {
  readonly model: Value;
  readonly source: Resource;
  readonly destination: Resource;
  readonly number: string | undefined;
}

const exporting = "aiplatform.models.export";
const required = { why: "to copy the model", part: "agent", weight: "required" } as const;
const minting = "iam.serviceAccounts.getAccessToken";

function copyOf({ targets, project }: Operation, graph: Graph): Copy | undefined {
  const model = targets["model"];
  const into = targets["destinationProject"] ?? project;
  if (model === undefined || into === undefined) return undefined;
  const source = projectOfTarget(graph, model);
  const destination = graph.resource({ type: "project", name: into });
  if (source === undefined || source.opaque || destination.opaque || source.key === destination.key) return undefined;
  if (/^\d+$/.test(source.name ?? "") !== /^\d+$/.test(destination.name ?? "")) return undefined;
  return { model, source, destination, number: numberOf(destination, graph) };
}

function numberOf(project: Resource, graph: Graph): string | undefined {
  if (/^\d+$/.test(project.name ?? "")) return project.name;
  for (const { resource, number } of graph.facts("resource")) {
    if (resource.type === "project" && number?.kind === "known" && graph.resource(resource).key === project.key) {
      return number.text;
    }
  }
  return undefined;
}

const agentDomain = "@gcp-sa-aiplatform.iam.gserviceaccount.com";

/** The agent of the destination; where its number is not known, no principal but a pattern. */
const agentOf = ({ number }: Copy): string => `service-${number ?? "PROJECT_NUMBER"}${agentDomain}`;

function* missingForAgent(operation: Operation, copy: Copy, graph: Graph): Iterable<Violation> {
  const { model, source, destination } = copy;
  const email = agentOf(copy);
  const agent = graph.account(known(email, model.span)).principal;
  if (copy.number === undefined && someAgentMay(graph, exporting, source)) return;
  const absence = absenceOf(graph, agent, exporting, source);
  if (absence === undefined) return;
  const who = graph.projectAccount(projectAccounts["vertex-agent"], destination).principal;
  yield {
    message: `The model is copied from ${source.shown} to ${destination.shown}, but the destination's Vertex AI Service Agent (${email}) can't export it: ${nothingText(absence)} ${exporting} in ${source.shown}.`,
    at: model.span,
    from: operation,
    certainty: certaintyOf(absence.certainty, operation, copy, graph),
    subject: [destination.key, exporting, source.key],
    cure: smallestCure([{ who, permission: exporting, resource: source, ...required }], operation),
  };
}

/** Whoever grants something in the source project would grant this there too. */
function certaintyOf(absent: Certainty, { conditional }: Operation, { source, number }: Copy, graph: Graph): Certainty {
  if (absent === "unknown") return graph.bindingsOn(source).length > 0 ? "likely" : "unknown";
  return conditional || number === undefined ? "likely" : absent;
}

function* missingForAccount(operation: Operation, account: Value, copy: Copy, graph: Graph): Iterable<Violation> {
  const { principal, resource } = graph.account(account);
  const { source, destination } = copy;
  const exports = absenceOf(graph, principal, exporting, source);
  if (exports !== undefined) {
    yield {
      message: `The model is copied from ${source.shown} as ${show(account)}, which can't export it: ${nothingText(exports)} ${exporting} there.`,
      at: account.span,
      from: operation,
      certainty: exports.certainty,
      subject: [principal.key, exporting, source.key],
      cure: smallestCure([{ who: principal, permission: exporting, resource: source, ...required }], operation),
    };
  }
  const email = agentOf(copy);
  const agent: Principal = graph.account(known(email, account.span)).principal;
  if (copy.number === undefined && someAgentMay(graph, minting, resource)) return;
  const mints = absenceOf(graph, agent, minting, resource);
  if (mints === undefined) return;
  yield {
    message: `The model is copied as ${show(account)}, but the Vertex AI Service Agent of ${destination.shown} (${email}) can't mint its tokens: ${nothingText(mints)} ${minting} on that account.`,
    at: account.span,
    from: operation,
    certainty: mints.certainty === "proven" && copy.number === undefined ? "likely" : mints.certainty,
    subject: [destination.key, minting, resource.key],
    cure: smallestCure(
      [
        {
          who: graph.projectAccount(projectAccounts["vertex-agent"], destination).principal,
          permission: minting,
          resource,
          ...required,
        },
      ],
      operation,
    ),
  };
}

/** Some project's Vertex AI Service Agent holds it: without the destination's number nobody can say that it is another's. */
const someAgentMay = (graph: Graph, permission: string, resource: Resource): boolean =>
  graph
    .bindingsOn(resource)
    .some(({ principal, role }) => principal.id.endsWith(agentDomain) && role.permissions?.has(permission) !== false);
