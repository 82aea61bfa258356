import { type PolicyWriter, isPolicy, policyFacts } from "./allow-policy.ts";
import { type Document, type Found, lineSpanAt } from "../text/document.ts";
import type { Workspace } from "../../../model/parser.ts";
import { isAppliedByScript } from "./policy-command.ts";
import { ownerOf } from "./policy-owner.ts";
import { unknownRef } from "./resource-refs.ts";
import { type Tree, get, has, isDict } from "../text/tree.ts";

/** `gcloud … get-iam-policy` output and `setIamPolicy` request bodies. */
export const policyFiles = {
  recognises: ({ root }: Document): boolean =>
    !has(root, "assetType") && !has(root, "asset_type") && (isPolicy(root) || isPolicy(get(root, "policy"))),

  read(document: Document, found: Found, workspace: Workspace): void {
    const { root } = document;
    const isBody = !isPolicy(root);
    const policy = isBody ? get(root, "policy") : root;
    if (policy !== undefined) readPolicy(document, found, workspace, { root, policy, isBody });
  },
};

interface Parts {
  readonly root: Tree;
  readonly policy: Tree;
  readonly isBody: boolean;
}

function readPolicy(document: Document, found: Found, workspace: Workspace, { root, policy, isBody }: Parts): void {
  const owner = ownerOf(document, root);
  if (owner === undefined && isAppliedByScript(document, workspace)) return;
  const span = lineSpanAt(document, isDict(policy) ? (policy.entries[0]?.key ?? policy) : policy);
  const writer: PolicyWriter = {
    resource: owner ?? unknownRef(span, "the file does not say which resource this policy belongs to"),
    authority: isBody ? "policy" : "listed",
    writer: document.path,
    mode: isBody ? "replaces" : "snapshot",
  };
  const facts = policyFacts(document, policy, writer);
  found.facts.push(...facts);
  if (owner === undefined && facts.length > 0)
    found.problems.push({ kind: "unanalysed", message: ownerless, at: span });
}

const ownerless =
  "nothing says which resource this policy belongs to: a first line such as `# projects/PROJECT` or the name PROJECT-policy.yaml would";
