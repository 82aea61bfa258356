import { pipelineAccountOf } from "../model/pipeline-step.ts";
import type { Rule } from "../model/rule.ts";
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
    for (const operation of graph.operations) {
      const { id, runAs, project, targets, span, conditional } = operation;
      const what = jobs[id];
      if (what === undefined || runAs !== undefined) continue;
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
  },
};

/** Training pipelines are not among them: AutoML runs no code of yours. */
const jobs: Readonly<Record<string, string | undefined>> = {
  "customjob.create": "The custom job",
  "hptuning.create": "The hyperparameter tuning job",
};
