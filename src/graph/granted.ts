import type { Graph, Holder, Resource } from "../model/graph.ts";
import type { Principal, PrincipalType } from "../model/principal.ts";

/** Who is granted what where, asked once for everybody who wants to know. */
export interface Granted {
  /** Everybody who holds a permission by a grant of his own, or of a group that he is in. */
  readonly holders: (permission: string, resource: Resource) => readonly Holder[];
  readonly has: (principal: Principal, permission: string, resource: Resource) => boolean;
}

interface Answer {
  readonly holders: readonly Holder[];
  readonly names: ReadonlySet<string>;
  /** Some are sets of which nobody can list the members: a domain, a pool, everybody. */
  readonly hasSets: boolean;
}

export function createGranted(graph: Graph): Granted {
  const answers = new Map<string, Answer>();
  function ask(permission: string, resource: Resource): Answer {
    const key = `${permission} ${resource.key}`;
    const answer = answers.get(key) ?? answerOf(graph.whoCan(permission, resource, "granted"));
    if (answers.size > 20_000) answers.clear();
    answers.set(key, answer);
    return answer;
  }
  return {
    holders: (permission, resource) => ask(permission, resource).holders,
    has: (principal, permission, resource) => {
      const { names, hasSets } = ask(permission, resource);
      return names.has(principal.key) || (hasSets && graph.permissionsOf(principal, resource).has(permission));
    },
  };
}

const answerOf = (holders: readonly Holder[]): Answer => ({
  holders,
  names: new Set(holders.map(({ principal }) => principal.key)),
  hasSets: holders.some(({ principal }) => !plain.has(principal.type)),
});

const plain: ReadonlySet<PrincipalType> = new Set([
  "user",
  "group",
  "service-account",
  "kubernetes-account",
  "federated",
]);
