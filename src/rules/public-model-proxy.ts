import { projectAccounts } from "../gcp/operations.ts";
import { weakest } from "../model/absence.ts";
import type { Workload } from "../model/fact.ts";
import type { Answer, Binding, Certainty, Graph } from "../model/graph.ts";
import { own } from "../model/own.ts";
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
        message: `${binding.resource.shown} can be called by ${binding.principal.id}, and runs as ${power.account}, which ${power.certainty === "unknown" ? "may hold" : "holds"} ${power.permission}.`,
        at: binding.grant.principal.span,
        from: binding.grant,
        related: [{ span: workload.account?.span ?? workload.span, message: "It runs as this account." }],
        certainty: weakest(binding.certainty, power.certainty),
        subject: [binding.principal.key, binding.resource.key, power.permission],
      };
    }
  },
};

const calls = ["aiplatform.endpoints.predict", "aiplatform.reasoningEngines.query"];

const isPublicInvoker = ({ principal, role }: Binding): boolean =>
  /^all-(authenticated-)?users$/.test(principal.type) &&
  ["run.routes.invoke", "cloudfunctions.functions.invoke"].some((permission) => role.permissions?.has(permission));

function runsAt({ type, name, project, location, purpose }: Workload, { resource }: Binding, graph: Graph): boolean {
  if (name === undefined || type !== resource.type || elsewhere.has(purpose)) return false;
  const place = { ...(project === undefined ? {} : { project }), ...(location === undefined ? {} : { location }) };
  return graph.resource({ type, name, ...place }).key === resource.key;
}

/** What builds a function or calls it is not what it runs as. */
const elsewhere: ReadonlySet<string> = new Set(["build", "trigger-invoker"]);

interface Power {
  readonly account: string;
  readonly permission: string;
  readonly certainty: Certainty;
}

/** What the service may call; the default account is Editor where Google makes it one, which calls models too. */
function powerOf({ account, defaultAccount, project }: Workload, graph: Graph): Power | undefined {
  if (project === undefined) return undefined;
  const home = graph.resource({ type: "project", name: project });
  const pattern = own(defaults, defaultAccount);
  const fallback = pattern === undefined ? undefined : graph.projectAccount(pattern, home).principal;
  const principal = account === undefined ? fallback : graph.account(account).principal;
  if (principal === undefined) return undefined;
  const shown = account === undefined ? "the default account of its project" : show(account);
  for (const permission of calls) {
    const { answer, path } = graph.whyCan(principal, permission, home);
    const certainty = answer === "unknown" && path.length === 0 ? undefined : certainties[answer];
    if (certainty !== undefined) return { account: shown, permission, certainty };
  }
  return undefined;
}

const defaults: Readonly<Record<string, string>> = { "compute-default": projectAccounts["compute-default"] };

const certainties: Readonly<Record<Answer["answer"], Certainty | undefined>> = {
  allowed: "proven",
  conditional: "likely",
  unknown: "unknown",
  denied: undefined,
};
