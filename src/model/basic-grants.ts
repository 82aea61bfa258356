import type { Binding, Certainty, Graph } from "./graph.ts";
import { possibleRoles } from "./possible-roles.ts";

/** A basic role for a principal on a node of the hierarchy. */
export interface BasicGrant {
  readonly binding: Binding;
  readonly role: string;
  readonly certainty: Certainty;
}

/** Standing grants of these roles on projects, folders, organizations, and on resources that a policy does not name. */
export function* basicGrants(graph: Graph, roles: ReadonlySet<string>): Iterable<BasicGrant> {
  for (const binding of graph.bindings) {
    const role = possibleRoles(binding).find((name) => roles.has(name));
    if (role === undefined || binding.grant.change !== "add" || binding.grant.eligible) continue;
    if (!nodes.has(binding.resource.type)) continue;
    const certain = binding.role.name !== undefined && binding.resource.type !== "unknown";
    yield { binding, role, certainty: certain ? binding.certainty : weaker(binding.certainty) };
  }
}

const nodes: ReadonlySet<string> = new Set(["project", "folder", "organization", "unknown"]);

const weaker = (certainty: Certainty): Certainty => (certainty === "proven" ? "likely" : certainty);
