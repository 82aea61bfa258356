import { accountOf, isServiceAgent } from "../gcp/account-class.ts";
import type { Resource } from "../model/graph.ts";
import type { Principal, PrincipalType } from "../model/principal.ts";
import type { Groups } from "./membership.ts";
import { fitsParts } from "./glob.ts";
import { hasHole, isExact } from "./naming.ts";

/** Does a principal of a policy stand for somebody? `maybe`: nothing that was read decides it. */
export type Match = "yes" | "maybe" | "no";

/** What matching must ask of the rest of the graph. */
export interface Surroundings {
  readonly groups: Groups;
  readonly account: (email: string) => Resource;
  /** Is the resource at or below the node (`projects/p`, `folders/1`)? */
  readonly isBelow: (resource: Resource, node: string) => Match;
  /** Does somebody hold one of these basic roles on the project? */
  readonly holdsBasic: (principal: Principal, roles: ReadonlySet<string>, project: string) => Match;
}

type Decide = (set: string, subject: Principal, surroundings: Surroundings) => Match;

/** `set` is what the policy names, `subject` who acts. */
export function matchPrincipal(set: Principal, subject: Principal, surroundings: Surroundings): Match {
  if (set.key === subject.key) return "yes";
  if (set.deleted === true || set.type === "malformed") return "no";
  if (set.type === "group") return matchGroup(set, subject, surroundings);
  const decide = decisions[set.type];
  if (decide !== undefined) return decide(bareId(set), subject, surroundings);
  return samePattern(set, subject) ? "maybe" : "no";
}

/** One identity, wholly known: of policies it is named by its own name and by sets, and by no other. */
export const isOne = ({ type, key }: Principal): boolean => individuals.has(type) && isExact(key);

const individuals: ReadonlySet<PrincipalType> = new Set([
  "user",
  "service-account",
  "kubernetes-account",
  "federated",
  "agent",
]);

/** The id with its gaps: `Principal.id` is for people. */
export const bareId = ({ type, key, deleted }: Principal): string =>
  key.slice((deleted === true ? "deleted:".length : 0) + type.length + 1);

const accounts: ReadonlySet<PrincipalType> = new Set(["service-account"]);
const federated: ReadonlySet<PrincipalType> = new Set(["federated", "federated-set", "kubernetes-account"]);

const emailOf = (subject: Principal): string => (accounts.has(subject.type) ? bareId(subject) : "");

function matchGroup(group: Principal, subject: Principal, { groups }: Surroundings): Match {
  if (groups.groupsOf(subject).has(group.key)) return "yes";
  if (groups.isDeclared(group)) return "no";
  return canJoin.has(subject.type) ? "maybe" : "no";
}

const canJoin: ReadonlySet<PrincipalType> = new Set(["user", "group", "service-account", "federated", "unknown"]);

const yes = (is: boolean): Match => (is ? "yes" : "no");

const decisions: Partial<Record<PrincipalType, Decide>> = {
  "all-users": () => "yes",
  "all-authenticated-users": (_, { type }) =>
    type === "unknown" ? "maybe" : yes(!federated.has(type) && type !== "all-users"),
  domain: matchDomain,
  customer: (_, { type }) => (type === "user" || type === "service-account" || type === "unknown" ? "maybe" : "no"),
  "project-owners": (project, subject, { holdsBasic }) => holdsBasic(subject, owners, project),
  "project-editors": (project, subject, { holdsBasic }) => holdsBasic(subject, editors, project),
  "project-viewers": (project, subject, { holdsBasic }) => holdsBasic(subject, viewers, project),
  "service-account-set": (node, subject, { account, isBelow }) => {
    const email = emailOf(subject);
    return email === "" || isServiceAgent(email) ? "no" : isBelow(account(email), node);
  },
  "service-agent-set": (node, subject, { account, isBelow }) => {
    const found = emailOf(subject) === "" ? undefined : accountOf(emailOf(subject));
    if (found === undefined || !isServiceAgent(emailOf(subject))) return "no";
    return found.project === undefined ? "maybe" : isBelow(account(emailOf(subject)), node);
  },
  "federated-set": matchFederated,
  "agent-set": matchAgent,
  unknown: () => "maybe",
};

