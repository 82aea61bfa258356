import { isCoveredBy } from "../../src/gcp/deny-permissions.ts";
import { roleContains } from "../../src/gcp/role-table.ts";
import type { Deny, Fact, Grant } from "../../src/model/fact.ts";
import type { ResourceRef } from "../../src/model/resource.ts";
import type { Value } from "../../src/model/value.ts";

/**
 * Access as Google's pages describe it, with no index, no cache and no cleverness: known names only, declared groups,
 * projects and folders, and whatever `isTrue` says of a condition. It knows nothing of the engine.
 */
export function isAllowed(
  facts: readonly Fact[],
  who: string,
  permission: string,
  on: string,
  isTrue: (expression: string) => boolean = () => true,
): boolean {
  const nodes = ancestors(facts, on);
  const names = identities(facts, who);
  if (!isWithinBounds(facts, who, nodes)) return false;
  const rolesHeld = facts.filter(
    (fact): fact is Grant =>
      fact.kind === "grant" &&
      nodes.has(nameOf(fact.resource)) &&
      names.has(text(fact.principal)) &&
      isGrantable(text(fact.role), nameOf(fact.resource)) &&
      (fact.condition === undefined || isTrue(text(fact.condition.expression))),
  );
  if (!rolesHeld.some(({ role }) => holds(facts, text(role), permission))) return false;
  return !facts.some(
    (fact) => fact.kind === "deny" && nodes.has(nameOf(fact.resource)) && refuses(fact, names, permission),
  );
}

const text = (value: Value): string => (value.kind === "known" ? value.text : "?");

const nameOf = ({ type, name }: ResourceRef): string => `${type}s/${text(name)}`;

function ancestors(facts: readonly Fact[], on: string): ReadonlySet<string> {
  const found = new Set([on]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const fact of facts) {
      if (fact.kind === "resource" && fact.parent !== undefined && found.has(nameOf(fact.resource))) {
        found.add(nameOf(fact.parent));
      }
    }
  }
  return found;
}

function identities(facts: readonly Fact[], who: string): ReadonlySet<string> {
  const found = new Set([who, "allUsers", "allAuthenticatedUsers"]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const fact of facts) {
      if (fact.kind === "membership" && found.has(text(fact.member))) found.add(text(fact.group));
    }
  }
  return found;
}

/** A custom role of a project is granted in that project only. */
const isGrantable = (role: string, on: string): boolean =>
  !role.startsWith("projects/") || role.startsWith(`${on}/roles/`);

/** Whoever is bound by boundaries reaches what any of them allows, and nothing else. */
function isWithinBounds(facts: readonly Fact[], who: string, nodes: ReadonlySet<string>): boolean {
  const home = /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(who)?.[1];
  const bounds = facts.filter(
    (fact) => fact.kind === "boundary" && text(fact.principalSet) === `${nodesOfCloud}projects/${home}`,
  );
  return (
    bounds.length === 0 ||
    bounds.some(
      (fact) => fact.kind === "boundary" && fact.allowed.some((one) => nodes.has(text(one).slice(nodesOfCloud.length))),
    )
  );
}

const nodesOfCloud = "//cloudresourcemanager.googleapis.com/";

function holds(facts: readonly Fact[], role: string, permission: string): boolean {
  if (role.startsWith("roles/")) return roleContains(role, permission) === true;
  return facts.some(
    (fact) =>
      fact.kind === "role" && text(fact.name) === role && fact.permissions.some((one) => text(one) === permission),
  );
}

function refuses(rule: Deny, names: ReadonlySet<string>, permission: string): boolean {
  const reaches = (principals: readonly Value[]): boolean => principals.some((one) => names.has(text(one)));
  const covers = (permissions: readonly Value[]): boolean =>
    permissions.some((one) => isCoveredBy(text(one), permission));
  return (
    reaches(rule.principals) &&
    !reaches(rule.exceptPrincipals) &&
    covers(rule.permissions) &&
    !covers(rule.exceptPermissions)
  );
}
