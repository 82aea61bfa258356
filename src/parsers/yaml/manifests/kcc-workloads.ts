import { type ManifestPath, configConnectorKind } from "../../../gcp/kcc.ts";
import type { Workload } from "../../../model/fact.ts";
import { accountEmail, projectOf, resourceId } from "./kcc-refs.ts";
import { placeOf } from "./kcc-resources.ts";
import { type Cluster, type Manifest, annotationOf } from "./manifests.ts";
import { type Tree, get, isScalar, nodesAt } from "../text/tree.ts";
import { optionalValue } from "../text/values.ts";

/** What a manifest runs, and as whom. */
export function workloadsOf(manifest: Manifest, cluster: Cluster): readonly Workload[] {
  const kind = configConnectorKind(manifest.kind);
  if (kind === undefined) return [];
  const found = kind.workloads.flatMap((path) =>
    nodesAt(manifest.root, path.path).map((node) => workload(manifest, cluster, kind.type, path, node)),
  );
  if (found.length > 0 || isPatch(manifest) || hasNoNodes(manifest)) return found;
  // Of several fields the one nearest to the top says what the thing mainly runs.
  const [path] = kind.workloads
    .filter((candidate) => runsByDefault(candidate.default))
    .toSorted((a, b) => a.path.length - b.path.length);
  return path === undefined ? [] : [workload(manifest, cluster, kind.type, path)];
}

/** Defaults under which something runs although nobody named an account. */
const runsByDefault = (account: string): boolean => /^(?:compute|cloudbuild|appengine)-default$|^agent:/u.test(account);

/** A cluster that gives up its default node pool: the nodes are those of its node pools. */
const hasNoNodes = (manifest: Manifest): boolean =>
  annotationOf(manifest, "cnrm.cloud.google.com/remove-default-node-pool")?.text === "true";

/** A Kustomize patch leaves out what its base says. */
const isPatch = ({ document }: Manifest): boolean =>
  /(?:^|[/_-])(?:overlays?|patch(?:es)?)(?:[/_.-])/u.test(document.path);

function workload(manifest: Manifest, cluster: Cluster, type: string, path: ManifestPath, node?: Tree): Workload {
  const project = projectOf(manifest, cluster);
  const location = optionalValue(manifest.document, get(manifest.spec, "location") ?? get(manifest.spec, "region"));
  const named = isScalar(node) || node?.kind === "dict" ? accountEmail(manifest, node, cluster) : undefined;
  return {
    kind: "workload",
    object: manifest.object,
    type,
    purpose: path.purpose,
    name: resourceId(manifest),
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
    ...(named === undefined ? {} : { account: named }),
    defaultAccount: path.default,
    ...placeOf(manifest),
  };
}
