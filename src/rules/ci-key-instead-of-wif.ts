import { ciSystemOf } from "../gcp/ci-systems.ts";
import { signInsByKey } from "../model/sign-ins.ts";
import type { Rule } from "../model/rule.ts";

export const ciKeyInsteadOfWif: Rule = {
  meta: {
    id: "ci-key-instead-of-wif",
    summary: "A continuous-integration system signs in with a key",
    why: "The key is copied into the CI system, where every job, every plug-in and every administrator can take it along, and it goes on working after they are gone. The system can prove who it is with a token of its own instead.",
    fix: "Make a workload identity pool with a provider for the CI system, let one repository (by its immutable id) and branch or environment become the service account, and delete the key.",
    references: [
      "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines",
      "https://github.com/google-github-actions/auth#workload-identity-federation-through-a-service-account",
    ],
  },

  *check(graph) {
    for (const { first, related } of signInsByKey(graph)) {
      const system = ciSystemOf(first);
      if (system === undefined) continue;
      const { how, file, span, conditional } = first;
      yield {
        message: `${system} signs in with a service-account key (${how}) instead of a federated identity.`,
        at: file?.span ?? span,
        related,
        certainty: conditional ? "likely" : "proven",
        subject: [system, how],
      };
    }
  },
};
