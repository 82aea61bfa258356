import type { Credential } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";

export const keyFileInRepo: Rule = {
  meta: {
    id: "key-file-in-repo",
    summary: "A private key or refresh token of Google Cloud lies in the repository",
    why: "Whoever can read the repository, its forks, its backups or its history is that account, until the key is deleted on Google Cloud. Removing the file changes nothing.",
    fix: "Disable and delete the key on Google Cloud, look through the audit logs for its use, then purge it from the history. Use workload identity federation (an external_account file holds no secret) instead of a new key.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
      "https://cloud.google.com/docs/security/compromised-credentials",
    ],
  },

  *check(graph) {
    for (const credential of graph.facts("credential")) {
      const what = names[credential.form];
      if (what === undefined) continue;
      yield {
        message: `${what(credential)} lies in the repository.`,
        at: credential.span,
        certainty: credential.conditional ? "likely" : "proven",
        subject: [credential.form, credential.account ?? "", credential.keyId ?? ""],
      };
    }
  },
};

const names: Partial<Record<Credential["form"], (credential: Credential) => string>> = {
  "service-account-key": ({ account, keyId }) =>
    `The private key${keyId === undefined ? "" : ` ${keyId}`} of ${account ?? "a service account"}`,
  "authorized-user": () => "The refresh token of a person's application-default credentials",
  "external-account-authorized-user": () => "The refresh token of a workforce user",
  pkcs12: () => "A PKCS #12 key file",
};
