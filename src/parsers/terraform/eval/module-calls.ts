import type { Span } from "../../../model/source.ts";
import { gap, text } from "../datum.ts";
import type { Datum, Entry, ObjectDatum } from "../datum.ts";
import type { RemoteCall } from "../instances.ts";
import { LazyEntry, evaluateBody, ofModuleCall } from "./body.ts";
import { expressionIn, headerOf, literalIn } from "./definition.ts";
import type { Declared, Definition } from "./definition.ts";
import { spanIn } from "./env.ts";
import { withCopy } from "./expansion.ts";
import type { Copy } from "./expansion.ts";
import { evaluate } from "./expression.ts";
import { gathered } from "./gathered.ts";
import type { Project } from "./project.ts";
import type { ModuleScope, Origin } from "./scope.ts";

/** What a module call comes to: a module of the scanned tree, or one whose source is not there. */
export type Child = { readonly copy: Copy } & ({ readonly scope: ModuleScope } | { readonly remote: RemoteCall });

/** The modules that a module calls, by the names of the calls. */
export class ModuleCalls {
  private readonly scope: ModuleScope;
  private readonly project: Project;
  private readonly made = new Map<string, readonly Child[]>();

  constructor(scope: ModuleScope, project: Project) {
    this.scope = scope;
    this.project = project;
  }

  children(name: string): readonly Child[] {
    const before = this.made.get(name);
    if (before) return before;
    this.made.set(name, []);
    const declared = this.scope.definition.calls.get(name);
    const copies = declared ? this.scope.copies(`module.${name}`, declared).copies : [];
    const made = declared ? copies.map((copy) => this.child(name, declared, copy)) : [];
    const found = made.filter((child) => child !== undefined);
    this.made.set(name, found);
    return found;
  }

  /** The outputs of all copies as one value. */
  datum(name: string, declared: Declared): Datum {
    const span = headerOf(declared.block, declared.file);
    const { form } = this.scope.copies(`module.${name}`, declared);
    const children = this.children(name);
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
    const copies = children.map(({ copy }) => copy);
    return gathered(form, copies, datums, other, `module.${name}`, span);
  }

  private child(name: string, declared: Declared, copy: Copy): Child | undefined {
    const { scope } = this;
    const definition = this.calledDefinition(name, declared);
    if (!definition) return { copy, remote: this.remoteCall(name, declared, copy) };
    const label = `module.${name}${copy.suffix}`;
    const span = headerOf(declared.block, declared.file);
    if (!scope.mayDescend(definition.dir)) {
      scope.evaluation.report("limit", `module.${name} calls a module that it is part of`, span);
      return undefined;
    }
    const origin: Origin = {
      parent: scope,
      call: declared,
      env: withCopy(scope.envOf(declared.file), copy),
      address: scope.addressOf(label),
      path: scope.pathOf(name),
      via: [...scope.origin.via, { label, span }],
      conditional: copy.conditional || scope.origin.conditional,
    };
    return { copy, scope: scope.below(definition, origin) };
  }

  private calledDefinition(name: string, declared: Declared): Definition | undefined {
    const source = this.sourceOf(declared);
    if (source === undefined) return undefined;
    const installed = source.startsWith(".")
      ? undefined
      : this.project.installed(this.scope.evaluation.rootDir, this.scope.pathOf(name));
    const version = literalIn(declared.block, "version");
    const folder = installed ?? this.project.folderOfSource(this.scope.dir, source, version);
    return folder === undefined ? undefined : this.project.definition(folder);
  }

  /** Where a called module is, as written; OpenTofu lets it depend on variables. */
  sourceOf({ block, file }: Declared): string | undefined {
    const literal = literalIn(block, "source");
    const expression = expressionIn(block, "source");
    if (literal !== undefined || !expression) return literal;
    const datum = evaluate(expression, this.scope.envOf(file));
    return datum.type === "string" ? datum.text : undefined;
  }

  private remoteCall(name: string, declared: Declared, copy: Copy): RemoteCall {
    const { block, file } = declared;
    const { scope } = this;
    const label = `module.${name}${copy.suffix}`;
    const span = headerOf(block, file);
    const address = scope.addressOf(label);
    const version = literalIn(block, "version");
    const env = withCopy(scope.envOf(file), copy);
    const provider = scope.providers.passed(declared, "google") ?? { name: "google" };
    let args: ObjectDatum | undefined;
    return {
      source: this.sourceOf(declared) ?? "",
      ...(version !== undefined && { version }),
      name,
      address,
      object: `${scope.evaluation.rootDir}#${address}`,
      span,
      dir: scope.dir,
      via: [...scope.origin.via, { label, span }],
      ...((copy.conditional || scope.origin.conditional) && { conditional: true }),
      provider,
      get args(): ObjectDatum {
        args ??= evaluateBody(declared, env, ofModuleCall);
        return args;
      },
    };
  }
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
