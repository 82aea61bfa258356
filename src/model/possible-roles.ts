import type { Binding } from "./graph.ts";

/** The role of a binding by name; where it can't be known but is one of a few, those. */
export function possibleRoles({ role, grant }: Binding): readonly string[] {
  if (role.name !== undefined) return [role.name];
  return grant.role.kind === "unknown" ? (grant.role.choices ?? []) : [];
}
