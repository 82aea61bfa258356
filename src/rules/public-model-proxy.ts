import type { Workload } from "../model/fact.ts";
import type { Binding, Graph } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const publicModelProxy: Rule = {
  meta: {
    id: "public-model-proxy",
    summary: "A public service can call models on everybody's behalf",
    why: "Whoever finds the URL calls Vertex AI with the identity of the service: he pays nothing, and reads what the model was given to read.",
    fix: "Let a gateway, Identity-Aware Proxy or named callers invoke the service, and give it a service account of its own with aiplatform.endpoints.predict on what it serves.",
    references: [
      "https://cloud.google.com/run/docs/authenticating/overview",
      "https://cloud.google.com/vertex-ai/docs/general/iam-permissions",
    ],
  },

  *check(graph) {
    for (const binding of standingGrants(graph)) {
      if (!isPublicInvoker(binding)) continue;
      const workload = graph.workloads.find((one) => runsAt(one, binding, graph));
      const power = workload && powerOf(workload, graph);
      if (workload === undefined || power === undefined) continue;
      yield {
        message: `${binding.resource.shown} can be called by ${binding.principal.id}, and runs as ${power.account}, which holds ${power.permission}.`,
        at: binding.grant.principal.span,
        from: binding.grant,
        related: [{ span: workload.account?.span ?? workload.span, message: "It runs as this account." }],
        certainty: power.isCertain ? binding.certainty : "likely",
        subject: [binding.principal.key, binding.resource.key, power.permission],
      };
    }
  },
};

const calls = ["aiplatform.endpoints.predict", "aiplatform.reasoningEngines.query"];

const isPublicInvoker = ({ principal, role }: Binding): boolean =>
  /^all-(authenticated-)?users$/.test(principal.type) &&
  ["run.routes.invoke", "cloudfunctions.functions.invoke"].some((permission) => role.permissions?.has(permission));

function runsAt({ type, name, project, location }: Workload, { resource }: Binding, graph: Graph): boolean {
  if (name === undefined || type !== resource.type) return false;
  const place = { ...(project === undefined ? {} : { project }), ...(location === undefined ? {} : { location }) };
  return graph.resource({ type, name, ...place }).key === resource.key;
}

function powerOf(
  { account, project }: Workload,
  graph: Graph,
): { readonly account: string; readonly permission: string; readonly isCertain: boolean } | undefined {
  if (account === undefined || project === undefined) return undefined;
  const { principal } = graph.account(account);
  const home = graph.resource({ type: "project", name: project });
  for (const permission of calls) {
    const { answer } = graph.whyCan(principal, permission, home);
    if (answer === "allowed" || answer === "conditional") {
      return { account: show(account), permission, isCertain: answer === "allowed" };
    }
  }
  return undefined;
}
