import { projectAgents } from "../gcp/service-agents.ts";
import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import type { Graph, Resource } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const authoritativeDropsAgents: Rule = {
  meta: {
    id: "authoritative-drops-agents",
    summary: "A whole policy takes the roles of Google's service agents away",
    why: "Service agents get their roles when an API is enabled, in the same policy. What replaces the policy, or all members of such a role, takes them away, and the service stops working with errors that name nobody.",
    fix: "Add single members (google_project_iam_member), or list the service agents too.",
    references: [
      "https://cloud.google.com/iam/docs/service-agents",
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam",
    ],
  },

  *check(graph) {
    yield* policies(graph);
    yield* bindings(graph);
  },
};

function* policies(graph: Graph): Iterable<Violation> {
  for (const { mode, resource: ref, span, conditional } of graph.facts("policy-read")) {
    const resource = graph.resource(ref);
    if (mode !== "replaces" || resource.type !== "project") continue;
    const granted = new Set(
      graph.bindings.filter((binding) => binding.resource.key === resource.key).map(({ role }) => role.name),
    );
    const lost = agentRolesOf(resource, graph).filter((role) => !granted.has(role));
    if (lost.length === 0) continue;
    yield {
      message: `This replaces the whole policy of ${resource.shown} without ${lost.join(", ")}, which the service agents of the enabled APIs need.`,
      at: span,
      certainty: conditional ? "likely" : "proven",
      subject: [resource.key, ...lost],
    };
  }
}

/** The roles that the agents of the project's enabled APIs get by themselves. */
function agentRolesOf(project: Resource, graph: Graph): readonly string[] {
  const enabled = new Set<string>();
  for (const { service, project: of, enabled: isOn } of graph.facts("api")) {
    if (of !== undefined && isOn && graph.resource({ type: "project", name: of }).key === project.key)
      enabled.add(show(service));
  }
  const roles = projectAgents().flatMap(({ service, role }) =>
    service !== undefined && role !== undefined && enabled.has(service) ? [role] : [],
  );
  return [...new Set(roles)].toSorted();
}

function* bindings(graph: Graph): Iterable<Violation> {
  const byWriter = grouped(graph.bindings, ({ grant, role, resource }) =>
    grant.authority === "role" && grant.change === "add" && role.kind === "service-agent"
      ? [grant.writer, role.name, resource.key].join("\n")
      : undefined,
  );
  for (const own of byWriter.values()) {
    const [first] = own;
    if (
      first === undefined ||
      own.some(({ principal, grant }) => isAgentPrincipal(principal) || grant.principal.kind === "unknown")
    )
      continue;
    yield {
      message: `All members of ${first.role.shown} on ${first.resource.shown} are set without the service agent that it is made for.`,
      at: first.grant.role.span,
      from: first.grant,
      certainty: first.certainty,
      subject: [first.role.name ?? "", first.resource.key],
    };
  }
}
