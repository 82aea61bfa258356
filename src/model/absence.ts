import type { Certainty, Coverage, Graph, Resource } from "./graph.ts";
import type { Principal } from "./principal.ts";

/** A permission that nothing in the input grants, and how sure that is. */
export interface Absence {
  readonly certainty: Certainty;
  /** What was not read, in words. */
  readonly unread: readonly string[];
}

/** What must be known before a permission counts as missing; `undefined` if it is held, or held under a condition. */
export function absenceOf(
  graph: Graph,
  principal: Principal,
  permission: string,
  resource: Resource,
): Absence | undefined {
  if (principal.type === "malformed") return undefined;
  const { answer, coverage } = graph.whyCan(principal, permission, resource);
  if (answer === "allowed" || answer === "conditional") return undefined;
  const sure = principal.opaque || resource.opaque ? "unknown" : certaintyOf(coverage);
  return { certainty: answer === "unknown" && sure === "proven" ? "likely" : sure, unread: coverage.missing };
}

/** How sure the absence of a grant is: see `design.md`. */
export const certaintyOf = ({ whole, partial }: Coverage): Certainty =>
  whole ? "proven" : partial ? "likely" : "unknown";

/** `; the policies above project 'p' were not read`, or nothing. */
export const unreadText = (unread: readonly string[]): string =>
  unread.length === 0 ? "" : `; not read: ${unread.join(", ")}`;
