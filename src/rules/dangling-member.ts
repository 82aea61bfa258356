import { classOfAccount } from "../gcp/account-class.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const danglingMember: Rule = {
  meta: {
    id: "dangling-member",
    summary: "Access is granted to somebody who is deleted or not there",
    why: "A grant to a deleted account does nothing, and keeps Terraform from applying. A grant to an account that nobody creates waits for whoever creates one with that name.",
    fix: "Remove the member, or create the account where its grants are.",
    references: ["https://cloud.google.com/iam/docs/principal-identifiers#deleted-principals"],
  },

  *check(graph) {
    const managed = managedProjects(graph);
    for (const { principal, role, resource, grant, certainty } of standingGrants(graph)) {
      const fault = principal.deleted ? "is deleted" : missingFrom(principal.id, managed);
      if (fault === undefined || grant.principal.kind === "unknown") continue;
      const violation: Violation = {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown} but ${fault}.`,
        at: grant.principal.span,
        from: grant,
        certainty: principal.deleted ? certainty : "likely",
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
      yield violation;
    }
  },
};

/** Accounts that the scanned code creates or looks up, by project. */
function managedProjects(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const byProject = new Map<string, Set<string>>();
  for (const { email, origin } of graph.facts("service-account")) {
    const { principal } = graph.account(email);
    const project = projectOf(principal.id);
    if (project === undefined || principal.opaque) continue;
    const accounts = byProject.get(project) ?? new Set();
    accounts.add(principal.id);
    // A project whose accounts are only looked up is managed elsewhere.
    if (origin === "created" || byProject.has(project)) byProject.set(project, accounts);
  }
  return byProject;
}

const projectOf = (email: string): string | undefined =>
  classOfAccount(email) === "user-managed" ? /@([^@$]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] : undefined;

function missingFrom(email: string, managed: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const accounts = managed.get(projectOf(email) ?? "");
  return accounts === undefined || accounts.has(email)
    ? undefined
    : `is not among the accounts that are created in ${projectOf(email)}`;
}
