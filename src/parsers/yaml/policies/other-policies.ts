import { policyFacts, bindingGrants, isPolicy } from "./allow-policy.ts";
import { accessGrants } from "./dataset-access.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { known } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { optional } from "../text/optional.ts";
import { ownerBeside } from "./policy-owner.ts";
import { refOfName, unknownRef } from "./resource-refs.ts";
import { type Entry, type Tree, at, get, isDict, isList, itemsOf, nodesOf, scalarAt, textAt } from "../text/tree.ts";
import { optionalValue } from "../text/values.ts";

/** `gcloud asset analyze-iam-policy`: one binding a result. */
export const policyAnalyses = {
  recognises: ({ root }: Document): boolean =>
    analysesIn(root).some((result) => at(result, "iamBinding", "role") !== undefined),

  read(document: Document, found: Found): void {
    for (const result of analysesIn(document.root)) {
      const binding = get(result, "iamBinding");
      const name = scalarAt(result, "attachedResourceFullName");
      const ref = name === undefined ? undefined : refOfName(name.text, spanAt(document, name));
      if (binding === undefined || ref === undefined) continue;
      found.facts.push(
        ...bindingGrants(document, binding, { resource: ref, authority: "listed", writer: document.path }),
      );
    }
  },
};

function analysesIn(root: Tree): readonly Tree[] {
  const results = at(root, "mainAnalysis", "analysisResults") ?? get(root, "analysisResults") ?? root;
  return isList(results) ? results.items : [results];
}

/** `bq show --format=prettyjson`: a dataset and its access entries. */
export const datasetFiles = {
  recognises: ({ root }: Document): boolean =>
    itemsOf(get(root, "access")).length > 0 && textAt(root, "datasetReference", "datasetId") !== undefined,

  read(document: Document, found: Found): void {
    const reference = get(document.root, "datasetReference");
    const name = optionalValue(document, get(reference, "datasetId"));
    if (name === undefined) return;
    const project = optionalValue(document, get(reference, "projectId"));
    const resource: ResourceRef = { type: "bigquery-dataset", name, ...optional("project", project) };
    const writer = { authority: "listed", writer: document.path } as const;
    found.facts.push(...accessGrants(document, itemsOf(get(document.root, "access")), resource, writer));
  },
};

/** Policies inside of something else: by resource, in a list, under a key of somebody's own. */
export const innerPolicies = {
  read(document: Document, found: Found): void {
    for (const node of nodesOf(document.root)) {
      if (isList(node)) for (const item of node.items) readInner(document, found, item, item);
      if (isDict(node)) for (const entry of node.entries) readInner(document, found, entry.value, node, entry);
    }
  },
};

function readInner(document: Document, found: Found, policy: Tree, wrapper: Tree, entry?: Entry): void {
  if (!isPolicy(policy) || !isList(get(policy, "bindings"))) return;
  const span = lineSpanAt(document, entry?.key ?? policy);
  const beside = isDict(wrapper) ? ownerBeside(document, wrapper) : undefined;
  const resource =
    beside ?? namedByKey(document, entry) ?? unknownRef(span, "nothing says which resource this policy belongs to");
  found.facts.push(
    ...policyFacts(document, policy, { resource, authority: "listed", writer: document.path, mode: "snapshot" }),
  );
}

/** `my-project: {bindings}` and `projects/my-project: {bindings}`. */
function namedByKey(document: Document, entry: Entry | undefined): ResourceRef | undefined {
  if (entry === undefined) return undefined;
  const span = spanAt(document, entry.key);
  const { text } = entry.key;
  if (text.includes("/")) return refOfName(text, span);
  return /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/u.test(text) && /[-\d]/u.test(text)
    ? { type: "project", name: known(text, span) }
    : undefined;
}
