import { memberShown } from "../graph/member-shown.ts";
import { callerOf } from "../graph/needs.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";
import type { Span } from "../model/source.ts";

export const combinedMlIdentity: Rule = {
  meta: {
    id: "combined-ml-identity",
    summary: "One service account trains, serves, deploys or ingests",
    why: "Training code comes from notebooks and packages of others, serving code meets the internet: whoever gets into one of them gets what the other may do.",
    fix: "Give training, serving, deployment and ingestion a service account each.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts#single-purpose",
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
    ],
  },

  *check(graph) {
    for (const { principal, uses } of identities(graph).values()) {
      const [first] = uses.values();
      if (first === undefined || uses.size < 2) continue;
      yield {
        message: `${memberShown(principal)} does the work of ${uses.size}: ${[...uses.keys()].join(", ")}.`,
        at: first,
        related: [...uses].slice(1).map(([use, span]) => ({ span, message: `Here it is used for ${use}.` })),
        subject: [principal.key, ...uses.keys()],
        ...(uses.size > 2 ? { severity: 6.8 } : {}),
      };
    }
  },
};

const asRunner: readonly (readonly [RegExp, string])[] = [
  [/^(customjob|hptuning|trainingpipeline|pipelinejob|tuning)\.create$/, "training"],
  [/^(endpoint\.deploy|endpoint\.create\+deploy|modelgarden\.deploy|agent\.create)$/, "serving"],
];

const asCaller: readonly (readonly [RegExp, string])[] = [
  [/^(endpoint\.(create|deploy|create\+deploy)|model\.(upload|copy))$/, "deployment"],
  [/^(bq\.load|gcs\.write|featurestore\.write)$/, "ingestion"],
];

interface Identity {
  readonly principal: Principal;
  readonly uses: Map<string, Span>;
}

function identities(graph: Graph): ReadonlyMap<string, Identity> {
  const found = new Map<string, Identity>();
  const add = (principal: Principal, use: string | undefined, span: Span): void => {
    if (use === undefined || principal.type !== "service-account" || principal.opaque) return;
    const identity = found.get(principal.key) ?? { principal, uses: new Map<string, Span>() };
    found.set(principal.key, identity);
    if (!identity.uses.has(use)) identity.uses.set(use, span);
  };
  for (const operation of graph.operations) {
    const { runAs } = operation;
    if (runAs !== undefined) add(graph.account(runAs).principal, useOf(asRunner, operation), runAs.span);
    const caller = callerOf(operation, graph);
    if (caller !== undefined) add(caller, useOf(asCaller, operation), operation.span);
  }
  return found;
}

const useOf = (uses: readonly (readonly [RegExp, string])[], { id }: Operation): string | undefined =>
  uses.find(([form]) => form.test(id))?.[1];
