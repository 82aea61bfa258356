import type { Fact, Workload } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import { type Document, type Found, fileNameOf, lineSpanAt } from "../text/document.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { optional } from "../text/optional.ts";
import {
  type Scalar,
  type Tree,
  entryOf,
  get,
  has,
  isDict,
  isScalar,
  nodesAt,
  scalarAt,
  textAt,
} from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

/** A file that configures a service by itself, and where it names the account. */
interface ServiceFile {
  readonly type: string;
  readonly purpose: string;
  readonly isOne: (document: Document) => boolean;
  readonly path: string;
  readonly name?: readonly string[];
  readonly default: string;
}

const apiGroup = (root: Tree): string => (textAt(root, "apiVersion") ?? "").replace(/\/.*$/u, "");

/** Knative's API is that of Cloud Run where something in the file says so; on another cluster accounts are Kubernetes'. */
const isCloudRun = (root: Tree, kind: string): boolean =>
  textAt(root, "kind") === kind &&
  (apiGroup(root) === "run.googleapis.com" ||
    (apiGroup(root) === "serving.knative.dev" &&
      (nodesAt(root, "spec.template.spec.serviceAccountName").some(
        (node) => isScalar(node) && /[@$\uE000]/u.test(node.text),
      ) ||
        mentionsCloudRun(get(root, "metadata")) ||
        mentionsCloudRun(get(get(get(root, "spec"), "template"), "metadata")))));

const mentionsCloudRun = (metadata: Tree | undefined): boolean =>
  [get(metadata, "annotations"), get(metadata, "labels")].some(
    (tree) => isDict(tree) && tree.entries.some(({ key }) => /^(?:run|cloud)\.googleapis\.com\//u.test(key.text)),
  );

const files: readonly ServiceFile[] = [
  {
    type: "cloud-run-v2-service",
    purpose: "runtime",
    isOne: ({ root }) => isCloudRun(root, "Service"),
    path: "spec.template.spec.serviceAccountName",
    name: ["metadata", "name"],
    default: "compute-default",
  },
  {
    type: "cloud-run-v2-job",
    purpose: "runtime",
    isOne: ({ root }) => isCloudRun(root, "Job"),
    path: "spec.template.spec.template.spec.serviceAccountName",
    name: ["metadata", "name"],
    default: "compute-default",
  },
  {
    type: "app-engine-application",
    purpose: "runtime",
    isOne: ({ root, path }) => /^app(?:[.-]\w+)*\.ya?ml$/u.test(fileNameOf(path)) && has(root, "runtime"),
    path: "service_account",
    name: ["service"],
    default: "appengine-default",
  },
  {
    type: "batch-job",
    purpose: "vm",
    isOne: ({ root }) => has(root, "taskGroups"),
    path: "allocationPolicy.serviceAccount.email",
    default: "compute-default",
  },
  {
    type: "clouddeploy-target",
    purpose: "deploy",
    isOne: ({ root }) => apiGroup(root) === "deploy.cloud.google.com" && textAt(root, "kind") === "Target",
    path: "executionConfigs.serviceAccount",
    name: ["metadata", "name"],
    default: "compute-default",
  },
];

/** Cloud Run, App Engine, Batch and Cloud Deploy, as their own commands take them. */
export const serviceFiles = {
  recognises: (document: Document): boolean => files.some((file) => file.isOne(document)),

  read(document: Document, found: Found): void {
    for (const file of files) if (file.isOne(document)) found.facts.push(...workloads(document, file));
    if (isCloudRun(document.root, "Service")) found.facts.push(...openService(document));
  },
};

/** A service that asks its callers for no permission says so in an annotation. */
function openService(document: Document): readonly Fact[] {
  const annotations = get(get(document.root, "metadata"), "annotations");
  const disabled = scalarAt(annotations, "run.googleapis.com/invoker-iam-disabled");
  const name = optionalValue(document, scalarAt(document.root, "metadata", "name"));
  if (disabled === undefined || name === undefined) return [];
  return [
    {
      kind: "resource",
      resource: { type: "cloud-run-v2-service", name },
      attributes: { invoker_iam_disabled: valueAt(document, disabled) },
      span: lineSpanAt(document, disabled),
      dialect: document.dialect,
    },
  ];
}

function workloads(document: Document, file: ServiceFile): readonly Workload[] {
  const scalars = nodesAt(document.root, file.path).filter(isScalar);
  const named = scalars.map((scalar) => workload(document, file, accountPath(valueAt(document, scalar)), scalar));
  return named.length > 0 ? named : [workload(document, file)];
}

function workload(document: Document, file: ServiceFile, account?: Value, place?: Scalar): Workload {
  const header = entryOf(document.root, "kind") ?? (isDict(document.root) ? document.root.entries[0] : undefined);
  const start = place ?? header?.key ?? document.root;
  const name = file.name === undefined ? undefined : optionalValue(document, scalarAt(document.root, ...file.name));
  return {
    kind: "workload",
    type: file.type,
    purpose: file.purpose,
    ...optional("name", name),
    ...optional("account", account),
    defaultAccount: file.default,
    span: lineSpanAt(document, { start: start.start, end: place?.end ?? header?.value.end ?? start.start }),
    dialect: document.dialect,
  };
}
