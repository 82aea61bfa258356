import { agentOfService } from "../../../gcp/project-agents.ts";
import { partsOf } from "../../../model/value.ts";
import { type Part, attribute, stringOf } from "../datum.ts";
import type { Instance, Root } from "../instances.ts";
import { agentOutput } from "./agent-outputs.ts";
import { projectNumber } from "./project-number.ts";
import { flagOf, valueAt } from "./reading.ts";
import type { Lookup } from "./resolved.ts";
import { segmentsOf } from "./target.ts";

/** The service agents that resources and data sources name among what they compute: their e-mails, and members. */
export function agentsLookup({ instances }: Root): Lookup | undefined {
  const named = new Map(instances.filter(mayNameAgents).map((instance) => [instance.object, instance]));
  if (named.size === 0) return undefined;
  return ({ target, attribute: name }, { span }) => {
    const instance = named.get(target);
    const pattern = instance && patternOf(instance, name);
    if (instance === undefined || pattern === undefined) return undefined;
    const parts = pattern.split(/([A-Z]+_NUMBER|IDENTIFIER)/);
    return stringOf(
      parts.flatMap((part) => (part in gaps ? (gaps[part]?.(instance, name, instances) ?? []) : [part])),
      span,
    );
  };
}

type PartsOfGap = (instance: Instance, name: string, instances: readonly Instance[]) => readonly Part[];

/** The places that a pattern leaves open. What the provider makes up is only known by where it stands. */
const gaps: Readonly<Record<string, PartsOfGap>> = {
  PROJECT_NUMBER: (instance, _, instances) => [projectNumber(instance, instances)],
  FOLDER_NUMBER: (instance, name) => nodeOf(instance, ["folder", "folder_id"], name),
  ORGANIZATION_NUMBER: (instance, name) => nodeOf(instance, ["org_id", "organization", "organization_id"], name),
  IDENTIFIER: ({ object }, name) => [{ target: object, attribute: name }],
};

function nodeOf({ config, object }: Instance, names: readonly string[], name: string): readonly Part[] {
  const node = names.map((one) => valueAt(config, one)).find((value) => value !== undefined);
  const number = node && segmentsOf(node).at(-1);
  return number === undefined ? [{ target: object, attribute: name }] : partsOf(number);
}

const mayNameAgents = ({ mode, type }: Instance): boolean =>
  mode !== "ephemeral" && type.startsWith("google_") && (type === identity || agentOutput(mode, type) !== undefined);

const identity = "google_project_service_identity";
const ofIdentity: Readonly<Record<string, string>> = { email: "", member: "serviceAccount:" };

function patternOf({ mode, type, config }: Instance, name: string): string | undefined {
  if (type === identity) {
    const service = valueAt(config, "service");
    const agent = service?.kind === "known" ? agentOfService(service.text) : undefined;
    return agent === undefined || ofIdentity[name] === undefined ? undefined : ofIdentity[name] + agent;
  }
  const isOfAll = name === "writer_identity" && flagOf(attribute(config, "unique_writer_identity")) === false;
  if (isOfAll && type === "google_logging_project_sink") return "serviceAccount:cloud-logs@system.gserviceaccount.com";
  return agentOutput(mode, type)?.[name.replace(/\.\d+\./g, ".")];
}
