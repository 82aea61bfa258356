import type { Fact, Operation } from "../../../model/fact.ts";
import { type Value, show } from "../../../model/value.ts";
import type { Machine } from "../eval/machine.ts";
import { type Term, toValue } from "../terms.ts";
import type { Call } from "./arguments.ts";
import { argument } from "./arguments.ts";

/** What is known of the pipelines of a program: which function a file was compiled from, and as whom each runs. */
interface Pipelines {
  readonly compiled: Map<string, object>;
  readonly accounts: Map<object, (Value | undefined)[]>;
  readonly steps: Map<Fact, object>;
}

function pipelinesOf(machine: Machine): Pipelines {
  const known = machine.memory.get("pipelines") as Pipelines | undefined;
  const pipelines = known ?? { compiled: new Map(), accounts: new Map(), steps: new Map() };
  machine.memory.set("pipelines", pipelines);
  return pipelines;
}

/** `compiler.Compiler().compile(pipeline_func=weekly, package_path="weekly.json")` */
export function pipelineCompiled(machine: Machine, { name, args }: Call): void {
  if (!/^kfp\..*Compiler\.compile$/.test(name)) return;
  const [run, path] = [args.get("pipeline_func") ?? args.get("0"), args.get("package_path") ?? args.get("1")];
  if (run?.type === "function" && path !== undefined) pipelinesOf(machine).compiled.set(show(toValue(path)), run.node);
}

/** What is called while the function of a pipeline is read, its steps will call. */
export function noteStep(machine: Machine, operation: Operation): void {
  if (operation.caller !== undefined) return;
  const pipeline = machine.stack.find(({ node }) => isPipeline(machine.seen.get(node)))?.node;
  if (pipeline !== undefined) pipelinesOf(machine).steps.set(operation, pipeline);
}

/** `@dsl.pipeline(name="weekly")` */
const isPipeline = (term: Term | undefined): boolean =>
  term?.type === "function" && term.decorators.some((name) => /^kfp\..*\bpipeline$/.test(name));

/** `PipelineJob(template_path="weekly.json").submit(service_account=…)` */
export function noteRun(machine: Machine, call: Call, id: string, runAs: Term | undefined): void {
  if (id !== "pipelinejob.create" && id !== "schedule.create") return;
  const job = argument(call, "pipeline_job");
  const of: Call = job?.type === "instance" ? { ...call, self: job } : call;
  const [run, path] = [argument(of, "pipeline_func"), argument(of, "template_path")];
  const { compiled, accounts } = pipelinesOf(machine);
  const pipeline = run?.type === "function" ? run.node : path && compiled.get(show(toValue(path)));
  if (pipeline !== undefined) accounts.set(pipeline, [...(accounts.get(pipeline) ?? []), runAs && toValue(runAs)]);
}

/** The steps of a pipeline call as the account that all its runs name. */
export function withCallers(machine: Machine): readonly Fact[] {
  const { steps, accounts } = pipelinesOf(machine);
  return machine.facts.map((fact) => {
    const pipeline = steps.get(fact);
    const [first, ...rest] = (pipeline && accounts.get(pipeline)) ?? [];
    if (fact.kind !== "operation" || first === undefined) return fact;
    return rest.every((one) => one !== undefined && show(one) === show(first)) ? { ...fact, caller: first } : fact;
  });
}
