import { isAutoMlImage } from "../gcp/public-images.ts";
import { pipelineAccountOf } from "../model/pipeline-step.ts";
import type { Rule } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const pipelineStepIdentity: Rule = {
  meta: {
    id: "pipeline-step-identity",
    summary: "A step of a pipeline does not run as the pipeline's service account",
    why: "Google's pipeline components launch jobs of their own, and what they launch does not inherit the account of the pipeline: without service_account it runs as the default of its kind, with rights that nobody chose for it.",
    fix: "Pass service_account to the component, with an account that holds what this step needs, and let the pipeline's account act as it.",
    references: [
      "https://github.com/kubeflow/pipelines/issues/9836",
      "https://github.com/kubeflow/pipelines/issues/9612",
      "https://cloud.google.com/vertex-ai/docs/pipelines/configure-project",
    ],
  },

  *check({ operations }) {
    for (const step of operations) {
      const identity = identities[step.id];
      const pipeline = pipelineAccountOf(step, operations);
      if (identity === undefined || pipeline === undefined || step.runAs !== undefined) continue;
      if (isAutoMlImage(step.targets["image"])) continue;
      yield {
        message: `The pipeline runs as ${show(pipeline)}, but this step (${step.id}) names no service account and runs as ${identity}.`,
        at: step.span,
        related: [{ span: pipeline.span, message: "The pipeline's own account is named here." }],
        certainty: step.caller === undefined || step.conditional ? "likely" : "proven",
        subject: [step.id, show(pipeline), step.project === undefined ? "" : show(step.project)],
      };
    }
  },
};

const customCode = "the Vertex AI Custom Code Service Agent, which reads the buckets and the data of the whole project";
const managed = "an account of Google's that reaches nothing of the project";

/** What launches a job of its own, and as whom it runs then. Of default service accounts another rule tells. */
const identities: Readonly<Record<string, string | undefined>> = {
  "customjob.create": customCode,
  "hptuning.create": customCode,
  "endpoint.deploy": managed,
  "batchpredict.create": managed,
};
