import type { Answer, Binding, PermissionSet, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Judge } from "./conditions.ts";
import { pathOf } from "./coverage.ts";
import type { Covered } from "./coverage.ts";
import { createHolding, holds, isInForce } from "./holding.ts";
import type { Implied, ImpliedGrants } from "./implied.ts";
import { lazy } from "./lazy.ts";
import type { Match } from "./matching.ts";
import type { Groups } from "./membership.ts";
import { grantStep, memberStep } from "./proof.ts";
import type { Refusals } from "./refusals.ts";
import { canonicalPermission, permissionSet } from "./roles.ts";
import type { Rows } from "./rows.ts";

/** How far a grant goes: `sure`, `conditional` (it depends on something that is not known now), `possible` (whether it is one at all). */
export type Strength = "sure" | "conditional" | "possible";

/** One reason why somebody may do something. */
export interface Reason {
  readonly strength: Strength;
  readonly set: Principal;
  readonly steps: readonly Step[];
}

export interface Access {
  readonly permissionsOf: (principal: Principal, resource: Resource) => PermissionSet;
  readonly whyCan: (principal: Principal, permission: string, resource: Resource) => Answer;
  /** Every grant of a permission that reaches a resource, whoever has it; nothing is taken away yet. */
  readonly grantsOf: (permission: string, resource: Resource) => readonly Reason[];
  /** What is left of an allowed access after boundaries and deny policies: `no` if nothing. */
  readonly survives: (principal: Principal, permission: string, resource: Resource) => Match;
  /** The first set that somebody holds whole. */
  readonly firstHeld: (principal: Principal, choice: Choice, resource: Resource) => Chosen | undefined;
}

/** Sets of permissions of which any one will do. */
export interface Choice {
  readonly name: string;
  readonly sets: readonly (readonly string[])[];
  /** All permissions of all sets. */
  readonly permissions: readonly string[];
}

/** The number of a set, and whether conditions or refusals that can't be judged decide. */
export interface Chosen {
  readonly at: number;
  readonly conditional: boolean;
}

interface Around {
  readonly rows: Rows;
  readonly groups: Groups;
  readonly matches: (set: Principal, subject: Principal) => Match;
  readonly refusals: Refusals;
  readonly covered: Covered;
  readonly judge: Judge;
  readonly implied: Implied;
}

