import type { Credential } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";

export const credentialLiteral: Rule = {
  meta: {
    id: "credential-literal",
    summary: "An API key, a secret or a token is written into a file",
    why: "Whoever can read the file, its copies or its history can use the credential, until it is revoked. Removing the text changes nothing.",
    fix: "Revoke the credential, then keep the new one in Secret Manager, or do without: application-default credentials need none.",
    references: [
      "https://cloud.google.com/docs/authentication/api-keys",
      "https://cloud.google.com/secret-manager/docs/overview",
      "https://cloud.google.com/docs/security/compromised-credentials",
    ],
  },

  *check(graph) {
    for (const { form, account, keyId, span, conditional, published } of graph.facts("credential")) {
      const name = names[form];
      if (name === undefined) continue;
      yield {
        message: published
          ? `${name} of a Firebase app is written into the file: every browser gets it, so only its restrictions protect it.`
          : `${name} is written into the file.`,
        at: span,
        ...(published ? { level: "note", severity: 2 } : {}),
        certainty: conditional ? "likely" : "proven",
        subject: [form, account ?? "", keyId ?? ""],
      };
    }
  },
};

/** Whole credential files are a rule of their own. */
const names: Partial<Record<Credential["form"], string>> = {
  "api-key": "A Google API key",
  "oauth-client-secret": "An OAuth client secret",
  "refresh-token": "An OAuth refresh token",
  "access-token": "An OAuth access token",
  "hmac-secret": "The secret of an HMAC key",
  "private-key": "A private key",
};
