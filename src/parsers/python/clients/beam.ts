import { bucketIn } from "../../../gcp/resource-name.ts";
import type { Args, Machine, Site } from "../eval/machine.ts";
import { type Term, gap, knownText, literal } from "../terms.ts";
import { namedArguments } from "./arguments.ts";
import { callerOf } from "./credentials.ts";
import { addOperation, termIn } from "./emit.ts";

/** `PipelineOptions(flags=["--runner=DataflowRunner", …], project=…)` of Apache Beam. */
export function beamCall(machine: Machine, given: Args, site: Site): void {
  const args = namedArguments(given, ["flags"]);
  const flags = args.get("flags") ?? args.get("0");
  const read = (name: string): Term | undefined => args.get(name) ?? flagIn(flags, name);
  if (knownText(read("runner")) !== "DataflowRunner") return;
  // `**options`, `argv + ["--runner=DataflowRunner"]`: the account may be among them.
  const isOpen = given.open !== undefined || (flags?.type === "list" && flags.open !== undefined);
  const hidden = isOpen ? gap("service_account_email", "is among what can't be known", site.span) : undefined;
  addOperation(machine, site, {
    id: "dataflow.create",
    caller: callerOf(machine, undefined, site),
    project: read("project"),
    location: read("region"),
    runAs: read("service_account_email") ?? hidden,
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
