import { type PolicyWriter, isPolicy, policyFacts } from "./allow-policy.ts";
import { type Document, type Found, lineSpanAt } from "./document.ts";
import { ownerOf } from "./policy-owner.ts";
import { unknownRef } from "./resource-refs.ts";
import { type Tree, get, has, isDict, isList, textAt } from "./tree.ts";

/** `gcloud … get-iam-policy` output and `setIamPolicy` request bodies. */
export const policyFiles = {
  recognises: ({ root }: Document): boolean =>
    !has(root, "assetType") && !has(root, "asset_type") && (isPolicy(root) || isPolicy(get(root, "policy"))),

  read(document: Document, found: Found): void {
    const { root } = document;
    const isBody = !isPolicy(root);
    const policy = isBody ? get(root, "policy") : root;
    if (policy !== undefined) readPolicy(document, found, root, policy, isBody);
  },
};

function readPolicy(document: Document, found: Found, wrapper: Tree, policy: Tree, isBody: boolean): void {
  const owner = ownerOf(document, wrapper);
  const span = lineSpanAt(document, isDict(policy) ? (policy.entries[0]?.key ?? policy) : policy);
  if (owner === undefined && isList(get(policy, "bindings"))) {
    found.problems.push({
      kind: "unanalysed",
      message:
        "nothing says which resource this policy belongs to: a first line such as `# projects/PROJECT` or the name PROJECT-policy.yaml would",
      at: span,
    });
  }
  // A policy as gcloud prints it has an etag; one without was written to be set.
  const isSnapshot = !isBody && has(policy, "etag") && textAt(policy, "etag") !== "";
  const writer: PolicyWriter = {
    resource: owner ?? unknownRef(span, "the file does not say which resource this policy belongs to"),
    authority: isBody ? "policy" : "listed",
    writer: document.path,
    mode: isSnapshot || !isBody ? "snapshot" : "replaces",
  };
  found.facts.push(...policyFacts(document, policy, writer));
}
