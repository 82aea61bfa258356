import type { KeyReference } from "../model/fact.ts";
import type { Rule } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
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
    for (const reference of graph.facts("key-reference")) {
      yield {
        message: messageOf(reference),
        at: placeOf(reference),
        certainty: reference.conditional ? "likely" : "proven",
        subject: [reference.how, reference.file === undefined ? "" : show(reference.file)],
      };
    }
  },
};

/** Where the key is named; a key that was read from its file is named where it is read. */
const placeOf = ({ file, span }: KeyReference): Span => (file?.span.path === span.path ? file.span : span);

function messageOf({ how, file, account }: KeyReference): string {
  return `${nameOf(file)} is used to authenticate${account === undefined ? "" : ` as ${show(account)}`} (${how}).`;
}

function nameOf(file: KeyReference["file"]): string {
  if (file === undefined) return "A service-account key";
  const text = show(file);
  // Of a key that was read from its file, the parser keeps neither the content nor the name.
  if (text.startsWith("${file(")) return "A key file";
  return `The ${file.kind === "known" ? "key file" : "key"} ${text}`;
}
