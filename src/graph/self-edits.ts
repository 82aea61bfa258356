import { isServiceAgent } from "../gcp/account-class.ts";
import { type EscalationPath, escalationPathOf } from "../gcp/escalation-paths.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Graph, Holder, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { powerOf, setPolicy } from "./power-of.ts";
import { grantStep } from "./proof.ts";

/** Somebody who can make more of a grant of his own than it says. */
export interface SelfEdit {
  readonly principal: Principal;
  readonly kind: "role" | "tag" | "move";
  /** Where the grant is. */
  readonly node: Resource;
  readonly binding: Binding;
  /** A permission that the grant gives. */
  readonly permission: string;
  readonly steps: readonly Step[];
  readonly conditional: boolean;
  readonly confidence: EscalationPath["confidence"];
}

/** A custom role that its own holder may change holds whatever he adds to it. */
export function roleEdits(graph: Graph): readonly SelfEdit[] {
  const editors = new Map<string, readonly Holder[]>();
  return grantsOnNodes(graph).flatMap((binding): readonly SelfEdit[] => {
    const { role, resource: node } = binding;
    const home = role.kind === "custom" ? /^(.+)\/roles\/[^/]+$/.exec(role.name ?? "")?.[1] : undefined;
    if (home === undefined) return [];
    const permission = role.permissions?.list()[0] ?? editing;
    const holders = editors.get(home) ?? graph.whoCan(editing, graph.resourceNamed(home), "granted");
    editors.set(home, holders);
    return holders
      .filter(({ principal }) => hasGrant(principal, binding, permission, graph))
      .map(({ principal, path, conditional }) => {
        const text = `${showPrincipal(principal)} can add any permission to ${role.shown}, which it holds`;
        const edit: Step = { principal, permission: editing, resource: graph.resourceNamed(home), text };
        const last = grantStep(binding, permission, isUnsure(binding));
        const steps = [...path, edit, last];
        return edited(5, { principal, kind: "role", node, binding, permission, steps }, conditional);
      });
  });
}

const editing = "iam.roles.update";

/** Everybody who gains by an edit of his own what he does not have yet. */
export const selfEditsOf = (graph: Graph): readonly SelfEdit[] => [
  ...roleEdits(graph).filter(
    ({ principal, node }) => !graph.permissionsOf(principal, node).has(setPolicy[node.type] ?? ""),
  ),
  // Grants that hold only where a tag is, to somebody who can put it there; grants that a policy refuses where they are now.
  ...grantsOnNodes(graph).flatMap((binding) => tagEdits(binding, graph).concat(moves(binding, graph))),
];

function tagEdits(binding: Binding, graph: Graph): readonly SelfEdit[] {
  const { principal, resource: node, role } = binding;
  const condition = binding.grant.condition?.expression;
  const power = condition?.kind === "known" && /\b(?:matchTag|hasTagKey)/.test(condition.text) && powerOf(binding);
  if (!power || !graph.permissionsOf(principal, node).has(tagging)) return [];
  // What it holds without the condition it need not win.
  if (graph.whyCan(principal, power.permission, node).answer === "allowed") return [];
  for (const [row, permission] of tagRights) {
    const right = tagRightOf(principal, permission, node, graph);
    if (right === undefined) continue;
    const text = `${showPrincipal(principal)} can attach tags to ${node.shown}, which the condition of its own ${role.shown} looks for`;
    const steps = [
      ...graph.whyCan(principal, tagging, node).path,
      ...right,
      { principal, permission, resource: node, text },
      grantStep(binding, power.permission, true),
    ];
    return [edited(row, { principal, kind: "tag", node, binding, permission: power.permission, steps }, false)];
  }
  return [];
}

const tagging = "resourcemanager.hierarchyNodes.createTagBinding";

/** The value itself must be free to be used, or to be given to oneself. */
const tagRights: readonly (readonly [row: number, permission: string])[] = [
  [25, "resourcemanager.tagValueBindings.create"],
  [26, "resourcemanager.tagValues.setIamPolicy"],
  [26, "resourcemanager.tagValues.update"],
];

/** On the node or above it, or on some tag: which one the condition means can't always be known. */
function tagRightOf(
  principal: Principal,
  permission: string,
  node: Resource,
  graph: Graph,
): readonly Step[] | undefined {
  const { answer, path } = graph.whyCan(principal, permission, node);
  if (answer === "allowed" || answer === "conditional") return path;
  const onTag = graph
    .bindingsOf(principal)
    .find(({ resource, role }) => /^tags-tag-(?:key|value)$/.test(resource.type) && role.permissions?.has(permission));
  return onTag && [grantStep(onTag, permission, isUnsure(onTag))];
}

function moves(binding: Binding, graph: Graph): readonly SelfEdit[] {
  const { principal, resource: node } = binding;
  const power = node.type === "project" ? powerOf(binding) : undefined;
  if (power === undefined || !graph.permissionsOf(principal, node).has(moving)) return [];
  const { answer, path } = graph.whyCan(principal, power.permission, node);
  if (answer !== "denied" || path.length === 0 || isDeniedOn(node, graph)) return [];
  const text = `${showPrincipal(principal)} can move ${node.shown} out from under it`;
  const steps = [
    ...graph.whyCan(principal, moving, node).path,
    ...path,
    { principal, permission: moving, resource: node, text },
    grantStep(binding, power.permission, false),
  ];
  return [edited(27, { principal, kind: "move", node, binding, permission: power.permission, steps }, false)];
}

const moving = "resourcemanager.projects.move";

/** What hangs on the project itself moves with it. */
const isDeniedOn = (node: Resource, graph: Graph): boolean =>
  graph.facts("deny").some(({ resource }) => graph.resource(resource).key === node.key);

const edited = (row: number, edit: Omit<SelfEdit, "conditional" | "confidence">, conditional: boolean): SelfEdit => ({
  ...edit,
  conditional: conditional || isUnsure(edit.binding),
  confidence: escalationPathOf(row)?.confidence ?? "low",
});

const isUnsure = ({ certainty, grant }: Binding): boolean => certainty === "likely" || grant.condition !== undefined;

/** Is it granted to him, or to a group that he is in? */
function hasGrant(principal: Principal, binding: Binding, permission: string, graph: Graph): boolean {
  if (binding.principal.key === principal.key) return true;
  if (binding.principal.type !== "group") return false;
  return graph.whyCan(principal, permission, binding.resource).path.some(({ at }) => at === binding.grant.span);
}

const grantsOnNodes = (graph: Graph): readonly Binding[] =>
  graph.bindings.filter(
    ({ principal, resource, grant }) =>
      grant.change === "add" &&
      grant.eligible !== true &&
      principal.deleted !== true &&
      Object.hasOwn(setPolicy, resource.type) &&
      !(principal.type === "service-account" && isServiceAgent(principal.id)),
  );
