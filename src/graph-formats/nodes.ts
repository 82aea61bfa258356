import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
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
  /** The role, `contains`, or the way to act as an account. */
  readonly label: string;
  readonly condition?: string;
  readonly certainty?: string;
}

export function drawingOf(graph: Graph): Drawing {
  const nodes = new Map<string, DrawnNode>();
  const edges = new Map<string, DrawnEdge>();
  const add = (edge: DrawnEdge): void => void edges.set(JSON.stringify(edge), edge);
  for (const binding of graph.bindings) {
    nodes.set(`p:${binding.principal.key}`, principalNode(binding));
    addResource(binding.resource, nodes, add);
    add(bindingEdge(binding));
    addActing(graph, binding, nodes, add);
  }
  return { nodes: [...nodes.values()].toSorted(byText), edges: [...edges.values()].toSorted(byText) };
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const principalNode = ({ principal }: Binding): DrawnNode => ({
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

/** Whoever can act as a principal that holds something. */
function addActing(
  graph: Graph,
  { principal }: Binding,
  nodes: Map<string, DrawnNode>,
  add: (edge: DrawnEdge) => void,
): void {
  for (const { from, kind } of graph.impersonatorsOf(principal)) {
    const id = `p:${from.key}`;
    if (!nodes.has(id)) nodes.set(id, { id, kind: "principal", type: from.type, label: showPrincipal(from) });
    add({ from: id, to: `p:${principal.key}`, kind: "acts-as", label: kind });
  }
}
