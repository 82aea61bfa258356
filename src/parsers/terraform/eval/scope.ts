import type { Via } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { asKey, gap, keyText, list, number, object, text } from "../datum.ts";
import type { Datum, Entry, ObjectDatum } from "../datum.ts";
import type { Instance, Provider, Provisioner, RemoteCall } from "../instances.ts";
import type { Block, Expression } from "../syntax.ts";
import { LazyEntry, evaluateBody } from "./body.ts";
import { certain } from "./choices.ts";
import { attributeOfInstance } from "./computed.ts";
import { blocksIn, expressionIn, headerOf, literalIn } from "./definition.ts";
import type { Declared, Definition } from "./definition.ts";
import { spanIn } from "./env.ts";
import type { Env, Reading, Scope, TextFile } from "./env.ts";
import type { Evaluation } from "./evaluation.ts";
import { deepestModule } from "./evaluation.ts";
import { expand } from "./expansion.ts";
import type { Copies, Copy } from "./expansion.ts";
import { evaluate } from "./expression.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { joinPath, relativePath } from "./paths.ts";
import type { Project } from "./project.ts";
import { convert, typeOf } from "./types.ts";
import { validated } from "./validation.ts";
import { Providers } from "./providers.ts";

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

/** What a module call comes to: a module of the scanned tree, or one whose source is not there. */
export type Child = { readonly copy: Copy } & ({ readonly scope: ModuleScope } | { readonly remote: RemoteCall });

/** One evaluation of a module: its names, each evaluated once, when first asked for. */
export class ModuleScope implements Scope {
  readonly evaluation: Evaluation;
  readonly definition: Definition;
  readonly origin: Origin;
  readonly providers: Providers;
  private readonly project: Project;
  private readonly values = new Map<string, Datum | typeof pending>();
  private readonly instancesByKey = new Map<string, readonly Instance[]>();
  private readonly childrenByName = new Map<string, readonly Child[]>();

  constructor(definition: Definition, origin: Origin, evaluation: Evaluation, project: Project) {
    this.definition = definition;
    this.origin = origin;
    this.evaluation = evaluation;
    this.project = project;
    this.providers = new Providers(this);
  }

  get dir(): string {
    return this.definition.dir;
  }

  envOf(file: TextFile): Env {
    return { scope: this, file };
  }

  variable(name: string, at: Reading): Datum {
    const declared = this.definition.variables.get(name);
    if (!declared) return gap(at.expression, `${at.expression} is not declared`, at.span);
    const datum = this.once(`var.${name}`, at, () => this.evaluateVariable(name, declared, at));
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
    if (!declared) return gap(at.expression, `${at.expression} is not declared`, at.span);
    const { attribute, file } = declared;
    return this.once(`local.${name}`, at, () => evaluate(attribute.value, this.envOf(file)));
  }

