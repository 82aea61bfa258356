import type {
  Configuration,
  ConfiguredProvider,
  ConfiguredResource,
  Setting,
  SettingGroup,
} from "../../model/configuration.ts";
import type { Fact } from "../../model/fact.ts";
import type { Parsed } from "../../model/parser.ts";
import { type Value, partsOf, show } from "../../model/value.ts";
import {
  type Datum,
  type Entry,
  type ObjectDatum,
  asKey,
  boolean,
  conditionally,
  gap,
  keyText,
  list,
  number,
  object,
  stringOf,
  text,
} from "./datum.ts";
import { oneOf } from "./possible.ts";
import { attributeOfInstance } from "./eval/computed.ts";
import { factsOf } from "./facts/index.ts";
import { withReferences } from "./facts/resolved.ts";
import type { Instance, Provider, ProviderConfig } from "./instances.ts";

/** The facts of resources that a program in another language configures. */
export function factsOfConfiguration({ dialect, surface, resources, providers }: Configuration): Parsed {
  const instances = resources.map(instanceOf);
  const { facts, problems, embedded } = factsOf({
    dir: "",
    instances,
    remoteCalls: [],
    providers: providers.map(providerOf),
    backends: [],
    outputs: new Map(),
    problems: [],
  });
  const ofProgram = (fact: Fact): Fact =>
    fact.kind === "operation" ? { ...fact, dialect, surface } : { ...fact, dialect };
  return { facts: resolved(facts, instances).map(ofProgram), problems, embedded };
}

/** `ci.email` as what the provider makes of the account's arguments. */
function resolved(facts: readonly Fact[], instances: readonly Instance[]): readonly Fact[] {
  const byObject = new Map(instances.map((instance) => [instance.object, instance]));
  return withReferences(facts, ({ target, attribute }, { span }) => {
    const instance = byObject.get(target);
    if (instance === undefined) return undefined;
    const datum = attributeOfInstance(instance, attribute, span);
    const [only] = datum.type === "pattern" ? datum.parts : [];
    const isItself = typeof only === "object" && "target" in only && only.target === target;
    return isItself || datum.type === "list" || datum.type === "object" ? undefined : datum;
  });
}

function instanceOf(resource: ConfiguredResource): Instance {
  const { mode, type, name, object: own, address, span, via = [], conditional, settings, provider } = resource;
  return {
    mode,
    type,
    name,
    object: own,
    address,
    span,
    dir: "",
    via,
    ...(conditional && { conditional }),
    config: groupDatum(settings),
    provider: defaultsOf(provider),
  };
}

const defaultsOf = ({ project, region, zone, impersonates }: ConfiguredResource["provider"]): Provider => ({
  name: "google",
  ...(project && { project: datumOf(project) }),
  ...(region && { region: datumOf(region) }),
  ...(zone && { zone: datumOf(zone) }),
  ...(impersonates && { impersonates: datumOf(impersonates) }),
});

const providerOf = ({ address, span, via = [], conditional, settings }: ConfiguredProvider): ProviderConfig => ({
  name: "google",
  address,
  span,
  dir: "",
  via,
  ...(conditional && { conditional }),
  config: groupDatum(settings),
});

function datumOf(value: Value): Datum {
  if (value.kind === "known") return text(value.text, value.span);
  if (value.kind === "unknown" && value.choices !== undefined) {
    const texts = value.choices.map((choice) => text(choice, value.span));
    return oneOf(texts, show(value), value.why, value.span);
  }
  const [only] = value.parts;
  const isHole = value.parts.length === 1 && typeof only === "object" && "expression" in only;
  if (value.kind === "unknown" && isHole) return gap(only.expression, value.why, value.span);
  return stringOf(partsOf(value), value.span, value.kind === "unknown" ? value.why : "");
}

function datumOfSetting(setting: Setting): Datum {
  const datum = unmarked(setting);
  return setting.conditional ? conditionally(datum) : datum;
}

function unmarked(setting: Setting): Datum {
  switch (setting.kind) {
    case "scalar":
      return scalarDatum(setting.value, setting.form);
    case "list":
      return list(setting.items.map(datumOfSetting), setting.span, "tuple", setting.open && datumOf(setting.open));
    case "group":
      return groupDatum(setting);
    case "choice":
      return oneOf(setting.options.map(datumOfSetting), setting.expression, setting.why, setting.span);
  }
}

function scalarDatum(value: Value, form: "string" | "number" | "boolean"): Datum {
  if (value.kind !== "known" || form === "string") return datumOf(value);
  return form === "number" ? number(Number(value.text), value.span) : boolean(value.text === "true", value.span);
}

function groupDatum({ entries, open, span, conditional }: SettingGroup): ObjectDatum {
  const found = new Map<string, Entry>();
  for (const { key, setting } of entries) {
    const name = asKey(datumOf(key));
    if (name !== undefined) found.set(keyText(name), { key: name, value: datumOfSetting(setting) });
  }
  const further = open && datumOf(open);
  const name = further && asKey(further);
  const datum = object(found, span, "object", name && further && { key: name, value: further });
  return conditional ? conditionally(datum) : datum;
}
