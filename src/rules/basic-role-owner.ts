import { ownerRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { basicGrants } from "../model/basic-grants.ts";
import type { Rule } from "../model/rule.ts";

export const basicRoleOwner: Rule = {
  meta: {
    id: "basic-role-owner",
    summary: "Owner is granted outside break-glass",
    why: "Owner holds more than 13,000 permissions in every service, present and future, and can grant them on: whoever takes over one owner owns the project.",
    fix: "Grant the predefined role of the work at hand, on the narrowest resource that works. For emergencies, let a break-glass group request Owner through a Privileged Access Manager entitlement.",
    references: [
      "https://cloud.google.com/iam/docs/roles-overview#basic",
      "https://cloud.google.com/iam/docs/pam-overview",
    ],
  },
  byItself: true,

  *check(graph, { breakGlass }) {
    for (const grant of basicGrants(graph, ownerRoles)) {
      const { principal, resource } = grant.binding;
      const member = showPrincipal(principal);
      if (breakGlass.includes(member) || breakGlass.includes(principal.id)) continue;
      yield {
        message: `${grant.text}.`,
        at: grant.binding.grant.role.span,
        from: grant.binding.grant,
        certainty: grant.certainty,
        subject: [principal.key, grant.role, resource.key],
        ...(principal.type === "service-account" ? { severity: 9.4 } : {}),
      };
    }
  },
};
