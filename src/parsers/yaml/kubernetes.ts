import type { Fact } from "../../model/fact.ts";
import { known } from "../../model/value.ts";
import { lineSpanAt, spanAt } from "./document.ts";
import { type Manifest, annotationOf } from "./manifests.ts";
import { valueAt } from "./values.ts";

/** A Kubernetes account whose pods get the tokens of a Google service account. */
export function kubernetesFacts(manifest: Manifest): readonly Fact[] {
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
