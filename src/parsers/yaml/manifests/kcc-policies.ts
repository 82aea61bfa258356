import type { Fact, Grant } from "../../../model/fact.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type PolicyWriter, auditFacts, policyFacts } from "../policies/allow-policy.ts";
import { conditionAt } from "../policies/conditions.ts";
import { lineSpanAt, spanAt } from "../text/document.ts";
import { grantOf } from "../policies/grants.ts";
import { accountEmail, resourceRefOf } from "./kcc-refs.ts";
import { type Cluster, type Manifest, headerOf, writtenAt } from "./manifests.ts";
import { type Tree, get, isScalar, itemsOf, scalarAt, textAt } from "../text/tree.ts";
import { memberAt } from "../text/setters.ts";
import { valueAt } from "../text/values.ts";

const writerOf = (manifest: Manifest, cluster: Cluster, authority: Grant["authority"]): PolicyWriter => ({
  resource: resourceRefOf(manifest, get(manifest.spec, "resourceRef"), cluster),
  authority,
  writer: writerName(manifest),
  span: lineSpanAt(manifest.document, headerOf(manifest)),
});

/** `IAMPolicyMember team/ci-editor` */
export const writerName = ({ document, kind, namespace, name }: Manifest): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name === undefined ? "without name" : writtenAt(document, name)}`;

/** `IAMPolicy`: the whole policy of the resource. */
export const policyOf = (manifest: Manifest, cluster: Cluster): readonly Fact[] =>
  manifest.spec === undefined
    ? []
    : policyFacts(manifest.document, manifest.spec, { ...writerOf(manifest, cluster, "policy"), mode: "replaces" });

/** `IAMPolicyMember`: one member, one role. */
export function policyMemberOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const principal = memberOf(manifest, manifest.spec, cluster);
  return [grant(manifest, manifest.spec, principal, writerOf(manifest, cluster, "member"))];
}

/** `IAMPartialPolicy`: the members that it lists, none else. */
export function partialPolicyOf(manifest: Manifest, cluster: Cluster): readonly Fact[] {
  const writer = writerOf(manifest, cluster, "member");
  return itemsOf(get(manifest.spec, "bindings")).flatMap((binding) =>
    itemsOf(get(binding, "members")).map((member) =>
      grant(manifest, binding, memberOf(manifest, member, cluster), writer),
    ),
  );
}

function grant(manifest: Manifest, binding: Tree | undefined, principal: Value, writer: PolicyWriter): Grant {
  const role = scalarAt(binding, "role");
  const condition = conditionAt(manifest.document, get(binding, "condition"));
  const span = writer.span ?? lineSpanAt(manifest.document, headerOf(manifest));
  return grantOf({
    principal,
    role: role === undefined ? unknown("role", "the manifest has no role", span) : valueAt(manifest.document, role),
    resource: writer.resource,
    condition,
    authority: writer.authority,
    writer: writer.writer,
    span,
    dialect: manifest.document.dialect,
  });
}

/** `member`, `memberFrom`, or the member itself. */
function memberOf(manifest: Manifest, tree: Tree | undefined, cluster: Cluster): Value {
  const member = isScalar(tree) ? tree : scalarAt(tree, "member");
  if (member !== undefined) return memberAt(manifest.document, member);
  const from = get(tree, "memberFrom");
  const ref = get(from, "serviceAccountRef");
  if (ref !== undefined) {
    const email = accountEmail(manifest, ref, cluster);
    return valueOf(
      ["serviceAccount:", ...partsOf(email)],
      email.span,
      email.kind === "unknown" ? email.why : undefined,
    );
  }
  return madeByGoogle(manifest, from, tree);
}

/** Identities that Google Cloud makes: which of them is known once they exist. */
function madeByGoogle(manifest: Manifest, from: Tree | undefined, tree: Tree | undefined): Value {
  const entry = from?.kind === "dict" ? from.entries[0] : undefined;
  const span = spanAt(manifest.document, entry?.key ?? tree ?? headerOf(manifest));
  if (entry === undefined) return unknown("member", "the manifest has no member", span);
  const expression = `${entry.key.text} ${textAt(entry.value, "name") ?? ""}`.trim();
  return valueOf(["serviceAccount:", { expression }], span, "Google Cloud names this identity when it makes it");
}

export const auditConfigOf = (manifest: Manifest, cluster: Cluster): readonly Fact[] =>
  manifest.spec === undefined
    ? []
    : auditFacts(manifest.document, manifest.spec, writerOf(manifest, cluster, "member"));
