import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { basicRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Binding, Resource } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const saAdminAndUser: Rule = {
  meta: {
    id: "sa-admin-and-user",
    summary: "One principal administers and uses the same accounts or keys",
    why: "Whoever both creates the accounts (or keys) and uses them can do and hide what two people should have to agree on.",
    fix: "Give the two roles to two groups.",
    references: [
      "https://cloud.google.com/iam/docs/using-iam-securely",
      "https://cloud.google.com/kms/docs/separation-of-duties",
    ],
  },

  *check(graph, { breakGlass }) {
    const grants = standingGrants(graph).filter(
      ({ principal, role }) =>
        !isAgentPrincipal(principal) &&
        !breakGlass.includes(showPrincipal(principal)) &&
        !(role.name !== undefined && basicRoles.has(role.name)),
    );
    const byPrincipal = grouped(grants, ({ principal }) => principal.key);
    for (const duty of duties) {
      for (const admin of grants.filter(({ role }) => role.permissions?.has(duty.admin))) {
        const user = byPrincipal
          .get(admin.principal.key)
          ?.find((grant) => grant !== admin && isUserOf(grant, admin, duty));
        if (user === undefined) continue;
        yield {
          message: `${show(admin.grant.principal)} administers ${duty.what} on ${admin.resource.shown} through ${admin.role.shown}, and uses them through ${user.role.shown}.`,
          at: admin.grant.role.span,
          from: admin.grant,
          related: [{ span: user.grant.role.span, message: "The second role is granted here." }],
          certainty: admin.certainty === "proven" ? user.certainty : admin.certainty,
          subject: [admin.principal.key, duty.admin, admin.resource.key],
        };
      }
    }
  },
};

interface Duty {
  readonly what: string;
  readonly admin: string;
  readonly uses: readonly string[];
}

const duties: readonly Duty[] = [
  {
    what: "service accounts",
    admin: "iam.serviceAccounts.setIamPolicy",
    uses: ["iam.serviceAccounts.actAs", "iam.serviceAccounts.getAccessToken"],
  },
  {
    what: "keys of Cloud KMS",
    admin: "cloudkms.cryptoKeys.setIamPolicy",
    uses: ["cloudkms.cryptoKeyVersions.useToEncrypt", "cloudkms.cryptoKeyVersions.useToDecrypt"],
  },
];

const isUserOf = (grant: Binding, admin: Binding, { uses }: Duty): boolean =>
  uses.some((permission) => grant.role.permissions?.has(permission)) &&
  (isWithin(grant.resource, admin.resource) || isWithin(admin.resource, grant.resource));

function isWithin(resource: Resource, scope: Resource): boolean {
  for (let node: Resource | undefined = resource; node !== undefined; node = node.parent) {
    if (node.key === scope.key) return true;
  }
  return false;
}
