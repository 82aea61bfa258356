import { isPublicImageProject } from "../gcp/public-images.ts";
import { memberShown } from "../graph/member-shown.ts";
import { cureOf, lacksOf } from "../graph/missing-needs.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Rule } from "../model/rule.ts";

export const missingArtifactRead: Rule = {
  meta: {
    id: "missing-artifact-read",
    summary: "Vertex AI can't read a model's files or image",
    why: "Model files and serving images are read by the Vertex AI Service Agent of the project, neither by who uploads the model nor by the account that serves it. In another project's bucket or repository the agent has no access until somebody grants it there.",
    fix: "Grant roles/storage.objectViewer on that bucket, or roles/artifactregistry.reader on that repository, to the Vertex AI Service Agent.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/predictions/custom-container-requirements",
      "https://cloud.google.com/vertex-ai/docs/general/access-control#service-agents",
    ],
  },

  *check(graph) {
    for (const lack of lacksOf(graph, "artifact")) {
      const { operation, needs, certainty } = lack;
      const [{ who, resource }] = needs;
      if (isPublicImageProject(resource.project?.name ?? "")) continue;
      const permissions = needs.map(({ permission }) => permission);
      const { bucket, repository, image } = operation.targets;
      const target = resource.type === "storage-bucket" ? bucket : (repository ?? image);
      yield {
        message: `${memberShown(who)} reads ${resource.shown} for the upload and needs ${permissions.join(", ")} there: ${nothingText(lack)} that.`,
        at: target?.span ?? operation.span,
        from: operation,
        certainty,
        subject: [who.key, operation.id, resource.key, ...permissions],
        related: [...lack.also, ...refusalPlaces(lack)],
        ...cureOf(lack),
      };
    }
  },
};
