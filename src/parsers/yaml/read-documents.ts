import { tokensIn } from "../../gcp/secret-tokens.ts";
import type { Credential, Dialect, Fact } from "../../model/fact.ts";
import type { Embedded, Parsed, Workspace } from "../../model/parser.ts";
import { type Problem, type Source, spanOf } from "../../model/source.ts";
import { configConnectorFacts } from "./manifests/config-connector.ts";
import { boundaries, denyPolicies } from "./policies/deny-policy.ts";
import { type Document, type Found, nothing } from "./text/document.ts";
import { otherCi } from "./ci/ci-scripts.ts";
import { gitlabCi } from "./ci/gitlab-ci.ts";
import { cloudBuild } from "./ci/cloud-build.ts";
import { datasetFiles, innerPolicies, policyAnalyses } from "./policies/other-policies.ts";
import { has } from "./text/tree.ts";
import { factoriesOf, partOf } from "./factory/fabric-factory.ts";
import { factoryFacts } from "./factory/fabric.ts";
import { ansible } from "./tools/ansible.ts";
import { crossplaneFacts } from "./manifests/crossplane.ts";
import { declaredFacts } from "./tools/declared.ts";
import { vertexFiles } from "./tools/vertex-files.ts";
import { deploymentManager } from "./tools/deployments.ts";
import { resourceListings } from "./policies/listings.ts";
import { pulumiYaml } from "./tools/pulumi-yaml.ts";
import { githubActions } from "./ci/github-actions.ts";
import { inventoryFiles } from "./inventory/inventory-files.ts";
import { keyVariablesIn } from "./ci/key-variables.ts";
import { chartValues, kubernetesFacts } from "./manifests/kubernetes.ts";
import { serviceFiles } from "./tools/service-files.ts";
import { keysIn } from "./credentials/key-files.ts";
import { clusterOf, manifestsIn } from "./manifests/manifests.ts";
import { orgPolicies } from "./policies/org-policy.ts";
import { policyFiles } from "./policies/policy-files.ts";
import { roleFiles } from "./policies/role-files.ts";
import { hasBranches } from "./text/templates.ts";
import type { TextRead } from "./text/text-read.ts";

/** One form of file: whether a document is one, and what it says. */
interface Reader {
  readonly recognises: (document: Document) => boolean;
  readonly read: (document: Document, found: Found, workspace: Workspace) => void;
}

const readers: readonly Reader[] = [
  inventoryFiles,
  policyAnalyses,
  datasetFiles,
  policyFiles,
  roleFiles,
  denyPolicies,
  boundaries,
  orgPolicies,
  githubActions,
  gitlabCi,
  otherCi,
  cloudBuild,
  serviceFiles,
  pulumiYaml,
  deploymentManager,
  ansible,
  vertexFiles,
  resourceListings,
  chartValues,
];

/** A file as its reader left it. */
export interface FileRead {
  readonly source: Source;
  readonly parsed: string;
  readonly read: TextRead;
  readonly dialect: Dialect;
  readonly templated: boolean;
}

/** The facts of files that belong together. Of most files nothing but their facts is kept. */
export function factsOf(
  sources: readonly Source[],
  readFile: (source: Source) => FileRead,
  workspace: Workspace,
): Parsed {
  const found = nothing();
  const linked: Document[] = [];
  for (const source of sources) {
    const file = readFile(source);
    found.problems.push(...problemsOf(file));
    const before = found.facts.length;
    for (const document of documentsOf(file)) {
      readDocument(document, found, workspace);
      if (isLinked(document)) linked.push(document);
    }
    found.facts.push(...loneTokens(source, file.dialect, found.facts.slice(before)));
  }
  found.facts.push(...manifestFacts(linked), ...factoryFactsOf(linked));
  return { facts: found.facts, problems: found.problems, embedded: uniquelyNamed(found.embedded) };
}

/** Objects of Kubernetes and parts of factories name each other across files. */
const isLinked = (document: Document): boolean =>
  has(document.root, "apiVersion") || has(document.root, "items") || partOf(document) !== undefined;

/** Two scripts may begin on one line; a source is known by its path. */
function uniquelyNamed(embedded: readonly Embedded[]): readonly Embedded[] {
  const times = new Map<string, number>();
  return embedded.map((inner) => {
    const { path } = inner.source;
    const time = (times.get(path) ?? 0) + 1;
    times.set(path, time);
    return time === 1 ? inner : Object.assign({}, inner, { source: { ...inner.source, path: `${path}.${time}` } });
  });
}

const documentsOf = ({ source, parsed, read, dialect, templated }: FileRead): readonly Document[] =>
  read.roots.map((root) => ({ path: source.path, text: source.text, parsed, dialect, root, templated }));

/** Tokens of a key file are told once, as the key file. */
function loneTokens({ path, text }: Source, dialect: Dialect, facts: readonly Fact[]): readonly Credential[] {
  const tokens = tokensIn(text, path, dialect);
  if (tokens.length === 0) return tokens;
  const isUserFile = facts.some((fact) => fact.kind === "credential" && fact.form.endsWith("authorized-user"));
  return isUserFile ? tokens.filter(({ form }) => form !== "refresh-token" && form !== "oauth-client-secret") : tokens;
}

/** What a template leaves unread is unknown, not wrong. */
const problemsOf = ({ source, read, templated }: FileRead): readonly Problem[] =>
  read.faults
    .filter(({ repeats }) => repeats !== true || !hasBranches(source.text))
    .map(({ message, kind, start, end }) => ({
      message,
      kind: templated && kind === "unread" ? "unanalysed" : kind,
      at: spanOf(source.path, Math.min(start, source.text.length), Math.min(end, source.text.length)),
    }));

function readDocument(document: Document, found: Found, workspace: Workspace): void {
  const recognised = readers.filter((reader) => reader.recognises(document));
  for (const reader of recognised) reader.read(document, found, workspace);
  if (recognised.length === 0 && isOfNobody(document)) innerPolicies.read(document, found);
  found.facts.push(...keysIn(document), ...keyVariablesIn(document, workspace), ...declaredFacts(document, workspace));
}

/** Neither a Kubernetes object nor part of a factory, nor a plan that tests expect. */
const isOfNobody = (document: Document): boolean =>
  !has(document.root, "apiVersion") && !has(document.root, "values") && partOf(document) === undefined;

function manifestFacts(documents: readonly Document[]): readonly Fact[] {
  const manifests = documents.flatMap((document) => manifestsIn(document));
  const cluster = clusterOf(manifests);
  return manifests.flatMap((manifest) =>
    configConnectorFacts(manifest, cluster).concat(kubernetesFacts(manifest), crossplaneFacts(manifest, cluster)),
  );
}

function factoryFactsOf(documents: readonly Document[]): readonly Fact[] {
  const factories = factoriesOf(documents);
  return documents.flatMap((document) => factoryFacts(document, factories));
}
