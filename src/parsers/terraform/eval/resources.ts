import type { Span } from "../../../model/source.ts";
import type { Datum, ObjectDatum } from "../datum.ts";
import type { Instance, Provisioner } from "../instances.ts";
import type { Block } from "../syntax.ts";
import { evaluateBody } from "./body.ts";
import { attributeOfInstance } from "./computed.ts";
import { blocksIn, headerOf } from "./definition.ts";
import type { Declared } from "./definition.ts";
import type { Env } from "./env.ts";
import { withCopy } from "./expansion.ts";
import type { Copy } from "./expansion.ts";
import { gathered } from "./gathered.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { ModuleScope } from "./scope.ts";

/** The resources, data sources and ephemeral resources of a module, by their key in its definition. */
export class Resources {
  private readonly scope: ModuleScope;
  private readonly made = new Map<string, readonly Instance[]>();

  constructor(scope: ModuleScope) {
    this.scope = scope;
  }

  instances(key: string): readonly Instance[] {
    const before = this.made.get(key);
    if (before) return before;
    const declared = this.scope.definition.resources.get(key);
    const copies = declared ? this.scope.copies(key, declared).copies : [];
    const made = declared ? copies.map((copy) => this.instance(key, declared, copy)) : [];
    this.made.set(key, made);
    return made;
  }

  /** All instances as one value. */
  datum(key: string, declared: Declared): Datum {
    const { form, copies } = this.scope.copies(key, declared);
    const datums = this.instances(key).map((instance, index) => asDatum(instance, copies[index]));
    const other = (copy: Copy): Datum => asDatum(this.instance(key, declared, copy));
    return gathered(form, copies, datums, other, key, headerOf(declared.block, declared.file));
  }

  private instance(key: string, declared: Declared, copy: Copy): Instance {
    const { block, file } = declared;
    const { scope } = this;
    const env = withCopy(scope.envOf(file), copy);
    const address = scope.addressOf(key + copy.suffix);
    const lifecycle = lifecycleOf(block);
    const provisioners = blocksIn(block, "provisioner");
    let config: ObjectDatum | undefined;
    return {
      mode: modeOf(key),
      type: block.labels[0]?.text ?? "",
      name: block.labels[1]?.text ?? "",
      address,
      object: `${scope.evaluation.rootDir}#${address}`,
      span: headerOf(block, file),
      dir: scope.dir,
      via: copy.via ? [...scope.origin.via, copy.via] : scope.origin.via,
      ...((copy.conditional || scope.origin.conditional) && { conditional: true }),
      provider: scope.providers.of(declared, block.labels[0]?.text ?? ""),
      ...(lifecycle && { lifecycle }),
      ...(provisioners.length > 0 && { provisioners: provisioners.map((one) => provisionerOf(one, env)) }),
      get config(): ObjectDatum {
        config ??= evaluateBody(declared, env);
        return config;
      },
    };
  }
}

const modeOf = (key: string): Instance["mode"] =>
  key.startsWith("data.") ? "data" : key.startsWith("ephemeral.") ? "ephemeral" : "managed";

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
    computed: (name: string, span: Span) => attributeOfInstance(instance, name, span),
  };
}
