import type { Fact } from "../model/fact.ts";
import type { Principal } from "../model/principal.ts";
import type { Principals } from "./principals.ts";

/** Who is in which group, as far as anybody declared it. */
export interface Groups {
  /** The groups that hold the principal, directly or through others; each with the group or principal below it. */
  readonly groupsOf: (principal: Principal) => ReadonlyMap<string, Principal>;
  /** Everyone in a group, through other groups too. */
  readonly membersOf: (group: Principal) => readonly Principal[];
  /** The configuration says who is in it: whoever is not listed is not in it. Code that adds a member says less. */
  readonly isDeclared: (group: Principal) => boolean;
}

export function createGroups(facts: readonly Fact[], { principal }: Principals): Groups {
  const members = new Map<string, Principal[]>();
  const holders = new Map<string, Principal[]>();
  const declared = new Set<string>();
  for (const fact of facts) {
    if (fact.kind !== "membership") continue;
    const group = principal(fact.group);
    const member = principal(fact.member);
    push(members, group.key, member);
    if (fact.dialect === "json") declared.add(group.key);
    push(holders, member.key, group);
  }
  const known = new Map<string, ReadonlyMap<string, Principal>>();
  return {
    groupsOf: (of) => {
      if (!holders.has(of.key)) return none;
      const groups = known.get(of.key) ?? reach(of, (key) => holders.get(key) ?? []);
      known.set(of.key, groups);
      return groups;
    },
    membersOf: (group) => membersIn(group, members),
    isDeclared: ({ key }) => declared.has(key),
  };
}

const none: ReadonlyMap<string, Principal> = new Map();

function push(map: Map<string, Principal[]>, key: string, principal: Principal): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [principal]);
  else known.push(principal);
}

/** Everything that can be reached, nearest first, with the step before it; cycles of groups end. */
function reach(start: Principal, next: (key: string) => readonly Principal[]): ReadonlyMap<string, Principal> {
  const from = new Map<string, Principal>();
  const waiting = [start];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const found of next(at.key)) {
      if (found.key === start.key || from.has(found.key)) continue;
      from.set(found.key, at);
      waiting.push(found);
    }
  }
  return from;
}

function membersIn(group: Principal, members: ReadonlyMap<string, readonly Principal[]>): readonly Principal[] {
  const found = new Map<string, Principal>();
  const waiting = [group.key];
  const seen = new Set(waiting);
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const member of members.get(at) ?? []) {
      if (seen.has(member.key)) continue;
      seen.add(member.key);
      if (member.type === "group") waiting.push(member.key);
      else found.set(member.key, member);
    }
  }
  return [...found.values()];
}
