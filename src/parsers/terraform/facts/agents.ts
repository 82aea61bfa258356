import { agentOfService } from "../../../gcp/project-agents.ts";
import { type Part, stringOf } from "../datum.ts";
import type { Instance, Root } from "../instances.ts";
import { projectNumber } from "./project-number.ts";
import { valueAt } from "./reading.ts";
import type { Lookup } from "./resolved.ts";

/** The e-mails of service agents that data sources and `google_project_service_identity` give. */
export function agentsLookup({ instances }: Root): Lookup | undefined {
  const agents = new Map<string, readonly [Instance, string]>();
  for (const instance of instances) {
    const pattern = patternOf(instance);
    if (pattern !== undefined) agents.set(instance.object, [instance, pattern]);
  }
  if (agents.size === 0) return undefined;
  return ({ target, attribute: name }, { span }) => {
    const [instance, pattern] = agents.get(target) ?? [];
    const prefix = prefixes[name];
    if (pattern === undefined || prefix === undefined || instance === undefined) return undefined;
    const number = projectNumber(instance, instances);
    const parts = pattern
      .split("PROJECT_NUMBER")
      .flatMap((text, index): readonly Part[] => (index === 0 ? [text] : [number, text]));
    return stringOf([prefix, ...parts], span);
  };
}

const prefixes: Readonly<Record<string, string>> = { email: "", email_address: "", member: "serviceAccount:" };

function patternOf({ mode, type, config }: Instance): string | undefined {
  if (mode === "data") return patterns[type];
  const service = type === "google_project_service_identity" ? valueAt(config, "service") : undefined;
  return service?.kind === "known" ? agentOfService(service.text) : undefined;
}

const patterns: Readonly<Record<string, string>> = {
  google_bigquery_default_service_account: "bq-PROJECT_NUMBER@bigquery-encryption.iam.gserviceaccount.com",
  google_storage_project_service_account: "service-PROJECT_NUMBER@gs-project-accounts.iam.gserviceaccount.com",
  google_storage_transfer_project_service_account:
    "project-PROJECT_NUMBER@storage-transfer-service.iam.gserviceaccount.com",
};
