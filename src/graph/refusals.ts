import type { Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { FindBoundary } from "./boundaries.ts";
import { pathOf } from "./coverage.ts";
import type { FindDeny } from "./deny.ts";
import type { Match } from "./matching.ts";
import { canonicalPermission } from "./roles.ts";

/** A boundary or a deny rule that takes an access away, or may. */
interface Refusal {
  readonly match: "yes" | "maybe";
  readonly step: Step;
}

export interface Refusals {
  readonly refusalOf: (principal: Principal, permission: string, resource: Resource) => Refusal | undefined;
  /** What is left of an allowed access: `no` if nothing. */
  readonly survives: (principal: Principal, permission: string, resource: Resource) => Match;
}

interface Around {
  readonly matches: (set: Principal, subject: Principal) => Match;
  readonly findDeny: FindDeny;
  readonly findBoundary: FindBoundary;
  /** There are deny policies or boundaries at all. */
  readonly canRefuse: boolean;
}

/** Boundaries come first, then deny policies; no grant brings back what either takes. */
export function createRefusals({ matches, findDeny, findBoundary, canRefuse }: Around): Refusals {
  function refusalOf(subject: Principal, written: string, resource: Resource): Refusal | undefined {
    if (!canRefuse) return undefined;
    const permission = canonicalPermission(written);
    const path = pathOf(resource);
    const reaches = (set: Principal): Match => matches(set, subject);
    const refusal = (match: "yes" | "maybe", at: Step["at"], text: string): Refusal => ({
      match,
      step: {
        principal: subject,
        permission,
        resource,
        text,
        ...(at === undefined ? {} : { at }),
        ...(match === "maybe" ? { conditional: true } : {}),
      },
    });
    const bound = findBoundary(subject, permission, path, reaches);
    const limit = bound && refusal(bound.match, bound.boundary.span, "a principal access boundary keeps it out");
    if (limit?.match === "yes") return limit;
    const deny = findDeny(permission, path, reaches);
    if (deny === undefined) return limit;
    const verb = deny.match === "yes" ? "refuses" : "may refuse";
    const denied = refusal(deny.match, deny.rule.span, `a deny policy on ${deny.node.shown} ${verb} it`);
    return deny.match === "yes" ? denied : (limit ?? denied);
  }

  function survives(subject: Principal, permission: string, resource: Resource): Match {
    const refusal = refusalOf(subject, permission, resource);
    if (refusal === undefined) return "yes";
    return refusal.match === "yes" ? "no" : "maybe";
  }

  return { refusalOf, survives };
}
