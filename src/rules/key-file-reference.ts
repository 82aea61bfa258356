import { ciSystemOf } from "../gcp/ci-systems.ts";
import type { KeyReference } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import { isTemporary, placeOfKey, signInsByKey } from "../model/sign-ins.ts";
import { show } from "../model/value.ts";

export const keyFileReference: Rule = {
  meta: {
    id: "key-file-reference",
    summary: "Something authenticates with a key file",
    why: "Code that needs a key file makes somebody create a key, copy it and forget it. Application-default credentials find the attached account, a federated identity or the signed-in developer without one.",
    fix: "Drop the key file and use application-default credentials; in CI, workload identity federation (google-github-actions/auth with workload_identity_provider).",
    references: [
      "https://cloud.google.com/docs/authentication/application-default-credentials",
      "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines",
    ],
  },

  *check(graph) {
    for (const { first, related } of signInsByKey(graph)) {
      // What a CI system signs in with is a rule of its own.
      if (ciSystemOf(first) !== undefined) continue;
      yield {
        message: messageOf(first),
        at: placeOfKey(first),
        related,
        certainty: first.ofCaller ? "unknown" : first.conditional ? "likely" : "proven",
        subject: [first.how, first.file === undefined ? "" : show(first.file)],
      };
    }
  },
};

function messageOf({ how, file, account }: KeyReference): string {
  return `${nameOf(file)} is used to authenticate${account === undefined ? "" : ` as ${show(account)}`} (${how}).`;
}

function nameOf(file: KeyReference["file"]): string {
  if (file === undefined) return "A service-account key";
  if (isTemporary(file)) return "A key in a temporary file";
  const text = show(file);
  // Of a key that was read from its file, the parser keeps neither the content nor the name.
  if (text.startsWith("${file(")) return "A key file";
  return `The ${file.kind === "known" ? "key file" : "key"} ${text}`;
}
