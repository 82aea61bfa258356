import { editorRoles, ownerRoles, viewerRoles } from "../gcp/basic-roles.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { basicGrants } from "../model/basic-grants.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { PrincipalType } from "../model/principal.ts";
import type { Rule } from "../model/rule.ts";

export const basicRoleViewer: Rule = {
  meta: {
    id: "basic-role-viewer",
    summary: "Viewer is granted to a service account or to many",
    why: "Viewer is not read-only where it matters: it calls Vertex AI endpoints and agents (predict, query), reads feature values, downloads container images and packages, runs BigQuery jobs and reads the strings of API keys.",
    fix: "Grant the viewer roles of the services in question (roles/aiplatform.viewer, roles/logging.viewer, …).",
    references: ["https://cloud.google.com/iam/docs/roles-overview#basic"],
  },

  *check(graph, { auditors }) {
    const exposed = exposedNodes(graph);
    const more = new Set(
      [...basicGrants(graph, new Set([...ownerRoles, ...editorRoles]))].map(({ binding }) => holding(binding)),
    );
    for (const { binding, role, certainty, text } of basicGrants(graph, viewerRoles)) {
      const { principal, resource, grant } = binding;
      if (!wide.has(principal.type) || auditors.includes(showPrincipal(principal)) || auditors.includes(principal.id)) {
        continue;
      }
      // Owner and Editor contain it, and have rules of their own.
      if (more.has(holding(binding))) continue;
      const reach = exposed.get(resource.key);
      yield {
        message: `${text}: it can ${reach ?? "call models, read API keys and download images of whatever comes there"}.`,
        at: grant.role.span,
        from: grant,
        certainty,
        subject: [principal.key, role, resource.key],
        ...(reach === undefined ? { level: "note" } : {}),
      };
    }
  },
};

const holding = ({ principal, resource }: Binding): string => `${principal.key}\n${resource.key}`;

/** One person sees what he must; a machine or a crowd rarely must see everything. */
const wide: ReadonlySet<PrincipalType> = new Set([
  "service-account",
  "kubernetes-account",
  "federated",
  "federated-set",
  "agent",
  "agent-set",
  "service-account-set",
  "group",
  "domain",
  "customer",
  "all-users",
  "all-authenticated-users",
]);

const reaches: readonly { readonly type: RegExp; readonly service: string; readonly can: string }[] = [
  {
    type: /^(vertex-ai|notebooks|workbench|colab)-/,
    service: "aiplatform.googleapis.com",
    can: "call the Vertex AI endpoints there (aiplatform.endpoints.predict)",
  },
  { type: /^apikeys-/, service: "apikeys.googleapis.com", can: "read the API keys there (apikeys.keys.getKeyString)" },
  {
    type: /^artifact-registry-/,
    service: "artifactregistry.googleapis.com",
    can: "download the artifacts there (artifactregistry.repositories.downloadArtifacts)",
  },
];

/** Nodes of the hierarchy with something below them that Viewer reaches, and what it can do with it. */
function exposedNodes(graph: Graph): ReadonlyMap<string, string> {
  const nodes = new Map<string, string>();
  const expose = (resource: Resource | undefined, can: string | undefined): void => {
    if (can === undefined) return;
    for (let node = resource; node !== undefined; node = node.parent) {
      if (!nodes.has(node.key)) nodes.set(node.key, can);
    }
  };
  for (const { resource } of graph.facts("resource")) {
    expose(graph.resource(resource), reaches.find(({ type }) => type.test(resource.type))?.can);
  }
  for (const { service, project, enabled } of graph.facts("api")) {
    const can = reaches.find((reach) => service.kind === "known" && reach.service === service.text)?.can;
    if (project !== undefined && enabled) expose(graph.resource({ type: "project", name: project }), can);
  }
  for (const { id, project } of graph.operations) {
    const isVertex = /^(endpoint|model|customjob|trainingpipeline|pipelinejob|agent|index|tuning|batchpredict)\./.test(
      id,
    );
    if (project !== undefined && isVertex) expose(graph.resource({ type: "project", name: project }), reaches[0]?.can);
  }
  for (const { form, project } of graph.facts("key")) {
    const can = form === "api-key" ? reaches[1]?.can : undefined;
    if (project !== undefined) expose(graph.resource({ type: "project", name: project }), can);
  }
  return nodes;
}
