import { memberShown } from "../graph/member-shown.ts";
import { cureOf, lacksOf } from "../graph/missing-needs.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Rule } from "../model/rule.ts";

export const missingPipelineRootAccess: Rule = {
  meta: {
    id: "missing-pipeline-root-access",
    summary: "A pipeline can't use the bucket of its root",
    why: "Each step of a pipeline reads and writes below the pipeline root, as the account that the pipeline runs as. Editor or Owner of the project does not help: basic roles hold no access to objects.",
    fix: "Grant roles/storage.objectUser on that bucket to the account of the pipeline.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/pipelines/configure-project",
      "https://github.com/statmike/vertex-ai-mlops/issues/60",
    ],
  },

  *check(graph) {
    for (const lack of lacksOf(graph, "pipeline-root")) {
      const { operation, needs, certainty } = lack;
      const [{ who, resource }] = needs;
      const permissions = needs.map(({ permission }) => permission);
      yield {
        message: `The pipeline runs as ${memberShown(who)}, which needs ${permissions.join(", ")} on ${resource.shown}: ${nothingText(lack)} that.`,
        at: operation.targets["bucket"]?.span ?? operation.span,
        from: operation,
        certainty,
        subject: [who.key, operation.id, resource.key, ...permissions],
        related: [...lack.also, ...refusalPlaces(lack)],
        ...cureOf(lack),
      };
    }
  },
};
