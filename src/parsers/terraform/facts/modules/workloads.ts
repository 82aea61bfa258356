import type { ModuleEffect } from "../../../../gcp/modules.ts";
import { resourceTypeOfTerraform } from "../../../../gcp/resource-types.ts";
import { operationsOf, workloadPathsOf } from "../../../../gcp/terraform-resources.ts";
import type { Fact, Operation, Workload } from "../../../../model/fact.ts";
import type { Datum } from "../../datum.ts";
import { type Possible, placeOf, possibilities } from "../reading.ts";
import { callerOf } from "../scope.ts";
import { type Frame, fill, fillValue, inputAt, projectIn } from "./frame.ts";

/** What a module runs as the account that an input or a template names, and the operation that starts it. */
export function workloadsIn(frame: Frame, effect: ModuleEffect): readonly Fact[] {
  const account = accountIn(frame, effect);
  if (account === undefined || "value" in account || account.type === "object") return [];
  const started = operationsOf(effect.base ?? "").filter(({ runAs }) => runAs !== undefined);
  return possibilities(account).flatMap((one): readonly Fact[] => {
    const operations = started.map(({ id }) => operationOf(frame, effect, one, id));
    return [workloadOf(frame, effect, one) as Fact].concat(operations);
  });
}

function accountIn(frame: Frame, { account, input = "" }: ModuleEffect): Datum | undefined {
  if (account !== undefined) return fill(frame, account);
  return input.split("|").flatMap((one) => inputAt(frame, one) ?? [])[0];
}

function workloadOf(frame: Frame, effect: ModuleEffect, { value, conditional }: Possible): Workload {
  const { base = "", name = "", project } = effect;
  const [path] = workloadPathsOf(base);
  const home = projectIn(frame, project);
  const caller = callerOf(frame.call.provider);
  return {
    kind: "workload",
    ...placeOf(frame.call, conditional),
    type: resourceTypeOfTerraform(base),
    purpose: path?.purpose ?? "runtime",
    name: fillValue(frame, name),
    ...(home && { project: home }),
    account: value,
    defaultAccount: path?.default ?? "unknown",
    ...(caller && { caller }),
  };
}

function operationOf(frame: Frame, effect: ModuleEffect, { value, conditional }: Possible, id: string): Operation {
  const home = projectIn(frame, effect.project);
  const caller = callerOf(frame.call.provider);
  return {
    kind: "operation",
    ...placeOf(frame.call, conditional),
    id,
    surface: "terraform",
    ...(caller && { caller }),
    ...(home && { project: home }),
    runAs: value,
    targets: {},
  };
}
