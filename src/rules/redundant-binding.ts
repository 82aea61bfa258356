import { basicRoles } from "../gcp/basic-roles.ts";
import type { Binding } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import { isOrdinary } from "../model/ordinary-principals.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const redundantBinding: Rule = {
  meta: {
    id: "redundant-binding",
    summary: "A grant adds nothing to another one",
    why: "Whoever takes one of the two away believes that the access is gone.",
    fix: "Remove the grant that the other one contains.",
    references: ["https://cloud.google.com/iam/docs/using-iam-securely"],
  },

  *check(graph) {
    for (const group of groupsOf(standingGrants(graph)).values()) {
      for (const binding of group) {
        // That it is there at all is workload-identity-user-misuse.
        if (binding.role.name === "roles/iam.workloadIdentityUser" && isOrdinary(binding.principal)) continue;
        const other = group.find((one) => one !== binding && containsIt(one, binding, group));
        if (other === undefined) continue;
        const { grant, role, resource, principal } = binding;
        yield {
          message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown}, which ${isSame(role, other.role) ? "another grant gives" : `${other.role.shown} there already includes`}.`,
          at: grant.role.span,
          from: grant,
          related: [{ span: other.grant.role.span, message: `${other.role.shown} is granted here.` }],
          certainty: binding.certainty === "proven" ? other.certainty : binding.certainty,
          subject: [principal.key, role.name ?? role.shown, resource.key],
        };
      }
    }
  },
};

const isSame = (a: Binding["role"], b: Binding["role"]): boolean => a.name !== undefined && a.name === b.name;

/** Grants to one principal on one resource. */
const groupsOf = (bindings: readonly Binding[]): ReadonlyMap<string, readonly Binding[]> =>
  grouped(bindings, ({ principal, resource, grant }) =>
    principal.opaque || grant.principal.kind === "unknown" || resource.type === "unknown"
      ? undefined
      : `${principal.key}\n${resource.key}`,
  );

function containsIt(other: Binding, binding: Binding, group: readonly Binding[]): boolean {
  if (
    !isBeside(other, binding) ||
    other.grant.condition !== undefined ||
    other.grant.conditional ||
    binding.grant.conditional
  )
    return false;
  if (isBasic(other) || isBasic(binding)) return false;
  if (isSame(other.role, binding.role)) {
    // Two of the same: the later one is too much, and so is the conditional one.
    return binding.grant.condition !== undefined || group.indexOf(other) < group.indexOf(binding);
  }
  const [inner, outer] = [binding.role.permissions, other.role.permissions];
  if (inner === undefined || outer === undefined || inner.size === 0 || inner.size > outer.size) return false;
  if (inner.size === outer.size && group.indexOf(other) > group.indexOf(binding)) return false;
  return inner.list().every(outer.has);
}

/**
 * Folders are often applied to different clouds; one place that was read twice is one grant; and one object that stands in
 * two files (as created, as updated; as written, as exported) is in the cloud once.
 */
function isBeside({ grant: one }: Binding, { grant: other }: Binding): boolean {
  const [a, b] = [one.span, other.span];
  if (a.path === b.path) return a.start !== b.start;
  return folderOf(a.path) === folderOf(b.path) && one.writer !== other.writer;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** Basic roles reach buckets and data sets in ways of their own. */
const isBasic = ({ role }: Binding): boolean => role.name !== undefined && basicRoles.has(role.name);
