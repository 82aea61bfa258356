import { showPrincipal } from "../gcp/principal.ts";
import { type Starters, createStarters } from "../graph/starters.ts";
import type { Binding, Graph, Impersonator, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { show } from "../model/value.ts";

/** The binding graph as nodes and edges, sorted: what every format draws. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface DrawnNode {
  readonly id: string;
  readonly kind: "principal" | "resource";
  readonly type: string;
  readonly label: string;
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "binding" | "parent" | "acts-as";
  /** The role, `contains`, or the way to act as an account: how, or the permission to change what runs as it. */
  readonly label: string;
  readonly condition?: string;
  readonly certainty?: string;
  /** It depends on a condition, or on what can't be known. */
  readonly conditional?: true;
}

export function drawingOf(graph: Graph): Drawing {
  const nodes = new Map<string, DrawnNode>();
  const edges = new Map<string, DrawnEdge>();
  const add = (edge: DrawnEdge): void => void edges.set(JSON.stringify(edge), edge);
  for (const binding of graph.bindings) {
    nodes.set(`p:${binding.principal.key}`, principalNode(binding.principal));
    addResource(binding.resource, nodes, add);
    add(bindingEdge(binding));
  }
  addActing(graph, nodes, add);
  return { nodes: [...nodes.values()].toSorted(byText), edges: [...edges.values()].toSorted(byText) };
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const principalNode = (principal: Principal): DrawnNode => ({
  id: `p:${principal.key}`,
  kind: "principal",
  type: principal.type,
  label: showPrincipal(principal),
});

function addResource(resource: Resource, nodes: Map<string, DrawnNode>, add: (edge: DrawnEdge) => void): void {
  const id = `r:${resource.key}`;
  if (nodes.has(id)) return;
  nodes.set(id, { id, kind: "resource", type: resource.type, label: resource.shown });
  if (resource.parent === undefined) return;
  addResource(resource.parent, nodes, add);
  add({ from: `r:${resource.parent.key}`, to: id, kind: "parent", label: "contains" });
}

function bindingEdge({ principal, role, resource, grant, certainty }: Binding): DrawnEdge {
  const condition = grant.condition === undefined ? {} : { condition: show(grant.condition.expression) };
  return {
    from: `p:${principal.key}`,
    to: `r:${resource.key}`,
    kind: "binding",
    label: role.name ?? role.shown,
    ...condition,
    certainty,
  };
}

/** Whoever can act as a principal that holds something, whoever can act as him, and so on. */
function addActing(graph: Graph, nodes: Map<string, DrawnNode>, add: (edge: DrawnEdge) => void): void {
  const starters = createStarters(graph);
  const waiting = new Map(graph.bindings.map(({ principal }) => [principal.key, principal]));
  // A map is walked to its end, with what is added on the way.
  for (const [key, principal] of waiting) {
    for (const { from, kind, conditional, label = kind } of waysInto(principal, graph, starters)) {
      if (!nodes.has(`p:${from.key}`)) nodes.set(`p:${from.key}`, principalNode(from));
      if (!waiting.has(from.key)) waiting.set(from.key, from);
      add({ from: `p:${from.key}`, to: `p:${key}`, kind: "acts-as", label, ...(conditional ? { conditional } : {}) });
    }
  }
}

interface Way extends Pick<Impersonator, "from" | "kind" | "conditional"> {
  readonly label?: string;
}

/** By the account's own policy, or by what runs as it: one says how, the other with which permission. */
const waysInto = (principal: Principal, graph: Graph, starters: Starters): readonly Way[] => [
  ...graph.impersonatorsOf(principal),
  ...starters(principal).map(({ from, kind, conditional, steps }) => ({
    from,
    kind,
    conditional,
    label: steps.at(-1)?.permission ?? kind,
  })),
];
