import { canBoundaryBlock } from "../gcp/boundary-permissions.ts";
import { bareId, type Match } from "./matching.ts";
import type { Boundary, Fact } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { isExact } from "./naming.ts";

/** A boundary that keeps somebody out of a resource. */
interface BoundaryHit {
  readonly boundary: Boundary;
  readonly match: "yes" | "maybe";
}

export type FindBoundary = (
  subject: Principal,
  permission: string,
  path: readonly Resource[],
  matches: (set: Principal) => Match,
) => BoundaryHit | undefined;

interface Around {
  readonly principal: (value: Value) => Principal;
  readonly textOf: (value: Value) => string;
  readonly nodeNamed: (fullName: string) => Resource;
}

/** Whoever a boundary binds may act only within what any of their boundaries allows. */
export function createBoundaries(facts: readonly Fact[], { principal, textOf, nodeNamed }: Around): FindBoundary {
  const boundaries = facts.filter((fact) => fact.kind === "boundary");
  if (boundaries.length === 0) return () => undefined;

  const reaches = ({ allowed }: Boundary, path: readonly Resource[]): Match => {
    let best: Match = "no";
    for (const value of allowed) {
      const text = textOf(value);
      const node = nodeNamed(text);
      if (path.some(({ key }) => key === node.key)) return "yes";
      if (!isExact(text)) best = "maybe";
    }
    return best;
  };

  const blocks = ({ version }: Boundary, permission: string): Match => {
    const text = version && textOf(version);
    return text === undefined || isExact(text) ? canBoundaryBlock(permission, text) : "maybe";
  };

  return (subject, permission, path, matches) => {
    let hit: BoundaryHit | undefined;
    for (const boundary of boundaries) {
      const bound = bindsTo(principal(boundary.principalSet), subject, matches);
      if (bound === "no") continue;
      const reach = reaches(boundary, path);
      // Allowed sets add up, so a single one that reaches the resource is enough, if it is sure to bind.
      if (reach === "yes" && bound === "yes" && boundary.condition === undefined) return undefined;
      const blocked = blocks(boundary, permission);
      if (blocked === "no") continue;
      const sure = bound === "yes" && reach === "no" && blocked === "yes" && boundary.condition === undefined;
      if (hit === undefined || (sure && hit.match === "maybe")) hit = { boundary, match: sure ? "yes" : "maybe" };
    }
    return hit;
  };
}

/** The set of an organization holds its people too, whom only the organization's directory knows. */
function bindsTo(set: Principal, subject: Principal, matches: (set: Principal) => Match): Match {
  const isPerson = subject.type === "user" || subject.type === "group";
  if (set.type === "service-account-set" && bareId(set).startsWith("organizations/") && isPerson) return "maybe";
  return matches(set);
}