  output(name: string, at: Reading): Datum {
    const declared = this.definition.outputs.get(name);
    const value = declared && expressionIn(declared.block, "value");
    if (!declared || !value) return gap(at.expression, `there is no output ${name}`, at.span);
    return this.once(`output.${name}`, at, () => {
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
    if (!declared) return gap(at.expression, `${key} is not declared`, at.span);
    return this.once(key, at, () => this.resourceDatum(key, declared));
  }

  /** All instances of a resource, data source or ephemeral resource, by its key in the definition. */
  instances(key: string): readonly Instance[] {
    const before = this.instancesByKey.get(key);
    if (before) return before;
    const declared = this.definition.resources.get(key);
    const made = declared ? this.copies(key, declared).copies.map((copy) => this.instance(key, declared, copy)) : [];
    this.instancesByKey.set(key, made);
    return made;
  }

  private readonly copiesByKey = new Map<string, Copies>();

  private copies(key: string, declared: Declared): Copies {
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

  private instance(key: string, declared: Declared, copy: Copy): Instance {
    const { block, file } = declared;
    const env = withCopy(this.envOf(file), copy);
    const address = this.addressOf(key + copy.suffix);
    const provider = this.providers.of(declared, block.labels[0]?.text ?? "");
    const lifecycle = lifecycleOf(block);
    const provisioners = blocksIn(block, "provisioner");
    let config: ObjectDatum | undefined;
    return {
      mode: modeOf(key),
      type: block.labels[0]?.text ?? "",
      name: block.labels[1]?.text ?? "",
      address,
      object: `${this.evaluation.rootDir}#${address}`,
      span: headerOf(block, file),
      dir: this.dir,
      via: copy.via ? [...this.origin.via, copy.via] : this.origin.via,
      ...((copy.conditional || this.origin.conditional) && { conditional: true }),
      provider,
      ...(lifecycle && { lifecycle }),
      ...(provisioners.length > 0 && { provisioners: provisioners.map((one) => provisionerOf(one, env)) }),
      get config(): ObjectDatum {
        config ??= evaluateBody(declared, env);
        return config;
      },
    };
  }

  addressOf(local: string): string {
    return this.origin.address === "" ? local : `${this.origin.address}.${local}`;
  }

  private resourceDatum(key: string, declared: Declared): Datum {
    const { form, copies } = this.copies(key, declared);
    const instances = this.instances(key);
    const datums = instances.map((instance, index) => asDatum(instance, copies[index]));
    const other = (copy: Copy): Datum => asDatum(this.instance(key, declared, copy));
    return gathered(form, copies, datums, other, key, headerOf(declared.block, declared.file));
  }

  call(name: string, at: Reading): Datum {
    const declared = this.definition.calls.get(name);
    if (!declared) return gap(at.expression, `${at.expression} is not declared`, at.span);
    return this.once(`module.${name}`, at, () => this.callDatum(name, declared));
  }

  private callDatum(name: string, declared: Declared): Datum {
    const span = headerOf(declared.block, declared.file);
    const { form } = this.callCopies(name, declared);
    const children = this.children(name);
    const copies = children.map(({ copy }) => copy);
    const datums = children.map((child) => outputsOf(child, span));
    const others = new Map<string, Datum>();
    const other = (copy: Copy): Datum => {
      const before = others.get(copy.suffix);
      if (before) return before;
      const child = this.child(name, declared, copy);
      const made = child ? outputsOf(child, span) : gap(`module.${name}`, `module.${name} can't be evaluated`, span);
      others.set(copy.suffix, made);
      return made;
    };
    return gathered(form, copies, datums, other, `module.${name}`, span);
  }

  private callCopies(name: string, declared: Declared): Copies {
    return this.copies(`module.${name}`, declared);
  }

  /** What the calls of a module come to. */
  children(name: string): readonly Child[] {
    const before = this.childrenByName.get(name);
    if (before) return before;
    const declared = this.definition.calls.get(name);
    this.childrenByName.set(name, []);
    const made = declared ? this.callCopies(name, declared).copies.map((copy) => this.child(name, declared, copy)) : [];
    const found = made.filter((child) => child !== undefined);
    this.childrenByName.set(name, found);
    return found;
  }

  private child(name: string, declared: Declared, copy: Copy): Child | undefined {
    const definition = this.calledDefinition(name, declared);
    if (!definition) return { copy, remote: this.remoteCall(name, declared, copy) };
    const label = `module.${name}${copy.suffix}`;
    const span = headerOf(declared.block, declared.file);
    if (!this.mayDescend(definition.dir)) {
      this.evaluation.report("limit", `module.${name} calls a module that it is part of`, span);
      return undefined;
    }
    const origin: Origin = {
      parent: this,
      call: declared,
      env: withCopy(this.envOf(declared.file), copy),
      address: this.addressOf(label),
      path: this.pathOf(name),
      via: [...this.origin.via, { label, span }],
      conditional: copy.conditional || this.origin.conditional,
    };
    return { copy, scope: new ModuleScope(definition, origin, this.evaluation, this.project) };
  }

  private pathOf(name: string): string {
    return this.origin.path === "" ? name : `${this.origin.path}.${name}`;
  }

  private mayDescend(dir: string, depth = 1): boolean {
    if (this.dir === dir || depth > deepestModule) return false;
    return this.origin.parent?.mayDescend(dir, depth + 1) ?? true;
  }

  private calledDefinition(name: string, declared: Declared): Definition | undefined {
    const source = this.sourceOf(declared);
    if (source === undefined) return undefined;
    if (/^\.\.?(?:\/|$)/.test(source)) return this.project.definition(joinPath(this.dir, source));
    const installed = this.project.installed(this.evaluation.rootDir, this.pathOf(name));
    return installed === undefined ? undefined : this.project.definition(installed);
  }

  /** Where a called module is, as written; OpenTofu lets it depend on variables. */
  sourceOf({ block, file }: Declared): string | undefined {
    const literal = literalIn(block, "source");
    const expression = expressionIn(block, "source");
    if (literal !== undefined || !expression) return literal;
    const datum = evaluate(expression, this.envOf(file));
    return datum.type === "string" ? datum.text : undefined;
  }

  private remoteCall(name: string, declared: Declared, copy: Copy): RemoteCall {
    const { block, file } = declared;
    const label = `module.${name}${copy.suffix}`;
    const span = headerOf(block, file);
    const address = this.addressOf(label);
    const version = literalIn(block, "version");
    const env = withCopy(this.envOf(file), copy);
    const provider: Provider = this.providers.passed(declared, "google") ?? { name: "google" };
    let args: ObjectDatum | undefined;
    return {
      source: this.sourceOf(declared) ?? "",
      ...(version !== undefined && { version }),
      name,
      address,
      object: `${this.evaluation.rootDir}#${address}`,
      span,
      dir: this.dir,
      via: [...this.origin.via, { label, span }],
      ...((copy.conditional || this.origin.conditional) && { conditional: true }),
      provider,
      get args(): ObjectDatum {
        args ??= evaluateBody(declared, env);
        return args;
      },
    };
  }

  /** Evaluates a name once; one that needs itself is a problem. */
  private once(name: string, at: Reading, work: () => Datum): Datum {
    const before = this.values.get(name);
    if (before === pending) {
      this.evaluation.report("unanalysed", `${name} refers to itself`, at.span);
      return gap(at.expression, `${name} refers to itself`, at.span);
    }
    if (before) return before;
    this.values.set(name, pending);
    try {
      const made = this.evaluation.within(at.span, name, work, (why) => gap(at.expression, why, at.span));
      this.values.set(name, made);
      return made;
    } finally {
      if (this.values.get(name) === pending) this.values.delete(name);
    }
  }
}

const pending = Symbol("being evaluated");

const modeOf = (key: string): Instance["mode"] =>
  key.startsWith("data.") ? "data" : key.startsWith("ephemeral.") ? "ephemeral" : "managed";

const withCopy = (env: Env, { each, count }: Copy): Env => ({ ...env, ...(each && { each }), ...(count && { count }) });

const provisionerOf = (block: Block, env: Env): Provisioner => ({
  type: block.labels[0]?.text ?? "",
  span: headerOf(block, env.file),
  config: evaluateBody({ block, file: env.file }, env),
});

/** A resource as others see it: its arguments, and what the provider computes. */
function asDatum(instance: Instance, copy?: Copy): Datum {
  return {
    type: "object",
    form: "object",
    span: instance.span,
    ...(copy?.conditional === true && { conditional: true }),
    get entries() {
      return instance.config.entries;
    },
    computed: (name, span) => attributeOfInstance(instance, name, span),
  };
}

function outputsOf(child: Child, span: Span): Datum {
  const mark = child.copy.conditional && { conditional: true as const };
  if ("remote" in child) {
    const { object: target } = child.remote;
    const computed = (name: string, at: Span): Datum => ({
      type: "pattern",
      parts: [{ target, attribute: name }],
      why: "",
      span: at,
    });
    return { type: "object", form: "object", span, entries: new Map(), computed, ...mark };
  }
  const { scope } = child;
  const entries = new Map<string, Entry>();
  for (const [name, { block, file }] of scope.definition.outputs) {
    const at = { expression: `${scope.origin.address}.${name}`, span: spanIn(scope.envOf(file), block.name) };
    entries.set(name, new LazyEntry(text(name, at.span), () => scope.output(name, at)));
  }
  return { type: "object", form: "object", span, entries, ...mark };
}

/** All instances of a block as one value: itself, a list, or a map; `other`: one of those that can't be enumerated. */
function gathered(
  form: Copies["form"],
  copies: readonly Copy[],
  datums: readonly Datum[],
  other: (copy: Copy) => Datum,
  name: string,
  span: Span,
): Datum {
  if (form === "single") return datums[0] ?? gap(name, `${name} can't be evaluated`, span);
  const more = copies.find((copy) => copy.more);
  const open = more && datums[copies.indexOf(more)];
  if (form === "count") return listOfInstances(copies, datums, open, other, span);
  const entries = new Map<string, Entry>();
  for (const [index, copy] of copies.entries()) {
    const value = datums[index];
    if (!value || !copy.each || copy.more) continue;
    const key = keyOf(copy.each.key);
    entries.set(keyText(key), { key, value });
  }
  if (!more?.each || !open) return object(entries, span);
  const { key, value } = more.each;
  const named = (label: string, at: Span): Datum | undefined =>
    entries.has(label)
      ? undefined
      : other({ ...more, suffix: `[${JSON.stringify(label)}]`, each: { key: text(label, at), value } });
  return { ...object(entries, span, "object", { key: keyOf(key), value: certain(open) }), computed: named };
}

function listOfInstances(
  copies: readonly Copy[],
  datums: readonly Datum[],
  open: Datum | undefined,
  other: (copy: Copy) => Datum,
  span: Span,
): Datum {
  const [more] = copies;
  if (!more || !open) return { ...list(datums, span), fixed: true };
  const numbered = (index: number, at: Span): Datum =>
    other({ ...more, suffix: `[${index}]`, count: number(index, at) });
  return { ...list([], span, "tuple", certain(open)), fixed: true, computed: numbered };
}

const keyOf = (datum: Datum): Entry["key"] => asKey(datum) ?? gap("each.key", "is no key", datum.span);

function convertTo(type: Expression | undefined, value: Datum, env: Env): Datum {
  return type ? convert(value, typeOf(type), (expression) => evaluate(expression, env)) : value;
}

const isTrue = (expression: Expression | undefined): boolean => expression?.type === "boolean" && expression.value;
const isFalse = (expression: Expression | undefined): boolean => expression?.type === "boolean" && !expression.value;
