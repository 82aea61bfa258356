import { bucketIn } from "../../../gcp/resource-name.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { type Term, knownText, literal } from "../terms.ts";
import { callerOf } from "./credentials.ts";
import { addOperation, termIn } from "./emit.ts";

/** `PipelineOptions(flags=["--runner=DataflowRunner", …], project=…)` of Apache Beam. */
export function beamCall(machine: Machine, args: ReadonlyMap<string, Term>, site: Site): void {
  const flags = args.get("flags") ?? args.get("0");
  const read = (name: string): Term | undefined => args.get(name) ?? flagIn(flags, name);
  if (knownText(read("runner")) !== "DataflowRunner") return;
  addOperation(machine, site, {
    id: "dataflow.create",
    caller: callerOf(machine, undefined, site),
    project: read("project"),
    location: read("region"),
    runAs: read("service_account_email"),
    targets: { bucket: termIn(read("temp_location") ?? read("staging_location"), bucketIn) },
  });
}

/** `--project=p`, or `--project` and the next item. */
function flagIn(flags: Term | undefined, name: string): Term | undefined {
  if (flags?.type !== "list") return undefined;
  for (const [index, item] of flags.items.entries()) {
    if (knownText(item) === `--${name}`) return flags.items[index + 1];
    const [first = ""] = item.type === "text" ? item.parts : [];
    const start = `--${name}=`;
    if (item.type !== "text" || typeof first !== "string" || !first.startsWith(start)) continue;
    const text = knownText(item);
    return text === undefined
      ? { ...item, parts: [first.slice(start.length), ...item.parts.slice(1)].filter((part) => part !== "") }
      : literal(text.slice(start.length), item.span);
  }
  return undefined;
}
