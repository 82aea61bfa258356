import type { Holder, Impersonator, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Access, Reason } from "./access.ts";
import type { Impersonation } from "./impersonation.ts";
import { bareId } from "./matching.ts";
import type { Groups } from "./membership.ts";
import { memberStep } from "./proof.ts";

interface Around {
  readonly access: Access;
  readonly groups: Groups;
  readonly impersonation: Impersonation;
  /** Who is granted a basic role on a project or above it. */
  readonly holdersOfBasic: (role: string, project: string) => readonly Principal[];
}

const convenience: Partial<Record<Principal["type"], string>> = {
  "project-owners": "roles/owner",
  "project-editors": "roles/editor",
  "project-viewers": "roles/viewer",
};

/** Groups as declared; convenience values by whoever holds the basic role on the project. */
function membersOf(set: Principal, { groups, holdersOfBasic }: Around): readonly Principal[] {
  if (set.type === "group") return groups.membersOf(set);
  const role = convenience[set.type];
  const project = bareId(set);
  if (role === undefined || project === "") return [];
  const holders = holdersOfBasic(role, project);
  return [...holders, ...holders.flatMap((holder) => (holder.type === "group" ? groups.membersOf(holder) : []))];
}

/** Who holds a permission on a resource: by a grant, through a group, or by acting as somebody who does. */
export const createWhoCan =
  (around: Around) =>
  (permission: string, resource: Resource, reach?: "granted"): readonly Holder[] => {
    const { access, impersonation } = around;
    const holders = new Map<string, Holder>();
    for (const reason of access.grantsOf(permission, resource)) {
      addHolder(reason.set, "direct", reason, reason.steps);
      for (const member of membersOf(reason.set, around)) {
        addHolder(member, "membership", reason, [
          memberStep(member, reason.set, permission, resource),
          ...reason.steps,
        ]);
      }
    }
    return reach === "granted" ? [...holders.values()] : withImpersonators(holders, impersonation);

    function addHolder(principal: Principal, via: Holder["via"], reason: Reason, path: Holder["path"]): void {
      const left = access.survives(principal, permission, resource);
      if (left === "no" || reason.strength === "possible" || principal.deleted === true) return;
      const conditional = reason.strength !== "sure" || left === "maybe";
      keepBetter(holders, { principal, via, path, conditional });
    }
  };

function keepBetter(holders: Map<string, Holder>, holder: Holder): boolean {
  const known = holders.get(holder.principal.key);
  if (known !== undefined && (!known.conditional || holder.conditional)) return false;
  holders.set(holder.principal.key, holder);
  return true;
}

/** Everybody who can act as a holder, nearest first. */
function withImpersonators(holders: Map<string, Holder>, { into }: Impersonation): readonly Holder[] {
  let waiting = [...holders.values()];
  while (waiting.length > 0) {
    const next: Holder[] = [];
    for (const holder of waiting) {
      for (const edge of into(holder.principal)) {
        const impersonator = impersonatorOf(edge, holder);
        if (keepBetter(holders, impersonator)) next.push(impersonator);
      }
    }
    waiting = next;
  }
  return [...holders.values()];
}

/** The path is put together when somebody reads it: in a large organization few are. */
const impersonatorOf = ({ from, steps, conditional }: Impersonator, holder: Holder): Holder => ({
  principal: from,
  via: "impersonation",
  get path() {
    return [...steps, ...holder.path];
  },
  conditional: conditional || holder.conditional,
});
