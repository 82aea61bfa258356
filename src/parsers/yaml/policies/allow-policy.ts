import type { AuditConfig, Fact, Grant, PolicyRead } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import { conditionAt } from "./conditions.ts";
import { type Document, lineSpanAt, spanAt } from "../text/document.ts";
import { grantOf } from "./grants.ts";
import {
  type Scalar,
  type Tree,
  entryOf,
  get,
  has,
  isDict,
  isScalar,
  itemsOf,
  scalarAt,
  scalarsOf,
} from "../text/tree.ts";
import { memberAt } from "../text/setters.ts";
import { valueAt } from "../text/values.ts";

/** What one writer says about the policy of one resource. */
export interface PolicyWriter {
  readonly resource: ResourceRef;
  readonly authority: Grant["authority"];
  readonly writer: string;
  readonly change?: Grant["change"];
  /** Set when the whole policy stands here. */
  readonly mode?: PolicyRead["mode"];
  /** The statement, where it is not the binding. */
  readonly span?: Span;
}

/** Does this look like an allow policy? */
export const isPolicy = (tree: Tree | undefined): boolean =>
  isDict(tree) &&
  ((holdsBindings(tree) && !has(tree, "apiVersion")) ||
    (has(tree, "auditConfigs") && (has(tree, "etag") || has(tree, "version"))));

/** An empty list says by itself nothing about what is bound. */
function holdsBindings(tree: Tree): boolean {
  const bindings = itemsOf(get(tree, "bindings"));
  if (bindings.length === 0) return has(tree, "bindings") && has(tree, "etag");
  return bindings.every(isBinding) && bindings.some((binding) => isRoleName(scalarAt(binding, "role")?.text));
}

const isBinding = (tree: Tree): boolean => has(tree, "role") && (has(tree, "members") || !has(tree, "member"));

/** Other systems have roles and members too; theirs have no path before the name. Templates may hold one of ours. */
const isRoleName = (role: string | undefined): boolean =>
  role !== undefined && /^(?:(?:projects|organizations)\/[^/]+\/)?roles\/|^$|[\uE000$<[]/u.test(role);

/** Everything that a policy says: grants, audit configs, and that it was read. */
export function policyFacts(document: Document, policy: Tree, writer: PolicyWriter): readonly Fact[] {
  const grants = itemsOf(get(policy, "bindings")).flatMap((binding) => bindingGrants(document, binding, writer));
  const audits = itemsOf(get(policy, "auditConfigs")).flatMap((config) => auditFacts(document, config, writer));
  return [...grants, ...audits, ...policyRead(document, policy, writer, grants)];
}

/** A policy with unknown parts is not whole: it says nothing about what is absent. */
function policyRead(
  document: Document,
  policy: Tree,
  writer: PolicyWriter,
  grants: readonly Grant[],
): readonly PolicyRead[] {
  const { mode, resource } = writer;
  if (mode === undefined || resource.type === "unknown") return [];
  if (grants.some(({ principal, role }) => principal.kind === "unknown" || role.kind === "unknown")) return [];
  const header = entryOf(policy, "bindings")?.key ?? { start: policy.start, end: policy.start + 1 };
  return [
    { kind: "policy-read", resource, mode, span: writer.span ?? spanAt(document, header), dialect: document.dialect },
  ];
}

/** `{role, members, condition}`: as many grants as it has members. */
export function bindingGrants(document: Document, binding: Tree, writer: PolicyWriter): readonly Grant[] {
  const role = scalarAt(binding, "role");
  if (role === undefined || role.text === "") return [];
  const condition = conditionAt(document, get(binding, "condition"));
  const span = writer.span ?? lineSpanAt(document, entrySpan(binding, "role"));
  return membersOf(binding).map((member) =>
    grantOf({
      principal: memberAt(document, member),
      role: valueAt(document, role),
      resource: writer.resource,
      condition,
      change: writer.change,
      authority: writer.authority,
      writer: writer.writer,
      span,
      dialect: document.dialect,
    }),
  );
}

const membersOf = (binding: Tree): readonly Scalar[] =>
  [...scalarsOf(get(binding, "members")), ...scalarsOf(get(binding, "member"))].filter((member) => member.text !== "");

/** From a key to the end of its value. */
function entrySpan(tree: Tree, key: string): { readonly start: number; readonly end: number } {
  const entry = entryOf(tree, key);
  if (entry === undefined) return { start: tree.start, end: tree.start };
  const scalar = isScalar(entry.value) ? entry.value : undefined;
  return { start: entry.key.start, end: scalar?.end ?? entry.key.end };
}

/** `{service, auditLogConfigs: [{logType, exemptedMembers}]}`. */
export function auditFacts(document: Document, config: Tree, writer: PolicyWriter): readonly AuditConfig[] {
  const service = scalarAt(config, "service");
  if (service === undefined) return [];
  const logs = itemsOf(get(config, "auditLogConfigs"));
  return [
    {
      kind: "audit-config",
      resource: writer.resource,
      service: valueAt(document, service),
      logTypes: logs
        .flatMap((log) => scalarsOf(get(log, "logType")))
        .map((type) => known(type.text, spanAt(document, type))),
      exempted: logs.flatMap((log) => scalarsOf(get(log, "exemptedMembers"))).map((who) => valueAt(document, who)),
      span: writer.span ?? lineSpanAt(document, entrySpan(config, "service")),
      dialect: document.dialect,
    },
  ];
}
