import { memberShown } from "../graph/member-shown.ts";
import { cureOf, lacksOf } from "../graph/missing-needs.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Rule } from "../model/rule.ts";

export const missingBigqueryWrite: Rule = {
  meta: {
    id: "missing-bigquery-write",
    summary: "A pipeline or job can't write its results to BigQuery",
    why: "Writing takes two grants in two places: to write on the data set (bigquery.tables.updateData, and create for new tables), and to run a job in the project that pays for it (bigquery.jobs.create). roles/bigquery.dataEditor lacks the second, roles/bigquery.jobUser the first.",
    fix: "Grant roles/bigquery.dataEditor on the data set and roles/bigquery.jobUser on the project of the job, each to the identity that writes: the pipeline's service account, or for batch predictions the Vertex AI Service Agent.",
    references: [
      "https://cloud.google.com/bigquery/docs/batch-loading-data#required_permissions",
      "https://cloud.google.com/bigquery/docs/access-control",
    ],
  },

  *check(graph) {
    for (const lack of lacksOf(graph, "bigquery-write")) {
      const { operation, needs, certainty } = lack;
      const [{ who, resource }] = needs;
      const permissions = needs.map(({ permission }) => permission);
      const target = operation.targets["table"] ?? operation.targets["dataset"];
      yield {
        message: `${memberShown(who)} writes to BigQuery (${operation.id}) and needs ${permissions.join(", ")} on ${resource.shown}: ${nothingText(lack)} that.`,
        at: target?.span ?? operation.span,
        from: operation,
        certainty,
        subject: [who.key, operation.id, resource.key, ...permissions],
        related: [
          ...(operation.caller === undefined ? [] : [{ span: operation.caller.span, message: "This is who calls." }]),
          ...lack.also,
          ...refusalPlaces(lack),
        ],
        ...cureOf(lack),
      };
    }
  },
};
