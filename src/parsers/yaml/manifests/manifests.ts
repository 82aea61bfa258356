import { type Addition, additionsOf } from "./kustomize.ts";
import { type Document, folderOf } from "../text/document.ts";
import { type Scalar, type Tree, at, entriesOf, get, itemsOf, scalarAt, textAt } from "../text/tree.ts";

/** One Kubernetes object. */
export interface Manifest {
  readonly document: Document;
  readonly root: Tree;
  readonly kind: string;
  /** `iam.cnrm.cloud.google.com`; empty for the core group. */
  readonly group: string;
  readonly name?: Scalar;
  readonly namespace?: string;
  readonly spec?: Tree;
  /** What references of the model say: `manifest/infra#IAMServiceAccount/team/ci`. */
  readonly object: string;
}

/** The objects of all files, to be found by kind and name. */
export interface Cluster {
  readonly manifests: readonly Manifest[];
  readonly find: (from: Manifest, kind: string, name: string, namespace?: string) => Manifest | undefined;
  /** The `Namespace` object of that name that is nearest. */
  readonly namespaceNamed: (from: Manifest, name: string) => Manifest | undefined;
  /** What a kustomization adds to the file that the object stands in. */
  readonly additionTo: (manifest: Manifest) => Addition | undefined;
}

/** A name as it stands in the file: templates have parts to fill in. */
export const writtenAt = (document: Document, { start, end }: Scalar): string => document.text.slice(start, end);

export function manifestsIn(document: Document, root: Tree = document.root): readonly Manifest[] {
  const kind = textAt(root, "kind");
  const apiVersion = textAt(root, "apiVersion");
  if (kind === undefined || apiVersion === undefined) return [];
  if (kind.endsWith("List")) return itemsOf(get(root, "items")).flatMap((item) => manifestsIn(document, item));
  const name = scalarAt(root, "metadata", "name");
  const namespace = textAt(root, "metadata", "namespace");
  const spec = get(root, "spec");
  return [
    {
      document,
      root,
      kind,
      group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(spec === undefined ? {} : { spec }),
      object: `manifest/${folderOf(document.path)}#${kind}/${namespace === undefined ? "" : `${namespace}/`}${name === undefined ? root.start : writtenAt(document, name)}`,
    },
  ];
}

export function clusterOf(manifests: readonly Manifest[]): Cluster {
  const index = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const key = `${manifest.kind}/${manifest.name?.text ?? ""}`;
    const same = index.get(key);
    if (same === undefined) index.set(key, [manifest]);
    else same.push(manifest);
  }
  const additions = additionsOf(manifests);
  const find = (from: Manifest, kind: string, name: string, namespace = from.namespace): Manifest | undefined =>
    nearest(
      from,
      (index.get(`${kind}/${name}`) ?? []).filter((found) => sameNamespace(found.namespace, namespace)),
    );
  return {
    manifests,
    find,
    namespaceNamed: (from, name) => nearest(from, index.get(`Namespace/${name}`) ?? []),
    additionTo: ({ document }) => additions.get(document.path),
  };
}

/** An object without a namespace gets one when it is applied: it may be any. */
const sameNamespace = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;

/** Of objects of one name (samples, overlays) the one whose folder shares most with that of the reference. */
function nearest(from: Manifest, candidates: readonly Manifest[]): Manifest | undefined {
  let best: Manifest | undefined;
  for (const candidate of candidates) {
    if (best === undefined || closeness(from, candidate) > closeness(from, best)) best = candidate;
  }
  return best;
}

function closeness(a: Manifest, b: Manifest): number {
  if (a.document.path === b.document.path) return Number.MAX_SAFE_INTEGER;
  const [left, right] = [folderOf(a.document.path).split("/"), folderOf(b.document.path).split("/")];
  const differs = left.findIndex((part, n) => part !== right[n]);
  return (differs === -1 ? left.length : differs) * 2 + (left.length === right.length && differs === -1 ? 1 : 0);
}

/** An annotation of the object; keys hold dots, so they are not a path. */
export const annotationOf = (manifest: Manifest, key: string): Scalar | undefined =>
  scalarAt(at(manifest.root, "metadata", "annotations"), key);

/** The header of the object: its `kind:` line. */
export function headerOf(manifest: Manifest): { readonly start: number; readonly end: number } {
  const entry = entriesOf(manifest.root).find(({ key }) => key.text === "kind");
  return { start: entry?.key.start ?? manifest.root.start, end: entry?.value.end ?? manifest.root.start };
}
