import type { Via } from "../../../model/fact.ts";
import { failure, gap, text } from "../datum.ts";
import type { Datum } from "../datum.ts";
import type { Expression } from "../syntax.ts";
import { expressionIn, headerOf } from "./definition.ts";
import type { Declared, Definition } from "./definition.ts";
import type { Env, Reading, Scope, TextFile } from "./env.ts";
import { deepestModule } from "./evaluation.ts";
import type { Evaluation } from "./evaluation.ts";
import { expand } from "./expansion.ts";
import type { Copies } from "./expansion.ts";
import { evaluate } from "./expression.ts";
import { ModuleCalls } from "./module-calls.ts";
import { relativePath } from "./paths.ts";
import type { Project } from "./project.ts";
import { Providers } from "./providers.ts";
import { Resources } from "./resources.ts";
import { convert, typeOf } from "./type-constraints.ts";
import { validated } from "./validation.ts";

/** How a module came to be evaluated. */
export interface Origin {
  readonly parent?: ModuleScope;
  /** The block that calls it, in the parent. */
  readonly call?: Declared;
  /** What the caller's arguments see. */
  readonly env?: Env;
  /** Address of the call, with keys: `module.iam["a"]`; empty for a root. */
  readonly address: string;
  /** Names of the calls, as `.terraform/modules/modules.json` has them: `iam.member`. */
  readonly path: string;
  readonly via: readonly Via[];
  readonly conditional: boolean;
  /** A root's variables that are set from outside. */
  readonly values?: ReadonlyMap<string, Datum>;
}

/** How names of a module begin; those of resources, `google_project.p` and `data.google_project.p`, with nothing of their own. */
type Namespace = "" | "var." | "local." | "output." | "module.";

/** One evaluation of a module: its names, each evaluated once, when first asked for. */
export class ModuleScope implements Scope {
  readonly evaluation: Evaluation;
  readonly definition: Definition;
  readonly origin: Origin;
  readonly providers: Providers;
  readonly resources: Resources;
  readonly calls: ModuleCalls;
  private readonly project: Project;
  private readonly values: Readonly<Record<Namespace, Map<string, Datum | typeof pending>>> = {
    "": new Map(),
    "var.": new Map(),
    "local.": new Map(),
    "output.": new Map(),
    "module.": new Map(),
  };
  private readonly copiesByKey = new Map<string, Copies>();

  constructor(definition: Definition, origin: Origin, evaluation: Evaluation, project: Project) {
    this.definition = definition;
    this.origin = origin;
    this.evaluation = evaluation;
    this.project = project;
    this.providers = new Providers(this);
    this.resources = new Resources(this);
    this.calls = new ModuleCalls(this, project);
  }

  get dir(): string {
    return this.definition.dir;
  }

  /** The scope of a module that this one calls. */
  below(definition: Definition, origin: Origin): ModuleScope {
    return new ModuleScope(definition, origin, this.evaluation, this.project);
  }

  envOf(file: TextFile): Env {
    return { scope: this, file };
  }

  variable(name: string, at: Reading): Datum {
    const declared = this.definition.variables.get(name);
    if (!declared) return undeclared(at, at.expression);
    const datum = this.once("var.", name, at, () => this.evaluateVariable(name, declared, at));
    // What nobody wrote has its place where it is asked for.
    return datum.type === "unknown" && !this.origin.call ? { ...datum, span: at.span } : datum;
  }

  private evaluateVariable(name: string, declared: Declared, at: Reading): Datum {
    const { block, file } = declared;
    const env = this.envOf(file);
    const given = this.given(name);
    const byDefault = expressionIn(block, "default");
    const wantsDefault = !given || (given.type === "null" && isFalse(expressionIn(block, "nullable")));
    const value = !wantsDefault ? given : byDefault && evaluate(byDefault, env);
    const typed = convertTo(expressionIn(block, "type"), value ?? this.absent(name, at), env);
    const narrowed = typed.type === "unknown" && !typed.choices ? (validated(block, name, env, typed) ?? typed) : typed;
    return isTrue(expressionIn(block, "sensitive")) ? { ...narrowed, sensitive: true } : narrowed;
  }

  /** What the caller or the tfvars files say. */
  private given(name: string): Datum | undefined {
    const { call, env, values } = this.origin;
    if (!call || !env) return values?.get(name);
    const item = call.block.body.items.find((one) => one.type === "attribute" && one.name.text === name);
    if (item?.type !== "attribute") return undefined;
    return evaluate(item.value, { ...env, file: call.foreign?.get(item) ?? call.file });
  }

