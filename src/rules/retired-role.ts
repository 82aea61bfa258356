import { accountOf } from "../gcp/account-class.ts";
import { isAgentPrincipal } from "../gcp/agent-principals.ts";
import { retiredApis, retiredTypes } from "../gcp/retired.ts";
import { catalogDate, roleInfo } from "../gcp/role-table.ts";
import type { Dialect } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const retiredRole: Rule = {
  meta: {
    id: "retired-role",
    summary: "A role, an API or a product is gone or on its way out",
    why: "A role that Google no longer lists grants nothing that anybody can use, or will stop to; a product that was shut down needs no access at all.",
    fix: "Remove the binding, the API and the resources. For Cloud IoT Core: telemetry goes through Pub/Sub or a partner's broker, and so do its permissions (roles/pubsub.publisher on the topic).",
    references: ["https://cloud.google.com/iam/docs/roles-permissions", "https://cloud.google.com/iot-core"],
  },
  byItself: true,

  *check(graph) {
    yield* roles(graph);
    yield* apis(graph);
    yield* resources(graph);
  },
};

function* roles(graph: Graph): Iterable<Violation> {
  for (const { grant, role, principal, resource, certainty } of lastingGrants(graph)) {
    const kind = role.name === undefined ? undefined : roleInfo(role.name)?.kind;
    if (role.name === undefined || (kind !== "retired" && kind !== "deprecated")) continue;
    // The agent's own role, which Google goes on giving it: nobody else can change that.
    if (kind === "deprecated" && accountOf(principal.id).agent?.role === role.name) continue;
    const fate = kind === "retired" ? `is not offered any more (list of ${catalogDate()})` : "is deprecated";
    yield {
      message: `${role.name} ${fate}${role.name.startsWith("roles/cloudiot.") ? ": Cloud IoT Core was shut down on 2023-08-16" : ""}.`,
      at: grant.role.span,
      from: grant,
      certainty,
      subject: [principal.key, role.name, resource.key],
      // Google itself gave it, and its service still works with it.
      ...(isAgentPrincipal(principal) ? { level: "note" } : {}),
    };
  }
}

function* apis(graph: Graph): Iterable<Violation> {
  for (const { service, enabled } of graph.facts("api")) {
    const fate = retiredApis[show(service)];
    if (fate === undefined || !enabled) continue;
    yield { message: `${show(service)} is enabled: ${fate}.`, at: service.span, subject: ["api", show(service)] };
  }
}

function* resources(graph: Graph): Iterable<Violation> {
  const seen = new Set<string>();
  for (const { type, span, object, dialect } of [
    ...graph.facts("resource").map(({ resource, span: at, object: address, dialect: language }) => ({
      type: resource.type,
      span: at,
      object: address,
      dialect: language,
    })),
    ...graph.workloads,
  ]) {
    const fate = fateOf(type, dialect);
    const place = `${span.path}:${span.start}`;
    if (fate === undefined || seen.has(place)) continue;
    seen.add(place);
    yield {
      message: `${withArticle(type.replaceAll("-", " "))} is used: ${fate}.`,
      at: span,
      subject: [type, object ?? ""],
    };
  }
}

/** What a Terraform provider drops is no matter of manifests and commands. */
function fateOf(type: string, dialect: Dialect): string | undefined {
  const found = retiredTypes.find(({ form }) => form.test(type));
  const said = [ofProviders.has(dialect) ? found?.provider : undefined, found?.fate].filter((one) => one !== undefined);
  return said.length === 0 ? undefined : said.join("; ");
}

/** Pulumi's provider and CDK for Terraform are made of Terraform's. */
const ofProviders: ReadonlySet<Dialect> = new Set(["hcl", "typescript", "python"]);

const withArticle = (words: string): string => `${/^[aeio]/i.test(words) ? "An" : "A"} ${words}`;
