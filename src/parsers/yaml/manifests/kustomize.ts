import { folderOf } from "../text/document.ts";
import type { Manifest } from "./manifests.ts";
import { type Scalar, at, get, scalarAt, scalarsOf } from "../text/tree.ts";

/** What a kustomization adds to the objects of the files that it lists. */
export interface Addition {
  readonly manifest: Manifest;
  readonly namespace: string | undefined;
  readonly annotation: (key: string) => Scalar | undefined;
}

/** The additions of every kustomization, by the file that they apply to. */
export function additionsOf(manifests: readonly Manifest[]): ReadonlyMap<string, Addition> {
  const found = new Map<string, Addition>();
  for (const manifest of manifests) {
    if (manifest.kind !== "Kustomization" || !manifest.group.startsWith("kustomize.config.k8s.io")) continue;
    const folder = folderOf(manifest.document.path);
    const addition: Addition = {
      manifest,
      namespace: scalarAt(manifest.root, "namespace")?.text,
      annotation: (key) => scalarAt(at(manifest.root, "commonAnnotations"), key),
    };
    for (const { text } of scalarsOf(get(manifest.root, "resources"))) {
      found.set(`${folder === "" ? "" : `${folder}/`}${text.replace(/^\.\//u, "")}`, addition);
    }
  }
  return found;
}