  private absent(name: string, at: Reading): Datum {
    const why = this.origin.call ? `var.${name} is not given by ${this.origin.address}` : `var.${name} has no default`;
    return { ...gap(`var.${name}`, why, at.span), notNull: true };
  }

  local(name: string, at: Reading): Datum {
    const declared = this.definition.locals.get(name);
    if (!declared) return undeclared(at, at.expression);
    const { attribute, file } = declared;
    return this.once("local.", name, at, () => evaluate(attribute.value, this.envOf(file)));
  }

  output(name: string, at: Reading): Datum {
    const declared = this.definition.outputs.get(name);
    const value = declared && expressionIn(declared.block, "value");
    if (!declared || !value) return undeclared(at, `output.${name}`);
    return this.once("output.", name, at, () => {
      const datum = evaluate(value, this.envOf(declared.file));
      return isTrue(expressionIn(declared.block, "sensitive")) ? { ...datum, sensitive: true } : datum;
    });
  }

  path(name: string, at: Reading): Datum {
    const { rootDir } = this.evaluation;
    if (name === "module") return text(relativePath(rootDir, this.dir), at.span);
    if (name === "root") return text(".", at.span);
    return gap(at.expression, `${at.expression} depends on where it is run`, at.span);
  }

  resource(mode: "managed" | "data" | "ephemeral", type: string, name: string, at: Reading): Datum {
    const key = mode === "managed" ? `${type}.${name}` : `${mode}.${type}.${name}`;
    const declared = this.definition.resources.get(key);
    if (!declared) return undeclared(at, key);
    return this.once("", key, at, () => this.resources.datum(key, declared));
  }

  /** The instances that a block stands for. */
  copies(key: string, declared: Declared): Copies {
    const before = this.copiesByKey.get(key);
    if (before) return before;
    this.copiesByKey.set(key, { form: "single", copies: [] });
    const at = headerOf(declared.block, declared.file);
    const env = this.envOf(declared.file);
    const work = (): Copies => expand(declared, env);
    const made = this.evaluation.within(at, key, work, (): Copies => ({ form: "single", copies: [] }));
    this.copiesByKey.set(key, made);
    return made;
  }

  addressOf(local: string): string {
    return this.origin.address === "" ? local : `${this.origin.address}.${local}`;
  }

  call(name: string, at: Reading): Datum {
    const declared = this.definition.calls.get(name);
    if (!declared) return undeclared(at, at.expression);
    return this.once("module.", name, at, () => this.calls.datum(name, declared));
  }

  pathOf(name: string): string {
    return this.origin.path === "" ? name : `${this.origin.path}.${name}`;
  }

  /** A module that is part of itself has no end. */
  mayDescend(dir: string, depth = 1): boolean {
    if (this.dir === dir || depth > deepestModule) return false;
    return this.origin.parent?.mayDescend(dir, depth + 1) ?? true;
  }

  /** Evaluates a name once; one that needs itself is a problem. */
  private once(namespace: Namespace, name: string, at: Reading, work: () => Datum): Datum {
    const values = this.values[namespace];
    const before = values.get(name);
    if (before !== undefined && before !== pending) return before;
    const whole = namespace + name;
    if (before === pending) {
      this.evaluation.report("unanalysed", `${whole} refers to itself`, at.span);
      return gap(at.expression, `${whole} refers to itself`, at.span);
    }
    values.set(name, pending);
    try {
      const made = this.evaluation.within(at.span, whole, work, (why) => gap(at.expression, why, at.span));
      values.set(name, made);
      return made;
    } finally {
      if (values.get(name) === pending) values.delete(name);
    }
  }
}

/** Terraform refuses the whole module. */
const undeclared = ({ expression, span }: Reading, name: string): Datum => ({
  ...failure(expression, `${name} is not declared`, span),
  fatal: true,
});

const pending = Symbol("being evaluated");

function convertTo(type: Expression | undefined, value: Datum, env: Env): Datum {
  return type ? convert(value, typeOf(type), (expression) => evaluate(expression, env)) : value;
}

const isTrue = (expression: Expression | undefined): boolean => expression?.type === "boolean" && expression.value;
const isFalse = (expression: Expression | undefined): boolean => expression?.type === "boolean" && !expression.value;
