import type { ProviderDefaults } from "../../../model/configuration.ts";
import { providerDefaults } from "../../../gcp/configured-resources.ts";
import { terraformDataOfPulumi, terraformTypeOfPulumi } from "../../../gcp/pulumi-resources.ts";
import { jsonText } from "../eval/globals.ts";
import type { Value } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { makeResource } from "../resources.ts";
import {
  type DictTerm,
  type ExternalTerm,
  type Term,
  gap,
  joined,
  knownText,
  language,
  list,
  literal,
  toValue,
} from "../terms.ts";
import { setEntry } from "../eval/evaluate.ts";
import { isCallbackFunction, makeCallbackFunction, makesCallbackFunction } from "./callback-functions.ts";
import { projectName, setting, stackName } from "./stack-settings.ts";

/** `@pulumi/pulumi`: what it does with values. */
export function callPulumi(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  if (call === undefined || call.kind === "member") return undefined;
  const names = steps.flatMap((step) => (step.kind === "member" ? [step.name] : []));
  const [first] = call.args;
  const { path } = site.scope.module;
  switch (names.join(".")) {
    case "concat":
      return joined(call.args, first?.span ?? site.span);
    case "interpolate":
    case "output":
    case "secret":
    case "unsecret":
    case "output.create":
    case "Output.create":
      return first;
    case "all":
      return call.args.length === 1 ? first : list([...call.args], site.span);
    case "jsonStringify":
      return first && jsonText(first, site.span);
    case "getStack":
      return stackName(machine, path, site.span);
    case "getProject":
      return projectName(machine, path, site.span);
    default:
      return ofConfig(machine, steps, site);
  }
}

/** `new pulumi.Config("gcp").require("project")` */
function ofConfig(machine: Machine, steps: ExternalTerm["steps"], site: Site): Term | undefined {
  const at = steps.findIndex(({ kind }) => kind === "new");
  const [maker, made, method, call] = [steps[at - 1], steps[at], steps[at + 1], steps[at + 2]];
  if (maker?.kind !== "member" || maker.name !== "Config" || made?.kind !== "new") return undefined;
  if (method?.kind !== "member" || call?.kind !== "call" || steps.length > at + 3) return undefined;
  const key = knownText(call.args[0]);
  const isPlain = /^(?:get|require)(?:Number|Boolean|Object)?$/.test(method.name);
  if (key === undefined) return undefined;
  if (!isPlain)
    return gap(`config ${key}`, /Secret/.test(method.name) ? "is a secret" : "is set by the stack", site.span);
  return setting(machine, site.scope.module.path, knownText(made.args[0]), key, site.span, {
    isOptional: method.name.startsWith("get"),
    isObject: method.name.endsWith("Object"),
  });
}

/** `gcp.config.project` */
export function memberOfGcp(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const [config, key] = steps;
  if (config?.kind !== "member" || config.name !== "config" || key?.kind !== "member") return undefined;
  return setting(machine, site.scope.module.path, "gcp", key.name, site.span);
}

/** `new gcp.projects.IAMMember(…)`, `gcp.organizations.getIAMPolicy(…)` */
export function callGcp(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  const names = steps.flatMap((step) => (step.kind === "member" ? [step.name] : []));
  if (call === undefined || call.kind === "member" || names.length < 1) return undefined;
  const name = names.at(-1) ?? "";
  const module = names.find((one) => /^[a-z]/.test(one)) ?? "";
  if (call.kind === "new") return newResource(machine, module, name, call.args, site);
  if (name === "get") return lookUpResource(machine, names, call.args, site);
  const type = terraformDataOfPulumi(module, name);
  const [args, options] = call.args;
  noteQuery(machine, name, args, providerOf(machine, options, site)().impersonates, site);
  return makeResource(
    machine,
    {
      surface: "pulumi",
      mode: "data",
      type: type ?? "",
      name: undefined,
      className: `${module}.${name}`,
      args,
      provider: providerOf(machine, options, site),
    },
    site,
  );
}

/** The one look-up that runs something. */
function noteQuery(
  machine: Machine,
  name: string,
  args: Term | undefined,
  caller: Value | undefined,
  site: Site,
): void {
  if (!/^getAiReasoningEngineQuery(?:Output)?$/.test(name)) return;
  const value = (key: string): Value | undefined => {
    const term = args?.type === "dict" ? args.entries.get(key)?.value : undefined;
    return term && toValue(term);
  };
  const [project, location, agent] = [value("project"), value("region"), value("reasoningEngineId")];
  machine.facts.push({
    kind: "operation",
    ...placeNow(machine, site.span),
    id: "agent.query",
    surface: "pulumi",
    ...(caller && { caller }),
    ...(project && { project }),
    ...(location && { location }),
    targets: { ...(agent && { agent }) },
  });
}

