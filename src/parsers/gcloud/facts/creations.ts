import { policyGroupNamed } from "../../../gcp/gcloud-commands.ts";
import { type Call, placeOfCall } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { resourceOf } from "../resources.ts";

/** Groups without policies of their own of which rules ask whether there is anything. */
const furtherTypes: Readonly<Record<string, string>> = {
  "ai endpoints": "vertex-ai-endpoint",
  "ai index-endpoints": "vertex-ai-index-endpoint",
  "ai indexes": "vertex-ai-index",
  "ai tensorboards": "vertex-ai-tensorboard",
};

/** What has handlers of its own. */
const elsewhere: ReadonlySet<string> = new Set(["projects", "resource-manager folders", "storage buckets"]);

/** Commands that take several names. */
const several: ReadonlySet<string> = new Set(["compute instances", "compute disks", "pubsub topics"]);

interface Created {
  readonly group: string;
  readonly type: string;
  readonly places: readonly string[];
}

/** `pubsub topics create`: what is made, for every group that has policies. */
function createdBy(command: string): Created | undefined {
  const group = command.endsWith(" create") ? command.slice(0, -" create".length) : undefined;
  if (group === undefined || elsewhere.has(group) || group.startsWith("iam ")) return undefined;
  const found = policyGroupNamed(group);
  const type = found?.type ?? (Object.hasOwn(furtherTypes, group) ? furtherTypes[group] : undefined);
  return type === undefined ? undefined : { group, type, places: found?.places ?? [] };
}

export const isCreation = (command: string): boolean => createdBy(command) !== undefined;

export function addCreation(call: Call): void {
  const created = createdBy(call.command);
  if (created === undefined) return;
  const { group, type, places } = created;
  const names: readonly (Argument | undefined)[] = several.has(group) ? call.args : [call.args[0] ?? nameFlag(call)];
  for (const name of names) {
    if (name === undefined) continue;
    const resource = resourceOf(call, type, name, places);
    call.facts.push({
      kind: "resource",
      resource,
      ...(resource.project !== undefined &&
        resource.within === undefined && { parent: { type: "project", name: resource.project } }),
      ...placeOfCall(call),
    });
  }
}

const nameFlag = ({ flags }: Call): Argument | undefined =>
  (flags.get("--endpoint-id") ?? flags.get("--display-name") ?? flags.get("--name"))?.at(-1);
