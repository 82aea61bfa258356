import type { Answer, Certainty, Coverage, Graph, Resource, Step } from "./graph.ts";
import type { ServiceAccount } from "./fact.ts";
import type { Principal } from "./principal.ts";
import type { Related } from "./rule.ts";

/** A permission that nothing in the input grants, and how sure that is. */
export interface Absence {
  readonly certainty: Certainty;
  /** A deny policy or a boundary takes it away: no grant brings it back. */
  readonly refusal?: Step;
}

/** What must be known before a permission counts as missing; `undefined` if it is held, or held under a condition. */
export function absenceOf(
  graph: Graph,
  principal: Principal,
  permission: string,
  resource: Resource,
): Absence | undefined {
  if (principal.type === "malformed") return undefined;
  const reply = graph.whyCan(principal, permission, resource);
  if (isInSight(reply)) return undefined;
  const { answer, coverage, path } = reply;
  const [refusal] = path;
  if (answer === "denied" && refusal !== undefined) {
    return { certainty: principal.opaque || resource.opaque ? "unknown" : "proven", refusal };
  }
  // Editor that Google grants to default accounts, unless somebody forbids it: nothing that was read says either.
  const isAssumed = answer === "unknown" && path.length > 0 && path.every(({ at }) => at === undefined);
  const isOpen = principal.opaque === true || resource.opaque;
  const isToldApart = !isOpen || isDeclaredHere(graph, principal, resource);
  const sure =
    isAssumed || !isToldApart ? "unknown" : isOpen ? weakest(certaintyOf(coverage), "likely") : certaintyOf(coverage);
  return { certainty: answer === "unknown" && sure === "proven" ? "likely" : sure };
}

/**
 * Names with a gap (`ci@${var.project}…`) may be spelt otherwise where the grant is made. Not so for accounts that the same
 * code makes, unless it names another of that name.
 */
function isDeclaredHere(graph: Graph, principal: Principal, resource: Resource): boolean {
  const caller = graph.accountDefinition(principal);
  if (caller?.origin !== "created" || !isOwn(graph, caller, resource)) return false;
  const name = localPart(principal);
  return !graph.principals().some((other) => other.key !== principal.key && localPart(other) === name);
}

/** An account that is made here too, or the project in which the caller is made. */
function isOwn(graph: Graph, { project }: ServiceAccount, resource: Resource): boolean {
  if (resource.type === "service-account") {
    const { key } = resource;
    return graph.accountDefinition({ type: "service-account", id: key, key })?.origin === "created";
  }
  return project !== undefined && graph.resource({ type: "project", name: project }).key === resource.key;
}

const localPart = ({ id }: Principal): string => id.replace(/@.*$/, "");

/**
 * Is it granted, or is there a grant of it to somebody who can't be known and may be the same? A role of unknown content
 * is no such grant: `roles/iot.registryEditor` allows nothing.
 */
export const isInSight = ({ answer, path }: Answer): boolean =>
  answer === "allowed" ||
  answer === "conditional" ||
  (answer === "unknown" && path.some(({ principal, role }) => role?.permissions !== undefined && principal.opaque));

/** How sure the absence of a grant is: see `design.md`. */
const certaintyOf = ({ whole, partial }: Coverage): Certainty => (whole ? "proven" : partial ? "likely" : "unknown");

const strengths: readonly Certainty[] = ["unknown", "likely", "proven"];

/** The less sure of two. */
export const weakest = (a: Certainty, b: Certainty): Certainty => (strengths.indexOf(a) < strengths.indexOf(b) ? a : b);

/** What grants it: nothing at all, or nothing of what was read; or what refuses it, before the name of the permission. */
export function nothingText({ certainty, refusal }: Absence): string {
  if (refusal !== undefined) return refusal.text.replace(/ keeps it out$/, " does not let it use");
  return certainty === "proven" ? "nothing grants it" : "nothing that was read grants it";
}

/** Where the refusal stands. */
export const refusalPlaces = ({ refusal }: Absence): readonly Related[] =>
  refusal?.at === undefined ? [] : [{ span: refusal.at, message: "This refuses it, whatever is granted." }];
