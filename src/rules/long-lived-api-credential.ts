import type { KeyCreation } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const longLivedApiCredential: Rule = {
  meta: {
    id: "long-lived-api-credential",
    summary: "An HMAC key or an unrestricted API key is made",
    why: "Neither expires. An HMAC key reads and writes buckets as its service account from anywhere; an API key without API restrictions works with every API that is enabled in the project, Vertex AI and Gemini among them.",
    fix: "Restrict the API key to the services that need it (api_targets), or use OAuth. Replace HMAC keys by the Cloud Storage client libraries with application-default credentials.",
    references: [
      "https://cloud.google.com/docs/authentication/api-keys#securing",
      "https://cloud.google.com/storage/docs/authentication/hmackeys",
    ],
  },

  *check(graph) {
    for (const key of graph.facts("key")) {
      const message = messageOf(key);
      if (message === undefined) continue;
      yield {
        message,
        at: key.span,
        from: key,
        certainty: key.conditional ? "likely" : "proven",
        subject: [
          key.form,
          key.account === undefined ? "" : show(key.account),
          key.project === undefined ? "" : show(key.project),
        ],
      };
    }
  },
};

function messageOf({ form, account, restrictedTo }: KeyCreation): string | undefined {
  if (form === "hmac-key")
    return `An HMAC key${account === undefined ? "" : ` of ${show(account)}`} is created; it never expires.`;
  if (form !== "api-key" || restrictedTo !== undefined) return undefined;
  return "An API key is created that works with every API of its project.";
}
