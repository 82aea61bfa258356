import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { projectAccounts } from "../gcp/operations.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const modelExportExposure: Rule = {
  meta: {
    id: "model-export-exposure",
    summary: "Whoever can upload models in one project can pull those of another",
    why: "A copy is made by the destination's service agent: once that may export the models of the source project, everybody who may upload models in the destination can have them, without any access to the source.",
    fix: "Copy as a service account that only the copying job may act as, instead of granting the agent; keep models that matter in a project of their own.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/model-registry/copy-model",
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
    ],
  },

  *check(graph) {
    const grants = standingGrants(graph);
    const exporters = grants.filter(isExporter);
    if (exporters.length === 0) return;
    const homes = agentHomes(graph);
    const uploaders = grouped(grants.filter(isUploader), ({ resource }) => resource.key);
    for (const binding of exporters) {
      const { principal, role, resource, grant, certainty } = binding;
      const home = homes.get(principal.key);
      if (home === undefined || home === resource.key) continue;
      const able = uploaders.get(home) ?? [];
      const isCrowd =
        able.length > 5 || able.some(({ principal: one }) => one.type === "group" || one.type === "domain");
      const [first] = able;
      if (first === undefined || !isCrowd) continue;
      yield {
        message: `${show(grant.principal)} may export the models of ${resource.shown}, and ${show(first.grant.principal)} may upload models in ${first.resource.shown}: whoever belongs to it can copy them there.`,
        at: grant.role.span,
        from: grant,
        related: [{ span: first.grant.role.span, message: "The right to upload is granted here." }],
        certainty: certainty === "proven" ? first.certainty : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const agentDomain = "@gcp-sa-aiplatform.iam.gserviceaccount.com";

/** A Vertex AI Service Agent that may export models. */
const isExporter = ({ principal, role, resource }: Binding): boolean =>
  resource.type === "project" &&
  isAgentPrincipal(principal) &&
  principal.id.endsWith(agentDomain) &&
  role.permissions?.has("aiplatform.models.export") === true;

const isUploader = ({ principal, role, resource }: Binding): boolean =>
  resource.type === "project" &&
  !isAgentPrincipal(principal) &&
  role.permissions?.has("aiplatform.models.upload") === true;

/** Agents of the projects that the input speaks of, each with its project. */
function agentHomes(graph: Graph): ReadonlyMap<string, string> {
  const projects = new Map<string, Resource>();
  for (const { project } of graph.bindings.map(({ resource }) => resource)) {
    if (project !== undefined) projects.set(project.key, project);
  }
  return new Map(
    [...projects.values()].map((project) => [
      graph.projectAccount(projectAccounts["vertex-agent"], project).principal.key,
      project.key,
    ]),
  );
}
