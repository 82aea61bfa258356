import type { Workspace } from "../../../model/parser.ts";
import type { Problem, Span } from "../../../model/source.ts";
import type { Decoded } from "./decoded.ts";

/** Instances of resources and modules that one root may have; what goes beyond is a problem, and the rest is evaluated. */
const mostInstances = 10_000;
/** Expression nodes that one local, variable, output or block may cost; and all of a root together. */
const mostStepsOfOne = 2_000_000;
const mostSteps = 40_000_000;
/** Locals, variables and outputs that may refer to each other in a chain; deeper, the machine's stack ends. */
const deepestChain = 400;
/** Modules within modules. */
export const deepestModule = 24;

/** What the evaluation of one root module shares: its bounds and its problems. */
export class Evaluation {
  readonly rootDir: string;
  readonly workspace: Workspace;
  readonly decoded: Decoded;
  readonly problems: Problem[] = [];
  private readonly reported = new Set<string>();
  private steps = 0;
  private stepsOfOne = 0;
  private chain = 0;
  private instances = 0;

  constructor(rootDir: string, workspace: Workspace, decoded: Decoded) {
    this.rootDir = rootDir;
    this.workspace = workspace;
    this.decoded = decoded;
  }

  report(kind: Problem["kind"], message: string, at: Span): void {
    const key = `${at.path}:${at.start}:${message}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.problems.push({ kind, message, at });
  }

  /** One more expression node; `false` when there have been too many. */
  step(): boolean {
    return this.spend(1);
  }

  /** As much work as so many nodes. */
  spend(steps: number): boolean {
    // What is refused is not done: it costs no more than it takes to be refused.
    this.stepsOfOne = Math.min(this.stepsOfOne + steps, Math.max(this.stepsOfOne, mostStepsOfOne) + 1);
    return this.stepsOfOne <= mostStepsOfOne && this.steps + this.stepsOfOne <= mostSteps;
  }

  /** Evaluates something with a name, with bounds of its own on work and depth. */
  within<T>(at: Span, name: string, work: () => T, tooMuch: (why: string) => T): T {
    if (this.chain >= deepestChain) {
      this.report("limit", `${name} stands at the end of a chain of more than ${deepestChain} references`, at);
      return tooMuch("the chain of references is too long");
    }
    const before = this.begin();
    try {
      const result = work();
      if (!this.hasTooManySteps()) return result;
    } catch (error) {
      // Expressions that are nested too deeply. Close to the end of the stack there is no room to go on.
      if (!(error instanceof RangeError) || this.chain > 8) throw error;
    } finally {
      this.end(before);
    }
    this.report("limit", `${name} takes too many steps to evaluate`, at);
    return tooMuch("takes too many steps to evaluate");
  }

  private begin(): number {
    const before = this.stepsOfOne;
    this.steps += before;
    this.stepsOfOne = 0;
    this.chain++;
    return before;
  }

  private end(before: number): void {
    this.chain--;
    this.steps += this.stepsOfOne - before;
    this.stepsOfOne = before;
  }

  private hasTooManySteps(): boolean {
    return this.stepsOfOne > mostStepsOfOne || this.steps + this.stepsOfOne > mostSteps;
  }

  /** No room for the instances of further copies of a module. */
  get isFull(): boolean {
    return this.instances >= mostInstances;
  }

  /** Room for so many more instances of a block? A block of one always has room. */
  admits(count: number): boolean {
    if (count > 1 && this.instances + count > mostInstances) return false;
    this.instances += count;
    return true;
  }
}
