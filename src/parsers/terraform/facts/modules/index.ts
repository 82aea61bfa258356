import { knownModule } from "../../../../gcp/modules.ts";
import type { Fact } from "../../../../model/fact.ts";
import type { Problem } from "../../../../model/source.ts";
import { members } from "../../possible.ts";
import type { RemoteCall } from "../../instances.ts";
import { effectsIn } from "./effects.ts";
import { grantsIn } from "./grants.ts";
import { framesOf } from "./frame.ts";

export { outputsLookup } from "./outputs.ts";

/** What calls of modules that are not on disk grant and make, where the tables know the module. */
export function remoteFacts(calls: readonly RemoteCall[]): {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
} {
  const facts: Fact[] = [];
  const unknown = new Map<string, Problem>();
  for (const call of calls) {
    const module = knownModule(call.source);
    if (module === undefined) {
      if (!unknown.has(call.source)) unknown.set(call.source, unanalysed(call));
      continue;
    }
    for (const frame of framesOf(call, module, (datum) => members(datum).items)) {
      for (const fact of effectsIn(frame)) facts.push(fact);
      for (const fact of grantsIn(frame)) facts.push(fact);
    }
  }
  return { facts, problems: [...unknown.values()] };
}

/** One problem for each source, however often it is called. */
const unanalysed = ({ source, name, span }: RemoteCall): Problem => ({
  message: `module.${name} was not analysed: its source ${source === "" ? "can't be known" : `"${source}"`} is not on disk`,
  at: span,
  kind: "unanalysed",
});
