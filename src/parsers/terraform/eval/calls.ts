import type { Span } from "../../../model/source.ts";
import type { CallContext } from "../call.ts";
import { failure, gap } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { functions } from "../functions/index.ts";
import { readTemplate } from "../hcl/read-hcl.ts";
import { costOf, makesTooMuch } from "./call-cost.ts";
import { isFailure } from "./choices.ts";
import { isDecoder } from "./decoded.ts";
import { derived } from "./derived.ts";
import type { Env, Frame, Reading } from "./env.ts";
import { evaluate } from "./expression.ts";
import { joinPath, leavesRoot } from "./paths.ts";

/** A function of Terraform or OpenTofu with its arguments evaluated. */
export function callFunction(name: string, args: readonly Datum[], env: Env, at: Reading): Datum {
  const call = functions.get(name.startsWith("core::") ? name.slice(6) : name);
  if (!call) return gap(at.expression, whyUnknown(name), at.span);
  const failed = args.find(isFailure);
  if (failed) return failed;
  const { evaluation } = env.scope;
  if (!evaluation.spend(costOf(name, args))) return gap(at.expression, "takes too many steps", at.span);
  if (makesTooMuch(name, args)) {
    evaluation.report("limit", "This would be a text of more than 4000000 letters", at.span);
    return gap(at.expression, "is too long a text", at.span);
  }
  const work = (): Datum => call(args, new Context(env, at));
  const result = isDecoder(name) ? env.scope.evaluation.decoded.of(name, args, work) : work();
  return result.type === "unknown" && !result.failed
    ? (derived(args, (shown) => `${name}(${shown.join(", ")})`, at) ?? result)
    : result;
}

const whyUnknown = (name: string): string =>
  impure.has(name) ? `${name}() gives another value every time` : `${name}() can't be evaluated`;

const impure: ReadonlySet<string> = new Set(["timestamp", "plantimestamp", "uuid", "bcrypt"]);

/** Relative paths start at the folder where Terraform runs: the root module's. */
const located = (path: string, env: Env): string | undefined => {
  const whole = joinPath(env.scope.evaluation.rootDir, path);
  return leavesRoot(whole) ? undefined : whole;
};

const mostFiles = 10_000;

/** A call's view of the evaluator; its text and place are worked out when asked for. */
class Context implements CallContext {
  private readonly env: Env;
  private readonly at: Reading;

  constructor(env: Env, at: Reading) {
    this.env = env;
    this.at = at;
  }

  get span(): Span {
    return this.at.span;
  }

  get expression(): string {
    return this.at.expression;
  }

  limit(message: string): void {
    this.env.scope.evaluation.report("limit", message, this.at.span);
  }

  read(path: string): string | undefined {
    const whole = located(path, this.env);
    return whole === undefined ? undefined : this.env.scope.evaluation.workspace.read(whole);
  }

  locate(path: string): string | undefined {
    return located(path, this.env);
  }

  files(folder: string): readonly string[] {
    const top = located(folder, this.env);
    if (top === undefined) return [];
    const { list } = this.env.scope.evaluation.workspace;
    const files: string[] = [];
    const visit = (relative: string, depth: number): void => {
      const names = list(relative === "" ? top : joinPath(top, relative));
      if (relative !== "" && names.length === 0) files.push(relative);
      if (depth > 16 || files.length > mostFiles) return;
      for (const name of names) visit(relative === "" ? name : `${relative}/${name}`, depth + 1);
    };
    visit("", 0);
    return files;
  }

  render(template: string, path: string, variables: ReadonlyMap<string, Datum>): Datum {
    const whole = located(path, this.env) ?? path;
    const { value, problems } = readTemplate(template);
    const [problem] = problems;
    if (problem) return failure(path, problem.message, { path: whole, start: problem.start, end: problem.end });
    let frame: Frame | undefined;
    for (const [name, datum] of variables) frame = { name, value: datum, outer: frame };
    return evaluate(value, { scope: this.env.scope, file: { path: whole, text: template }, ...(frame && { frame }) });
  }
}
