import type { AuditConfig } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { show } from "../model/value.ts";

export const dataAccessLogs: Rule = {
  meta: {
    id: "data-access-logs",
    summary: "Nobody could tell who read models and data",
    why: "Who sets policies, creates and deploys is always logged. Who reads objects, calls models, mints tokens or exchanges federated ones is logged only where Data Access logs are switched on.",
    fix: "Switch on ADMIN_READ, DATA_READ and DATA_WRITE for aiplatform, iam, iamcredentials, sts and storage (or allServices), without exempted members. They cost storage.",
    references: [
      "https://cloud.google.com/logging/docs/audit/configure-data-access",
      "https://cloud.google.com/iam/docs/audit-logging",
    ],
  },

  *check(graph) {
    const configs = graph.facts("audit-config");
    for (const config of configs) {
      const [first] = config.exempted;
      if (first === undefined) continue;
      const names = [...new Set(config.exempted.map(show))];
      yield {
        message: `${names.join(", ")} ${names.length === 1 ? "is" : "are"} left out of the audit logs of ${show(config.service)} on ${graph.resource(config.resource).shown}.`,
        at: first.span,
        from: config,
        severity: 6.5,
        certainty: config.conditional ? "likely" : "proven",
        subject: [graph.resource(config.resource).key, show(config.service), ...names],
      };
    }
    for (const { project, span } of vertexProjects(graph).values()) {
      const violation = missingIn(project, span, configs, graph);
      if (violation !== undefined) yield violation;
    }
  },
};

const services = ["aiplatform", "iam", "iamcredentials", "sts", "storage"].map((name) => `${name}.googleapis.com`);
const logTypes = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

/** Projects that the scanned code creates something of Vertex AI in, with one such place. */
function vertexProjects(graph: Graph): ReadonlyMap<string, { readonly project: Resource; readonly span: Span }> {
  const found = new Map<string, { readonly project: Resource; readonly span: Span }>();
  for (const { resource, span } of graph.facts("resource")) {
    const project = resource.type.startsWith("vertex-ai-") ? graph.resource(resource).project : undefined;
    if (project !== undefined && !project.opaque && !found.has(project.key)) found.set(project.key, { project, span });
  }
  return found;
}

function missingIn(project: Resource, at: Span, configs: readonly AuditConfig[], graph: Graph): Violation | undefined {
  const inForce = configs.filter(({ resource }) => isAbove(graph.resource(resource), project));
  const missing = services.filter((service) => !isLogged(service, inForce));
  if (missing.length === 0) return undefined;
  const isManaged = inForce.length > 0 || graph.coverageOf(project).whole;
  return {
    message: `${project.shown} uses Vertex AI, but nothing that was read switches on all Data Access logs of ${missing.join(", ")}.`,
    at,
    certainty: graph.coverageOf(project).whole ? "proven" : isManaged ? "likely" : "unknown",
    subject: [project.key, ...missing],
  };
}

function isAbove(scope: Resource, resource: Resource): boolean {
  for (let node: Resource | undefined = resource; node !== undefined; node = node.parent) {
    if (node.key === scope.key) return true;
  }
  return false;
}

/** All types of one service, from all configurations together; what can't be known counts as on. */
function isLogged(service: string, configs: readonly AuditConfig[]): boolean {
  const own = configs.filter(({ service: of }) => ["allServices", service].includes(show(of)) || of.kind === "unknown");
  const types = own.flatMap(({ logTypes: listed }) => listed);
  return logTypes.every((type) => types.some((value) => value.kind !== "known" || value.text === type));
}
