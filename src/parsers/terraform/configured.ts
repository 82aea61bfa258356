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
  type Part,
  type Pattern,
  asKey,
  boolean,
  conditionally,
  gap,
  keyText,
  list,
  number,
  object,
  stringOf,
  stringParts,
  text,
} from "./datum.ts";
import { oneOf } from "./possible.ts";
import { attributeOfInstance } from "./eval/computed.ts";
import { factsOf } from "./facts/index.ts";
import type { Instance, Provider, ProviderConfig } from "./instances.ts";

/** The facts of resources that a program in another language configures. */
export function factsOfConfiguration({ dialect, surface, resources, providers }: Configuration): Parsed {
  const instances = linked(resources.map(instanceOf));
  const { facts, embedded } = factsOf({
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
  return { facts: facts.map(ofProgram), problems: [], embedded };
}

/** A reference to a reference to a reference is as far as programs go. */
const maxRounds = 4;

/** `ci.email` as what the provider makes of the account's arguments, wherever it is known. */
function linked(instances: readonly Instance[]): readonly Instance[] {
  let now = instances;
  for (let round = 0; round < maxRounds; round++) {
    const byObject = new Map(now.map((instance) => [instance.object, instance]));
    const next = now.map((instance) => withLinks(instance, byObject));
    if (next.every((instance, index) => instance === now[index])) break;
    now = next;
  }
  return now;
}

type ByObject = ReadonlyMap<string, Instance>;

function withLinks(instance: Instance, byObject: ByObject): Instance {
  const config = linkedDatum(instance.config, byObject);
  const { provider } = instance;
  const project = provider.project && linkedDatum(provider.project, byObject);
  if (config === instance.config && project === provider.project) return instance;
  return {
    ...instance,
    config: config.type === "object" ? config : instance.config,
    provider: { ...provider, ...(project && { project }) },
  };
}

function linkedDatum(datum: Datum, byObject: ByObject): Datum {
  switch (datum.type) {
    case "pattern":
      return linkedText(datum, byObject);
    case "list": {
      const items = datum.items.map((item) => linkedDatum(item, byObject));
      return items.every((item, index) => item === datum.items[index]) ? datum : { ...datum, items };
    }
    case "object":
      return linkedObject(datum, byObject);
    case "unknown": {
      const choices = datum.choices?.map((choice) => linkedDatum(choice, byObject));
      return choices?.some((choice, index) => choice !== datum.choices?.[index]) ? { ...datum, choices } : datum;
    }
    default:
      return datum;
  }
}

function linkedObject(datum: ObjectDatum, byObject: ByObject): ObjectDatum {
  const entries = new Map<string, Entry>();
  let isChanged = false;
  for (const [name, entry] of datum.entries) {
    const value = linkedDatum(entry.value, byObject);
    isChanged ||= value !== entry.value;
    entries.set(name, value === entry.value ? entry : { key: entry.key, value });
  }
  return isChanged ? { ...datum, entries } : datum;
}

function linkedText(pattern: Pattern, byObject: ByObject): Datum {
  const { parts, span, why, conditional } = pattern;
  const found = parts.map((part) => referredTo(part, pattern, byObject));
  const [only] = found;
  if (found.every((datum) => datum === undefined)) return pattern;
  const isWhole = parts.length === 1 && only !== undefined;
  const texts = parts.flatMap((part, index) => {
    const datum = found[index];
    return datum === undefined ? [part] : (stringParts(datum) ?? [part]);
  });
  const datum = isWhole ? only : stringOf(texts, span, why);
  return conditional ? conditionally(datum) : datum;
}

/** What a part refers to, if that says more than the reference. */
function referredTo(part: Part, { span }: Pattern, byObject: ByObject): Datum | undefined {
  if (typeof part === "string" || !("target" in part)) return undefined;
  const instance = byObject.get(part.target);
  if (instance === undefined) return undefined;
  const datum = attributeOfInstance(instance, part.attribute, span);
  const [first] = datum.type === "pattern" ? datum.parts : [];
  const isItself = typeof first === "object" && "target" in first && first.target === part.target;
  return isItself || datum.type === "list" || datum.type === "object" || datum.type === "null" ? undefined : datum;
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
