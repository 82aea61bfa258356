import { accountOf } from "../gcp/account-class.ts";
import type { Binding } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Rule, RuleOptions } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const externalMember: Rule = {
  meta: {
    id: "external-member",
    summary: "Somebody outside of the organization is granted access",
    why: "Accounts of other organizations, and consumer accounts, are created, protected and deleted by others: nobody here notices when their owner changes.",
    fix: "Grant to a group of the own domain, with an expiry for guests; let partners sign in through workforce identity federation; enforce domain-restricted sharing.",
    references: [
      "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains",
      "https://cloud.google.com/iam/docs/workforce-identity-federation",
    ],
  },
  byItself: true,

  *check(graph, options) {
    for (const binding of standingGrants(graph)) {
      const { principal, role, resource, grant, certainty } = binding;
      const outside = outsideOf(binding, options);
      if (outside === undefined) continue;
      yield {
        message: `${show(grant.principal)}, ${outside.what}, holds ${role.shown} on ${resource.shown}.`,
        at: grant.principal.span,
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
        ...(outside.severity === undefined ? {} : { severity: outside.severity }),
      };
    }
  },
};

interface Outside {
  readonly what: string;
  readonly severity?: number;
}

/** Groups of Google's that its own services ask for. */
const googleGroups: ReadonlySet<string> = new Set(["cloud-storage-analytics@google.com"]);

const consumer = /@(gmail|googlemail)\.com$/;

function outsideOf({ principal }: Binding, options: RuleOptions): Outside | undefined {
  if (principal.opaque || principal.deleted) return undefined;
  if (principal.type === "service-account") return outsideAccount(principal, options);
  if (principal.type !== "user" && principal.type !== "group" && principal.type !== "domain") return undefined;
  if (principal.type === "user" && consumer.test(principal.id)) return { what: "a consumer account", severity: 7 };
  const domain = principal.id.slice(principal.id.lastIndexOf("@") + 1);
  const { allowedDomains } = options;
  if (allowedDomains.length === 0 || googleGroups.has(principal.id)) return undefined;
  return allowedDomains.some((allowed) => allowed.toLowerCase() === domain)
    ? undefined
    : { what: "outside of the allowed domains" };
}

function outsideAccount({ id }: Principal, { knownProjects }: RuleOptions): Outside | undefined {
  const { class: kind, project } = accountOf(id);
  if (knownProjects.length === 0 || project === undefined) return undefined;
  if (kind === "user-managed" && "id" in project) {
    return knownProjects.includes(project.id) ? undefined : { what: `an account of the project ${project.id}` };
  }
  const numbers = knownProjects.filter((known) => /^\d+$/.test(known));
  if (!("number" in project) || numbers.length === 0 || numbers.includes(project.number)) return undefined;
  return { what: `an account of the project ${project.number}`, severity: 5 };
}
