import { classOfAccount, defaultAccounts } from "../gcp/account-class.ts";
import { editorRoles } from "../gcp/basic-roles.ts";
import { type BasicGrant, basicGrants } from "../model/basic-grants.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";

export const basicRoleEditor: Rule = {
  meta: {
    id: "basic-role-editor",
    summary: "Editor is granted on a project, folder or organization",
    why: "Editor holds close to 12,000 permissions in every service, present and future: it acts as any service account of the project, makes service-account keys and deploys code that runs as somebody else.",
    fix: "Grant the predefined roles of the services in question, or a custom role with the permissions of the work at hand, on the narrowest resource that works.",
    references: [
      "https://cloud.google.com/iam/docs/roles-overview#basic",
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
    ],
  },
  byItself: true,

  *check(graph, { sandboxProjects }) {
    const production = productionProjects(graph);
    const workloads = new Set(
      graph.workloads.flatMap(({ account }) => (account ? [graph.account(account).principal.key] : [])),
    );
    for (const grant of basicGrants(graph, editorRoles)) {
      const { principal, resource } = grant.binding;
      if (isExempt(grant)) continue;
      const sandbox = resource.name !== undefined && sandboxProjects.includes(resource.name);
      const weight =
        (resource.type === "folder" || resource.type === "organization" ? 0.5 : 0) +
        (workloads.has(principal.key) || (principal.type === "service-account" && production.has(resource.key))
          ? 0.5
          : 0);
      yield {
        message: `${grant.text}.`,
        at: grant.binding.grant.role.span,
        from: grant.binding.grant,
        certainty: grant.certainty,
        subject: [principal.key, grant.role, resource.key],
        ...(weight > 0 ? { severity: 8 + weight } : {}),
        ...(sandbox ? { level: "warning" } : {}),
      };
    }
  },
};

/** Google's own agent holds Editor by design; default accounts have a rule of their own. */
function isExempt({ binding }: BasicGrant): boolean {
  if (binding.principal.type !== "service-account") return false;
  const account = classOfAccount(binding.principal.id);
  return account === "google-apis-agent" || defaultAccounts.has(account);
}

const productionLabels: ReadonlySet<string> = new Set(["prod", "production", "prd", "live"]);

function productionProjects(graph: Graph): ReadonlySet<Resource["key"]> {
  const projects = graph
    .facts("resource")
    .filter(({ labels }) =>
      Object.values(labels ?? {}).some(
        (label) => label.kind === "known" && productionLabels.has(label.text.toLowerCase()),
      ),
    );
  return new Set(projects.map(({ resource }) => graph.resource(resource).key));
}
