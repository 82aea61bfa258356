import type { Operation } from "./fact.ts";
import type { Value } from "./value.ts";

/** The account of the pipeline that this operation is a step of, where something says both. */
export function pipelineAccountOf(step: Operation, operations: readonly Operation[]): Value | undefined {
  if (step.surface !== "kfp" || isPipeline(step)) return undefined;
  return step.caller ?? operations.find((one) => isPipeline(one) && one.span.path === step.span.path)?.runAs;
}

const isPipeline = ({ id }: Operation): boolean => id === "pipelinejob.create" || id === "schedule.create";
