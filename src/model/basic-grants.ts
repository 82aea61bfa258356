import type { Binding, Certainty, Graph } from "./graph.ts";
import { possibleRoles } from "./possible-roles.ts";
import { show } from "./value.ts";

/** A basic role for a principal on a node of the hierarchy. */
export interface BasicGrant {
  readonly binding: Binding;
  readonly role: string;
  readonly certainty: Certainty;
  /** `user:kim@example.com holds roles/editor on the whole project 'p'`, without a period. */
  readonly text: string;
}

/** Standing grants of these roles on projects, folders, organizations, and on resources that a policy does not name. */
export function* basicGrants(graph: Graph, roles: ReadonlySet<string>): Iterable<BasicGrant> {
  for (const binding of graph.bindings) {
    const role = possibleRoles(binding).find((name) => roles.has(name));
    if (role === undefined || binding.grant.change !== "add" || binding.grant.eligible || binding.over) continue;
    if (!nodes.has(binding.resource.type)) continue;
    const isKnown = binding.role.name !== undefined && binding.grant.principal.kind !== "unknown";
    const certainty = isKnown ? binding.certainty : weaker(binding.certainty);
    yield { binding, role, certainty, text: textOf(binding, role) };
  }
}

const nodes: ReadonlySet<string> = new Set(["project", "folder", "organization", "unknown"]);

function textOf({ grant, role, resource }: Binding, name: string): string {
  const verb = role.name === undefined ? "may come to hold" : "holds";
  const reach =
    resource.type === "unknown"
      ? "whatever project, folder or organization this policy is of"
      : `the whole ${resource.shown}`;
  return `${show(grant.principal)} ${verb} ${name} on ${reach}`;
}

const weaker = (certainty: Certainty): Certainty => (certainty === "proven" ? "likely" : certainty);
