import { memberShown } from "../graph/member-shown.ts";
import { type Lack, cureOf, lacksOf } from "../graph/missing-needs.ts";
import { targetOf } from "../graph/operation-targets.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Related, Rule } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { show } from "../model/value.ts";

export const crossProjectAgentRead: Rule = {
  meta: {
    id: "cross-project-agent-read",
    summary: "Vertex AI can't read or write the data of another project",
    why: "The input and output of batch predictions and of managed data sets is read and written by the Vertex AI Service Agent of the job's project, never by the account that the job names. In another project's bucket or data set the agent has no access until somebody grants it there.",
    fix: "Grant the Vertex AI Service Agent of the job's project roles/storage.objectViewer or roles/bigquery.dataViewer on what it reads, and roles/storage.objectCreator or roles/bigquery.dataEditor on what it writes: on that bucket or data set.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/predictions/get-batch-predictions",
      "https://cloud.google.com/vertex-ai/docs/general/access-control#service-agents",
    ],
  },

  *check(graph) {
    for (const lack of lacksOf(graph, "agent-data")) {
      const { operation, needs, certainty } = lack;
      const [{ who, resource }] = needs;
      if (!isElsewhere(resource, operation, graph)) continue;
      const permissions = needs.map(({ permission }) => permission);
      yield {
        message: messageOf(lack),
        at: placeOf(resource, operation, graph),
        from: operation,
        certainty,
        subject: [who.key, operation.id, resource.key, ...permissions],
        related: [...relatedOf(operation), ...lack.also, ...refusalPlaces(lack)],
        ...cureOf(lack),
      };
    }
  },
};

const isElsewhere = ({ project }: Resource, operation: Operation, graph: Graph): boolean => {
  const home = targetOf("project", operation, graph);
  return (
    home !== undefined &&
    project !== undefined &&
    !home.opaque &&
    !project.opaque &&
    home.key !== project.key &&
    /^\d+$/.test(home.name ?? "") === /^\d+$/.test(project.name ?? "")
  );
};

function messageOf(lack: Lack): string {
  const [{ who, resource }] = lack.needs;
  const permissions = lack.needs.map(({ permission }) => permission).join(", ");
  const owner = resource.project === undefined ? "" : ` of ${resource.project.shown}`;
  return `${memberShown(who)} does the input and output of ${lack.operation.id} and needs ${permissions} on ${resource.shown}${owner}: ${nothingText(lack)} that.`;
}

const places = ["bucket", "table", "dataset", "outputBucket", "outputTable"] as const;

const placeOf = (resource: Resource, operation: Operation, graph: Graph): Span =>
  places
    .filter((place) => targetOf(place, operation, graph)?.key === resource.key)
    .flatMap((place) => operation.targets[place]?.span ?? [])[0] ?? operation.span;

const relatedOf = ({ runAs }: Operation): readonly Related[] =>
  runAs === undefined ? [] : [{ span: runAs.span, message: `What ${show(runAs)} is granted does not help here.` }];
