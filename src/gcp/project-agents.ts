import { readTable } from "./data-file.ts";

type Row = readonly string[] | { readonly service?: string };

/** The e-mail pattern of a service's agent in a project, where it has one that stands for the service itself. */
export function agentOfService(service: string): string | undefined {
  const own = Object.entries(readTable<Readonly<Record<string, Row>>>("service-agents.json")).flatMap(
    ([pattern, row]) =>
      "service" in row && row.service === service && pattern.startsWith("service-PROJECT_NUMBER@") ? [pattern] : [],
  );
  const named = `service-PROJECT_NUMBER@gcp-sa-${service.slice(0, Math.max(service.indexOf("."), 0))}.iam.gserviceaccount.com`;
  return own.includes(named) ? named : own.length === 1 ? own[0] : undefined;
}
