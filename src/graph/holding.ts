import type { PermissionSet, Resource, Role } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { type Match, isOne } from "./matching.ts";
import { isExact } from "./naming.ts";
import { projectText } from "./resource-names.ts";
import type { Rows } from "./rows.ts";

/** Which rows matter to a question. What is asked of a project is asked of everything in it, so answers are kept. */
export interface Holding {
  /** Whether the role of a number holds a permission. */
  readonly roleHolds: (role: number, permission: string) => Match;
  /** The rows of a path; with a subject: at least those that may stand for it. */
  readonly rowsOn: (path: readonly Resource[], subject: Principal) => Iterable<number>;
  /**
   * The rows of a path whose role may hold any of some permissions; `name` stands for them. With a subject: at least those
   * that may stand for it.
   */
  readonly rowsHolding: (
    name: string,
    permissions: readonly string[],
    path: readonly Resource[],
    subject?: Principal,
  ) => Iterable<number>;
}

/** Rows of one resource: of principals who stand for themselves alone, by number, and of all others. */
interface Split {
  readonly own: ReadonlyMap<number, readonly number[]>;
  readonly shared: readonly number[];
}

/** With fewer rows than this, looking at each is as quick. */
const worthSplitting = 100;

export function createHolding(rows: Rows): Holding {
  const roleAnswers = new Map<string, Int8Array>();
  const holding = new Map<string, Map<number, number[]>>();
  const granted = new Map<number, readonly number[]>();
  const splits = new WeakMap<readonly number[], Split>();

  function roleHolds(role: number, permission: string): Match {
    let answers = roleAnswers.get(permission);
    if (answers === undefined) {
      if (roleAnswers.size > 500) roleAnswers.clear();
      answers = new Int8Array(rows.roles.items.length).fill(-1);
      roleAnswers.set(permission, answers);
    }
    if (answers[role] === -1) answers[role] = matchNumber[holds(rows.roles.items[role], permission)];
    return numberMatch[answers[role] ?? 0] ?? "no";
  }

  function* rowsOn(path: readonly Resource[], subject: Principal): Generator<number> {
    for (const { key, type } of path) {
      const id = withoutEffect.has(type) ? undefined : rows.resources.find(key);
      if (id !== undefined) yield* worthLooking(grantedOn(id), subject);
    }
  }

  function grantedOn(resource: number): readonly number[] {
    let found = granted.get(resource);
    if (found === undefined) {
      found = Array.from(rows.onResource(resource)).filter((row) => isGrantable(row, resource));
      granted.set(resource, found);
    }
    return found;
  }

  const isGrantable = (row: number, resource: number): boolean =>
    canBeGranted(rows.roles.items[rows.roleAt(row)], rows.resources.items[resource]);

  function* rowsHolding(
    name: string,
    permissions: readonly string[],
    path: readonly Resource[],
    subject?: Principal,
  ): Generator<number> {
    for (const { key, type } of path) {
      const id = withoutEffect.has(type) ? undefined : rows.resources.find(key);
      if (id === undefined) continue;
      yield* worthLooking(holdingOn(name, permissions, id), subject);
    }
  }

  /** Somebody with a name of their own is what that name says, or what a set says. */
  function worthLooking(all: readonly number[], subject: Principal | undefined): readonly number[] {
    if (subject === undefined || all.length < worthSplitting || !isOne(subject)) return all;
    const { own, shared } = splitOf(all);
    const id = rows.principals.find(subject.key);
    const found = id === undefined ? undefined : own.get(id);
    return found === undefined ? shared : [...found, ...shared].toSorted((a, b) => a - b);
  }

  function splitOf(all: readonly number[]): Split {
    let split = splits.get(all);
    if (split === undefined) {
      const own = new Map<number, number[]>();
      const shared: number[] = [];
      for (const row of all) {
        const id = rows.principalAt(row);
        const principal = rows.principals.items[id];
        if (principal === undefined || !isOne(principal)) shared.push(row);
        else own.set(id, [...(own.get(id) ?? []), row]);
      }
      split = { own, shared };
      splits.set(all, split);
    }
    return split;
  }

  function holdingOn(name: string, permissions: readonly string[], resource: number): readonly number[] {
    let byNode = holding.get(name);
    if (byNode === undefined) {
      if (holding.size > 200) holding.clear();
      byNode = new Map();
      holding.set(name, byNode);
    }
    let found = byNode.get(resource);
    if (found === undefined) {
      found = [];
      for (const row of rows.onResource(resource)) {
        const role = rows.roleAt(row);
        if (!permissions.some((permission) => roleHolds(role, permission) !== "no")) continue;
        if (isGrantable(row, resource)) found.push(row);
      }
      byNode.set(resource, found);
    }
    return found;
  }

  return { roleHolds, rowsOn, rowsHolding };
}

const matchNumber: Readonly<Record<Match, number>> = { no: 0, maybe: 1, yes: 2 };
const numberMatch: readonly Match[] = ["no", "maybe", "yes"];

/** Kinds of resources whose policies authorise nothing: Vertex AI checks endpoints on the project. */
const withoutEffect: ReadonlySet<string> = new Set(["vertex-ai-endpoint"]);

/**
 * A custom role of a project can be granted in that project alone (iam/docs/roles-overview). A number and an id may be
 * one project: what can't be compared is let pass.
 */
function canBeGranted(role: Role | undefined, resource: Resource | undefined): boolean {
  const home = /^projects\/([^/]+)\/roles\//.exec(role?.name ?? "")?.[1];
  if (home === undefined || resource === undefined) return true;
  if (resource.type === "folder" || resource.type === "organization") return false;
  const project = projectText(resource);
  return project === undefined || !isExact(project) || isNumber(project) !== isNumber(home) || project === home;
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** A retired role grants nothing any more; a role of unknown content may grant anything. */
export function holds(role: Role | undefined, permission: string): Match {
  if (role === undefined || role.kind === "retired") return "no";
  if (role.permissions === undefined) return "maybe";
  if (role.permissions.has(permission)) return "yes";
  return role.open === true ? "maybe" : "no";
}

export const isInForce = (role: Role): role is Role & { readonly permissions: PermissionSet } =>
  role.kind !== "retired" && role.permissions !== undefined;
