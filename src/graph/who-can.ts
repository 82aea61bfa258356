import type { Holder, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Access, Reason } from "./access.ts";
import type { Groups } from "./membership.ts";
import { memberStep } from "./proof.ts";

interface Around {
  readonly access: Access;
  readonly groups: Groups;
}

/** Who holds a permission on a resource: by a grant, or through a group whose members are known. */
export const createWhoCan =
  ({ access, groups }: Around) =>
  (permission: string, resource: Resource): readonly Holder[] => {
    const holders = new Map<string, Holder>();
    const add = (principal: Principal, via: Holder["via"], reason: Reason, path: Holder["path"]): void => {
      const left = access.survives(principal, permission, resource);
      if (left === "no" || reason.strength === "possible") return;
      const conditional = reason.strength !== "sure" || left === "maybe";
      const known = holders.get(principal.key);
      if (known !== undefined && (!known.conditional || conditional)) return;
      holders.set(principal.key, { principal, via, path, conditional });
    };
    for (const reason of access.grantsOf(permission, resource)) {
      add(reason.set, "direct", reason, reason.steps);
      if (reason.set.type !== "group") continue;
      for (const member of groups.membersOf(reason.set)) {
        add(member, "membership", reason, [memberStep(member, reason.set, permission, resource), ...reason.steps]);
      }
    }
    return [...holders.values()];
  };
