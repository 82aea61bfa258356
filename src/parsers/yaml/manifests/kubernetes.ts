import type { Fact } from "../../../model/fact.ts";
import { known } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { type Manifest, annotationOf } from "./manifests.ts";
import { isDict, nodesOf, scalarAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** A Kubernetes account whose pods get the tokens of a Google service account. */
export function kubernetesFacts(manifest: Manifest): readonly Fact[] {
  if (manifest.group === "core.cnrm.cloud.google.com") return controllerFacts(manifest);
  if (manifest.kind !== "ServiceAccount" || manifest.group !== "") return [];
  const account = annotationOf(manifest, "iam.gke.io/gcp-service-account");
  if (account === undefined || account.text === "") return [];
  const { document, name } = manifest;
  return [
    {
      kind: "workload",
      object: manifest.object,
      type: "kubernetes-service-account",
      purpose: "gke-workload",
      ...(name === undefined
        ? {}
        : { name: known(`${manifest.namespace ?? "default"}/${name.text}`, spanAt(document, name)) }),
      account: valueAt(document, account),
      defaultAccount: "none",
      span: lineSpanAt(document, account),
      dialect: document.dialect,
    },
  ];
}

/** Config Connector itself: the account that it acts as, or the key that it signs in with. */
function controllerFacts({ document, spec, object }: Manifest): readonly Fact[] {
  const account = scalarAt(spec, "googleServiceAccount");
  const secret = scalarAt(spec, "credentialSecretName");
  const { dialect } = document;
  return [
    ...(account === undefined
      ? []
      : [
          {
            kind: "workload",
            object,
            type: "config-connector",
            purpose: "config-connector",
            account: valueAt(document, account),
            defaultAccount: "none",
            span: lineSpanAt(document, account),
            dialect,
          } as const,
        ]),
    ...(secret === undefined
      ? []
      : [
          {
            kind: "key-reference",
            how: "credentialSecretName",
            file: valueAt(document, secret),
            span: lineSpanAt(document, secret),
            dialect,
          } as const,
        ]),
  ];
}

/** The annotation in the values of a chart, which becomes one of a Kubernetes account. */
export const chartValues = {
  recognises: ({ root, path }: Document): boolean => /(?:^|\/)values[^/]*\.ya?ml$/u.test(path) && isDict(root),

  read(document: Document, found: Found): void {
    for (const node of nodesOf(document.root)) {
      const account = scalarAt(node, "iam.gke.io/gcp-service-account");
      if (account === undefined || account.text === "") continue;
      found.facts.push({
        kind: "workload",
        type: "kubernetes-service-account",
        purpose: "gke-workload",
        account: valueAt(document, account),
        defaultAccount: "none",
        span: lineSpanAt(document, account),
        dialect: document.dialect,
      });
    }
  },
};