export function createAccess(around: Around): Access {
  const { rows, groups, matches, refusals, covered, judge, implied } = around;
  const { refusalOf, survives } = refusals;
  const { roleHolds, rowsOn, rowsHolding } = createHolding(rows);

  function reasonOf(row: number, permission: string, resource: Resource, match: Match): Reason | undefined {
    const role = roleHolds(rows.roleAt(row), permission);
    if (role === "no" || match === "no") return undefined;
    const binding = rows.bindingAt(row);
    const condition = conditionOf(binding, permission, resource);
    if (condition === "no") return undefined;
    const isConditional = condition === "maybe" || isUncertain(binding);
    const strength = role === "maybe" || match === "maybe" ? "possible" : isConditional ? "conditional" : "sure";
    return { strength, set: binding.principal, steps: [grantStep(binding, permission, isConditional)] };
  }

  const conditionOf = ({ grant }: Binding, permission: string, resource: Resource): Match =>
    grant.condition === undefined ? "yes" : judge(grant.condition.expression, { resource, permission });

  function reasonsFor(subject: Principal, permission: string, resource: Resource): readonly Reason[] {
    const path = pathOf(resource);
    const found: Reason[] = [];
    for (const row of rowsHolding(permission, [permission], path, subject)) {
      const set = rows.principals.items[rows.principalAt(row)];
      const reason = set && reasonOf(row, permission, resource, matches(set, subject));
      if (reason !== undefined)
        found.push({ ...reason, steps: [...throughGroups(subject, reason, permission, resource), ...reason.steps] });
    }
    for (const grant of implied.grantsTo(subject, path)) {
      if (holds(grant.role, permission) === "yes") found.push(impliedReason(grant, permission));
    }
    return found;
  }

  function throughGroups(subject: Principal, { set }: Reason, permission: string, resource: Resource): readonly Step[] {
    if (set.key === subject.key) return [];
    const below = groups.groupsOf(subject);
    const steps: Step[] = [];
    for (let at = set; below.has(at.key);) {
      const member = below.get(at.key) ?? subject;
      steps.unshift(memberStep(member, at, permission, resource));
      at = member;
    }
    if (steps.length > 0) return steps;
    return [memberStep(subject, set, permission, resource, matches(set, subject) === "yes" ? "is" : "may be")];
  }

  function whyCan(subject: Principal, written: string, resource: Resource): Answer {
    const permission = canonicalPermission(written);
    const coverage = covered.coverageOf(resource, subject);
    const refusal = refusalOf(subject, permission, resource);
    if (refusal?.match === "yes") return { answer: "denied", path: [refusal.step], coverage };
    const best = bestOf(reasonsFor(subject, permission, resource));
    if (best === undefined) return { answer: coverage.whole ? "denied" : "unknown", path: [], coverage };
    if (best.strength === "possible") return { answer: "unknown", path: best.steps, coverage };
    const path = refusal === undefined ? best.steps : [...best.steps, refusal.step];
    return { answer: refusal === undefined && best.strength === "sure" ? "allowed" : "conditional", path, coverage };
  }

  function permissionsOf(subject: Principal, resource: Resource): PermissionSet {
    const path = pathOf(resource);
    const sets: { readonly set: PermissionSet; readonly binding?: Binding }[] = [];
    for (const row of rowsOn(path, subject)) {
      const set = rows.principals.items[rows.principalAt(row)];
      if (set === undefined || matches(set, subject) !== "yes") continue;
      const binding = rows.bindingAt(row);
      if (isInForce(binding.role)) sets.push({ set: binding.role.permissions, binding });
    }
    for (const { role, strength } of implied.grantsTo(subject, path)) {
      if (strength !== "possible" && isInForce(role)) sets.push({ set: role.permissions });
    }
    const has = (written: string): boolean => {
      const permission = canonicalPermission(written);
      const granted = sets.some(
        ({ set, binding }) =>
          set.has(permission) && (binding === undefined || conditionOf(binding, permission, resource) !== "no"),
      );
      return granted && survives(subject, permission, resource) !== "no";
    };
    const list = lazy(() =>
      permissionSet(sets.flatMap(({ set }) => set.list()))
        .list()
        .filter(has),
    );
    return {
      has,
      list,
      get size() {
        return list().length;
      },
    };
  }

  function grantsOf(written: string, resource: Resource): readonly Reason[] {
    const permission = canonicalPermission(written);
    const path = pathOf(resource);
    const found: Reason[] = [];
    for (const row of rowsHolding(permission, [permission], path)) {
      const reason = reasonOf(row, permission, resource, "yes");
      if (reason !== undefined) found.push(reason);
    }
    for (const grant of implied.grantsOn(path)) {
      if (holds(grant.role, permission) === "yes") found.push(impliedReason(grant, permission));
    }
    return found;
  }

  /** Roles add up: a set of permissions may be held through several. */
  function firstHeld(subject: Principal, choice: Choice, resource: Resource): Chosen | undefined {
    const rowsOfRole = new Map<number, number[]>();
    for (const row of rowsHolding(choice.name, choice.permissions, pathOf(resource), subject)) {
      const set = rows.principals.items[rows.principalAt(row)];
      if (set === undefined || matches(set, subject) !== "yes") continue;
      rowsOfRole.set(rows.roleAt(row), [...(rowsOfRole.get(rows.roleAt(row)) ?? []), row]);
    }
    if (rowsOfRole.size === 0) return undefined;
    const held = (permission: string): Match => {
      const granted = [...rowsOfRole].flatMap(([role, own]) => (roleHolds(role, permission) === "yes" ? own : []));
      return weaker(
        surest(granted, (row) => conditionOf(rows.bindingAt(row), permission, resource)),
        granted.length === 0 ? "no" : survives(subject, permission, resource),
      );
    };
    for (const [at, set] of choice.sets.entries()) {
      const match = set.map(held).reduce(weaker, "yes");
      if (match !== "no") return { at, conditional: match === "maybe" };
    }
    return undefined;
  }

  return { permissionsOf, whyCan, grantsOf, survives, firstHeld };
}

const isUncertain = ({ certainty, role }: Binding): boolean => certainty === "likely" || role.permissions === undefined;

const matchOrder: readonly Match[] = ["no", "maybe", "yes"];
const weaker = (a: Match, b: Match): Match => (matchOrder.indexOf(a) < matchOrder.indexOf(b) ? a : b);

function surest(items: readonly number[], judge: (item: number) => Match): Match {
  let found: Match = "no";
  for (const item of items) {
    const match = judge(item);
    if (match === "yes") return match;
    if (match === "maybe") found = match;
  }
  return found;
}

const strengths: readonly Strength[] = ["sure", "conditional", "possible"];

/** The strongest reason, and of those the shortest proof. */
function bestOf(reasons: readonly Reason[]): Reason | undefined {
  for (const strength of strengths) {
    const equal = reasons.filter((reason) => reason.strength === strength);
    if (equal.length > 0) return equal.reduce((best, next) => (next.steps.length < best.steps.length ? next : best));
  }
  return undefined;
}

const impliedReason = ({ strength, principal, role, resource, text }: ImpliedGrants, permission: string): Reason => ({
  strength,
  set: principal,
  steps: [{ principal, role, permission, resource, text, ...(strength === "sure" ? {} : { conditional: true }) }],
});
