import { vertexNameOf } from "../gcp/model-name.ts";
import type { Operation } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import type { Value } from "../model/value.ts";

export const regionMismatch: Rule = {
  meta: {
    id: "region-mismatch",
    summary: "A model and its endpoint are in different regions",
    why: "An endpoint serves models of its own region: the deployment ends with a 404 or 400 that speaks of a missing model.",
    fix: "Copy the model into the region of the endpoint, or create the endpoint where the model is.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/locations",
      "https://cloud.google.com/vertex-ai/docs/model-registry/copy-model",
    ],
  },

  *check(graph) {
    for (const operation of graph.operations) {
      const model = operation.targets["model"];
      const [stored, served] = [locationOf(model), servingLocation(operation)];
      if (!deployments.has(operation.id) || model === undefined || stored === undefined || served === undefined)
        continue;
      if (stored === served || stored === "global" || served === "global") continue;
      yield {
        message: `The model is in ${stored}, the endpoint in ${served}.`,
        at: model.span,
        certainty: operation.conditional ? "likely" : "proven",
        subject: [operation.id, stored, served],
      };
    }
  },
};

const deployments: ReadonlySet<string> = new Set(["endpoint.deploy", "endpoint.create+deploy"]);

const locationOf = (name: Value | undefined): string | undefined =>
  name?.kind === "known" ? vertexNameOf(name.text)?.location : undefined;

const servingLocation = ({ targets, location }: Operation): string | undefined =>
  locationOf(targets["endpoint"]) ?? (location?.kind === "known" ? location.text : undefined);