const owners: ReadonlySet<string> = new Set(["roles/owner"]);
const editors: ReadonlySet<string> = new Set(["roles/editor"]);
const viewers: ReadonlySet<string> = new Set(["roles/viewer"]);

/** A domain stands for its customer, so for the customer's other domains too; consumer accounts have none. */
function matchDomain(domain: string, subject: Principal): Match {
  if (subject.type === "unknown") return "maybe";
  if (subject.type !== "user" && subject.type !== "group") return "no";
  const own = bareId(subject).slice(bareId(subject).lastIndexOf("@") + 1);
  if (own === domain) return subject.type === "user" ? "yes" : "maybe";
  return /^(?:gmail|googlemail)\.com$/.test(own) ? "no" : "maybe";
}

/** What of a pool a set covers; what an identity provider asserts can't be known here. */
function matchFederated(set: string, subject: Principal): Match {
  if (!federated.has(subject.type)) return subject.type === "unknown" ? "maybe" : "no";
  const pool = poolOf(set);
  const own = bareId(subject);
  if (subject.type === "kubernetes-account") return matchKubernetes(set, own);
  if (pool === undefined || poolOf(own) === undefined) return own.includes("⟨") || set.includes("⟨") ? "maybe" : "no";
  if (pool !== poolOf(own)) return "no";
  if (set.endsWith(`${pool}/*`)) return "yes";
  return own.startsWith("principalSet:") ? "no" : "maybe";
}

function matchKubernetes(set: string, account: string): Match {
  const [, pool = "", namespace = ""] = /^(.+)\[([^/]+)\//.exec(account) ?? [];
  const tail = set.split(`/workloadIdentityPools/${pool}/`)[1];
  if (tail === undefined) return "no";
  if (tail === "*") return "yes";
  return tail.startsWith("namespace/") ? yes(tail === `namespace/${namespace}`) : "maybe";
}

/** The name up to its pool's. */
const poolOf = (name: string): string | undefined =>
  /^[^:]+:\/\/(.*?work(?:loadIdentity|force)Pools\/[^/]+)/.exec(name)?.[1];

function matchAgent(set: string, subject: Principal): Match {
  if (subject.type !== "agent") return subject.type === "unknown" ? "maybe" : "no";
  const [, domain, attribute = ""] = /^principalSet:\/\/([^/]+)\/(.*)$/.exec(set) ?? [];
  if (!bareId(subject).startsWith(`principal://${domain}/`)) return "no";
  if (attribute === "*") return "yes";
  const container = /^attribute\.platformContainer\/(.+)$/.exec(attribute)?.[1];
  return container === undefined ? "maybe" : yes(bareId(subject).includes(`/resources/${container}/`));
}

/** Could two names with gaps be the same name? */
function samePattern(a: Principal, b: Principal): boolean {
  if (a.type !== b.type && b.type !== "unknown") return false;
  if (b.type === "unknown") return true;
  const [one, other] = [bareId(a), bareId(b)];
  if (isExact(one)) return fitsParts(one, knownParts(other));
  if (isExact(other)) return fitsParts(other, knownParts(one));
  // Two objects of the scanned code are two; an expression that can't be known may be either.
  return (hasHole(one) || hasHole(other)) && mayMeet(knownParts(one), knownParts(other));
}

/** What is known around the gaps. */
const knownParts = (text: string): readonly string[] => text.split(/⟨[^⟩]*⟩/);

/** Two texts with gaps may be one unless their known beginnings or ends differ. */
function mayMeet(one: readonly string[], other: readonly string[]): boolean {
  const [start, otherStart] = [one[0] ?? "", other[0] ?? ""];
  const [end, otherEnd] = [one.at(-1) ?? "", other.at(-1) ?? ""];
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}
