import { knownModule } from "../../../../gcp/modules.ts";
import type { Fact } from "../../../../model/fact.ts";
import { members } from "../../possible.ts";
import type { RemoteCall } from "../../instances.ts";
import { effectsIn } from "./effects.ts";
import { grantsIn } from "./grants.ts";
import { framesOf } from "./frame.ts";
import type { MissingModule } from "./missing.ts";

export { missingModules } from "./missing.ts";
export type { MissingModule } from "./missing.ts";
export { outputsLookup } from "./outputs.ts";

/** What calls of modules that are not on disk grant and make, where the tables know the module. */
export function remoteFacts(calls: readonly RemoteCall[]): {
  readonly facts: readonly Fact[];
  /** Calls of modules that nobody knows. */
  readonly missing: readonly MissingModule[];
} {
  const facts: Fact[] = [];
  const missing: MissingModule[] = [];
  for (const call of calls) {
    const module = knownModule(call.source);
    if (module === undefined) {
      missing.push({ source: call.source, name: call.name, span: call.span });
      continue;
    }
    for (const frame of framesOf(call, module, (datum) => members(datum).items)) {
      for (const fact of effectsIn(frame)) facts.push(fact);
      for (const fact of grantsIn(frame)) facts.push(fact);
    }
  }
  return { facts, missing };
}
