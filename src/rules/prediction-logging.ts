import type { ResourceDefinition } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import { type Value, show } from "../model/value.ts";

export const predictionLogging: Rule = {
  meta: {
    id: "prediction-logging",
    summary: "An endpoint does not log its requests and responses",
    why: "Without the log nobody can tell later who asked what and what the model answered. It costs, and it stores what people send: turn the rule on where your policy asks for such logs.",
    fix: "Set predict_request_response_logging_config with enabled, a sampling_rate and a BigQuery destination that only reviewers read.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging",
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/vertex_ai_endpoint",
    ],
  },
  byItself: true,

  *check(graph) {
    for (const endpoint of graph.facts("resource")) {
      const state = stateOf(endpoint);
      if (state === undefined) continue;
      const { resource, span, attributes, conditional } = endpoint;
      const name = resource.name === undefined ? "The endpoint" : `The endpoint ${show(resource.name)}`;
      yield {
        message: `${name} ${state}.`,
        at: attributes?.[enabled]?.span ?? span,
        from: endpoint,
        certainty: conditional ? "likely" : "proven",
        subject: [graph.resource(resource).key],
        cure: { hcl },
      };
    }
  },
};

const enabled = "predict_request_response_logging_config.enabled";
const rate = "predict_request_response_logging_config.sampling_rate";

/** What is wrong with it; a script may turn the log on later, so only declared endpoints count. */
function stateOf({ resource, dialect, attributes }: ResourceDefinition): string | undefined {
  if (resource.type !== "vertex-ai-endpoint" || (dialect !== "hcl" && dialect !== "yaml")) return undefined;
  const [on, sampled] = [attributes?.[enabled], attributes?.[rate]];
  if (on === undefined && sampled === undefined) return "logs no requests and responses";
  if (is(on, "false")) return "has the log of its requests and responses turned off";
  return is(sampled, "0") ? "logs none of its requests and responses: its sampling rate is 0" : undefined;
}

const is = (value: Value | undefined, text: string): boolean => value?.kind === "known" && value.text === text;

const hcl = `predict_request_response_logging_config {
  enabled       = true
  sampling_rate = 0.1
  bigquery_destination {
    output_uri = "bq://PROJECT.DATASET"
  }
}`;
