import { attribute } from "../datum.ts";
import type { Datum, ObjectDatum } from "../datum.ts";
import type { Provider, ProviderConfig } from "../instances.ts";
import type { Expression } from "../syntax.ts";
import { evaluateBody } from "./body.ts";
import { expressionIn, headerOf, literalIn } from "./definition.ts";
import type { Declared } from "./definition.ts";
import type { Env } from "./env.ts";
import { evaluate } from "./expression.ts";
import type { ModuleScope } from "./scope.ts";

/** The provider configurations that a module's resources get: its own, those passed to it, or its parent's. */
export class Providers {
  private readonly scope: ModuleScope;
  private readonly found = new Map<string, Provider | undefined>();
  private own: readonly ProviderConfig[] | undefined;

  constructor(scope: ModuleScope) {
    this.scope = scope;
  }

  /** The provider of a resource: what it names, else the one its type belongs to. */
  of({ block }: Declared, type: string): Provider {
    const named = expressionIn(block, "provider");
    const reference = (named && referenceIn(named)) ?? { name: type.split("_")[0] ?? type };
    return this.find(reference) ?? reference;
  }

  /** What a call passes for a provider, or what the called module inherits. */
  passed({ block }: Declared, name: string, alias?: string): Provider | undefined {
    const map = expressionIn(block, "providers");
    if (map?.type === "object") {
      for (const { key, value } of map.items) {
        const inner = referenceIn(key);
        const outer = referenceIn(value);
        if (inner && outer && inner.name === name && inner.alias === alias) return this.find(outer) ?? outer;
      }
    }
    return alias === undefined ? this.find({ name }) : undefined;
  }

  /** The module's own `provider` blocks. */
  configs(): readonly ProviderConfig[] {
    this.own ??= this.scope.definition.providers.map((declared) => this.config(declared));
    return this.own;
  }

  private find({ name, alias }: ProviderReference): Provider | undefined {
    const key = `${name}.${alias ?? ""}`;
    if (this.found.has(key)) return this.found.get(key);
    const made = this.search(name, alias);
    this.found.set(key, made);
    return made;
  }

  private search(name: string, alias: string | undefined): Provider | undefined {
    const own = this.configs().find((config) => config.name === name && config.alias === alias);
    if (own) return providerOf(own);
    const { parent, call } = this.scope.origin;
    return parent && call ? parent.providers.passed(call, name, alias) : undefined;
  }

  private config(declared: Declared): ProviderConfig {
    const { block, file } = declared;
    const { scope } = this;
    const name = block.labels[0]?.text ?? "";
    const alias = literalIn(block, "alias");
    const token = expressionIn(block, "access_token");
    let config: ObjectDatum | undefined;
    return {
      name,
      ...(alias !== undefined && { alias }),
      address: scope.addressOf(alias === undefined ? `provider.${name}` : `provider.${name}.${alias}`),
      span: headerOf(block, file),
      dir: scope.dir,
      via: scope.origin.via,
      ...(scope.origin.conditional && { conditional: true }),
      get config(): ObjectDatum {
        config ??= evaluateBody(declared, scope.envOf(file));
        return config;
      },
      get actsAs(): Datum | undefined {
        return token && minted(token, scope.envOf(file));
      },
    };
  }
}

/** `data.google_service_account_access_token.x.access_token`: whose token that is. */
function minted(token: Expression, env: Env): Datum | undefined {
  if (token.type !== "get-attribute" || token.name.text !== "access_token") return undefined;
  const source = evaluate(token.object, env);
  return source.type === "object" ? attribute(source, "target_service_account") : undefined;
}

interface ProviderReference {
  readonly name: string;
  readonly alias?: string;
}

/** `google`, `google.prod`, `"google.prod"`, OpenTofu's `google.by_region["eu"]` */
function referenceIn(expression: Expression): ProviderReference | undefined {
  if (expression.type === "get-index") return referenceIn(expression.object);
  if (expression.type === "variable") return { name: expression.name };
  if (expression.type === "get-attribute" && expression.object.type === "variable") {
    return { name: expression.object.name, alias: expression.name.text };
  }
  const part = expression.type === "template" ? expression.parts[0] : undefined;
  if (part?.type !== "literal") return undefined;
  const [name = "", alias] = part.text.split(".");
  return alias === undefined ? { name } : { name, alias };
}

/** Evaluated when asked for: a provider's arguments may depend on much. */
const providerOf = (config: ProviderConfig): Provider => ({
  name: config.name,
  ...(config.alias !== undefined && { alias: config.alias }),
  get project(): Datum | undefined {
    return attribute(config.config, "project");
  },
  get region(): Datum | undefined {
    return attribute(config.config, "region");
  },
  get zone(): Datum | undefined {
    return attribute(config.config, "zone");
  },
  get impersonates(): Datum | undefined {
    return attribute(config.config, "impersonate_service_account") ?? config.actsAs;
  },
});
