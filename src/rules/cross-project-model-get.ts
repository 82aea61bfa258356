import { smallestCure } from "../graph/cures.ts";
import { callerOf } from "../graph/needs.ts";
import { absenceOf, nothingText } from "../model/absence.ts";
import { memberText } from "../gcp/member-text.ts";
import { projectOfTarget } from "../gcp/target-project.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { type Value, show } from "../model/value.ts";

export const crossProjectModelGet: Rule = {
  meta: {
    id: "cross-project-model-get",
    summary: "A model of another project is deployed by somebody who can't read it",
    why: "gcloud and the Python SDK read the model before they deploy it: without aiplatform.models.get in the model's project they stop with a message that hides the 403. That Vertex AI deploys across projects is documented nowhere; the documented way is to copy the model first.",
    fix: "Copy the model into the serving project and deploy the copy. To deploy it from where it is, grant aiplatform.models.get in the model's project (a custom role, or roles/aiplatform.viewer).",
    references: [
      "https://cloud.google.com/vertex-ai/docs/model-registry/copy-model",
      "https://cloud.google.com/vertex-ai/docs/general/iam-permissions",
    ],
  },

  *check(graph) {
    for (const operation of graph.operations) {
      const violation = deployments.has(operation.id) ? violationOf(operation, graph) : undefined;
      if (violation !== undefined) yield violation;
    }
  },
};

const deployments: ReadonlySet<string> = new Set(["endpoint.deploy", "endpoint.create+deploy"]);

/** Clients that read the model before they deploy it. */
const reading: ReadonlySet<Operation["surface"]> = new Set(["gcloud", "python", "kfp"]);

const permission = "aiplatform.models.get";

function violationOf(operation: Operation, graph: Graph): Violation | undefined {
  const model = operation.targets["model"];
  const endpoint = operation.targets["endpoint"];
  if (model === undefined) return undefined;
  const home = projectOfTarget(graph, model);
  const serving = (endpoint && projectOfTarget(graph, endpoint)) ?? projectOf(operation.project, graph);
  if (home === undefined || serving === undefined || home.key === serving.key || !areComparable(home, serving)) {
    return undefined;
  }
  if (!reading.has(operation.surface)) return adviceOf(model, home, serving);
  return operation.caller === undefined
    ? undefined
    : missingGet(operation, operation.caller, { model, home, serving }, graph);
}

const projectOf = (project: Value | undefined, graph: Graph): Resource | undefined =>
  project === undefined ? undefined : graph.resource({ type: "project", name: project });

/** An id and a number may name one project unless the input says which number is whose. */
const areComparable = (a: Resource, b: Resource): boolean =>
  !a.opaque && !b.opaque && /^\d+$/.test(a.name ?? "") === /^\d+$/.test(b.name ?? "");

const adviceOf = (model: Value, home: Resource, serving: Resource): Violation => ({
  message: `Model ${show(model)} of ${home.shown} is deployed in ${serving.shown}; deploying across projects is documented nowhere, copying the model first is.`,
  at: model.span,
  level: "note",
  subject: ["deploy", show(model), serving.key],
});

const required = { why: "to read the model", part: "caller", weight: "look-up" } as const;

interface Deployment {
  readonly model: Value;
  readonly home: Resource;
  readonly serving: Resource;
}

function missingGet(
  operation: Operation,
  caller: Value,
  { model, home, serving }: Deployment,
  graph: Graph,
): Violation | undefined {
  const actor = callerOf(operation, graph);
  if (actor === undefined) return undefined;
  const absence = absenceOf(graph, actor, permission, home);
  if (absence === undefined) return undefined;
  const member = memberText(caller, actor);
  return {
    message: `${member} deploys a model of ${home.shown} in ${serving.shown} but can't read it: ${nothingText(absence)} ${permission} in ${home.shown}.`,
    at: model.span,
    from: operation,
    certainty: absence.certainty === "proven" && operation.conditional ? "likely" : absence.certainty,
    subject: [actor.key, permission, home.key],
    related: [{ span: caller.span, message: `${member} is who calls.` }],
    ...(absence.refusal === undefined
      ? { cure: smallestCure([{ who: actor, permission, resource: home, ...required }], operation) }
      : {}),
  };
}