function newResource(machine: Machine, module: string, name: string, args: readonly Term[], site: Site): Term {
  const [logical, settings, options] = args;
  if (isCallbackFunction(module, name))
    return makeCallbackFunction(machine, args, providerOf(machine, options, site), site);
  const type = name === "Provider" ? "provider" : (terraformTypeOfPulumi(module, name) ?? "");
  return makeResource(
    machine,
    {
      surface: "pulumi",
      mode: "managed",
      type,
      name: knownText(logical) ?? (logical && site.name === undefined ? shown(logical) : undefined),
      className: `gcp.${module === "" ? "" : `${module}.`}${name}`,
      args: settings,
      provider: providerOf(machine, options, site),
    },
    site,
  );
}

/** `topic.onMessagePublished("work", handler, {}, { provider })` */
export const callOnResource = (machine: Machine, method: string, args: readonly Term[], site: Site): Term | undefined =>
  makesCallbackFunction(method)
    ? makeCallbackFunction(machine, args, providerOf(machine, args[3], site), site)
    : undefined;

const shown = (term: Term): string =>
  joined([term], term.span)
    .parts.map((part) => (typeof part === "string" ? part : "expression" in part ? `\${${part.expression}}` : "…"))
    .join("");

/** `gcp.serviceaccount.Account.get("x", id)`: something that exists. */
function lookUpResource(
  machine: Machine,
  names: readonly string[],
  args: readonly Term[],
  site: Site,
): Term | undefined {
  const module = names.find((one) => /^[a-z]/.test(one)) ?? "";
  const className = names.at(-2) ?? "";
  if (terraformTypeOfPulumi(module, className) === undefined) return undefined;
  const isAccount = className === "Account" && /^service[aA]ccount$/.test(module);
  const made = makeResource(
    machine,
    {
      surface: "pulumi",
      mode: "data",
      type: isAccount ? "google_service_account" : "",
      name: knownText(args[0]),
      className: `${module}.${className}.get`,
      args: undefined,
      provider: providerOf(machine, args[3], site),
    },
    site,
  );
  const [, id] = args;
  if (isAccount && id) setEntry(made.settings, literal("account_id", id.span), id);
  return made;
}

/** The provider that a resource gets: its own, its parent's, or the stack's. Asked when the program has run. */
function providerOf(machine: Machine, options: Term | undefined, site: Site): () => ProviderDefaults {
  const { path } = site.scope.module;
  const explicit = providerIn(options);
  return () => (explicit === undefined ? stackDefaults(machine, path, site) : providerDefaults(language, explicit));
}

function providerIn(options: Term | undefined, height = 0): DictTerm | undefined {
  if (options?.type !== "dict" || height > 10) return undefined;
  const own = options.entries.get("provider")?.value;
  if (own?.type === "resource") return own.settings;
  const several = options.entries.get("providers")?.value;
  const candidates =
    several?.type === "list"
      ? several.items
      : several?.type === "dict"
        ? [...several.entries.values()].map(({ value }) => value)
        : [];
  for (const one of candidates) if (one.type === "resource" && one.of === "provider") return one.settings;
  const parent = options.entries.get("parent")?.value;
  return parent?.type === "dict" ? providerIn(parent.entries.get(optionsName)?.value, height + 1) : undefined;
}

const optionsName = "options()";

/** `super("acme:Bucket", name, args, options)`: what a component hands to its children. */
export function noteComponent([self, ...args]: readonly Term[]): void {
  const options = args.at(-1);
  if (self?.type !== "dict" || options?.type !== "dict" || args.length < 3) return;
  setEntry(self, literal(optionsName, options.span), options);
}

function stackDefaults(machine: Machine, path: string, { span }: Site): ProviderDefaults {
  const value = (key: string) => {
    const term = setting(machine, path, "gcp", key, span);
    return term.type === "gap" && term.choices === undefined ? undefined : toValue(term);
  };
  const [project, region, zone] = [value("project"), value("region"), value("zone")];
  const impersonates = value("impersonateServiceAccount");
  return {
    ...(project && { project }),
    ...(region && { region }),
    ...(zone && { zone }),
    ...(impersonates && { impersonates }),
  };
}
