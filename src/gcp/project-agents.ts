import { readTable } from "./data-file.ts";

interface Row {
  readonly service?: string;
  readonly role?: string;
}

/**
 * The e-mail pattern of the agent that stands for a service in a project: the one named after the service, the one that
 * holds the service's agent role, or the only one.
 */
export function agentOfService(service: string): string | undefined {
  const name = service.slice(0, Math.max(service.indexOf("."), 0));
  const own = Object.entries(
    readTable<Readonly<Record<string, readonly string[] | Row>>>("service-agents.json"),
  ).filter(
    ([pattern, row]) => "service" in row && row.service === service && pattern.startsWith("service-PROJECT_NUMBER@"),
  );
  const found =
    own.find(([pattern]) => pattern.endsWith(`@gcp-sa-${name}.iam.gserviceaccount.com`)) ??
    own.find(([, row]) => "role" in row && row.role === `roles/${name}.serviceAgent`) ??
    (own.length === 1 ? own[0] : undefined);
  return found?.[0];
}
