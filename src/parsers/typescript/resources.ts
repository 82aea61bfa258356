import type {
  Configuration,
  ConfiguredProvider,
  ConfiguredResource,
  ProviderDefaults,
} from "../../model/configuration.ts";
import type { Embedded } from "../../model/parser.ts";
import type { Span } from "../../model/source.ts";
import { type Machine, type Site, placeNow } from "./eval/machine.ts";
import { dictNames, settingGroup, terraformName, terraformNames } from "./settings.ts";
import {
  type DictTerm,
  type ResourceTerm,
  type Term,
  conditionally,
  dict,
  knownText,
  literal,
  oneOf,
  toValue,
} from "./terms.ts";

type Surface = "pulumi" | "cdktf";

/** A resource that the program configures; its settings may still change. */
interface Made {
  readonly surface: Surface;
  readonly term: ResourceTerm;
  readonly name: string;
  readonly address: string;
  readonly place: Pick<ConfiguredResource, "span" | "via" | "conditional">;
  readonly provider: () => ProviderDefaults;
}

const madeIn = (machine: Machine): Map<string, Made> => {
  const known = machine.memory.get("resources") as Map<string, Made> | undefined;
  if (known !== undefined) return known;
  const made = new Map<string, Made>();
  machine.memory.set("resources", made);
  return made;
};

export interface Making {
  readonly surface: Surface;
  readonly mode: "managed" | "data";
  /** `google_service_account`; empty for what is of no interest by itself. */
  readonly type: string;
  /** Its name in the program, where that is known. */
  readonly name: string | undefined;
  /** `projects.IAMMember` */
  readonly className: string;
  readonly args: Term | undefined;
  readonly provider: () => ProviderDefaults;
}

/** Notes a resource, and gives what stands for it in the program. */
export function makeResource(machine: Machine, making: Making, site: Site): ResourceTerm {
  const { surface, mode, type, className, args, provider } = making;
  const name = making.name ?? site.name ?? className.slice(className.lastIndexOf(".") + 1);
  const object = freeObject(machine, `${site.scope.module.path}#${name}`, className);
  const settings = args?.type === "dict" ? dictNames(args) : openSettings(args, site.span);
  const term: ResourceTerm = { type: "resource", object, of: type, settings, mode, span: site.span };
  const { span, via, conditional } = placeNow(machine, site.span);
  const address = `${className}("${name}")`;
  const place = { span, ...(via && { via }), ...(conditional && { conditional }) };
  if (type !== "") madeIn(machine).set(object, { surface, term, name, address, place, provider });
  return term;
}

/** Two resources of one name are two objects. */
function freeObject(machine: Machine, wanted: string, className: string): string {
  const taken = (machine.memory.get("objects") ?? new Set<string>()) as Set<string>;
  machine.memory.set("objects", taken);
  const typed = wanted.replace("#", `#${className.slice(className.lastIndexOf(".") + 1)}.`);
  let object = taken.has(wanted) ? typed : wanted;
  for (let count = 2; taken.has(object); count++) object = `${typed}-${count}`;
  taken.add(object);
  return object;
}

/** Arguments that are one of a few, or not known at all. */
function openSettings(args: Term | undefined, span: Span): DictTerm {
  const empty = dict(new Map(), span);
  if (args === undefined || args.type === "scalar") return empty;
  if (args.type === "gap" && args.choices !== undefined) {
    const dicts = args.choices.filter((choice) => choice.type === "dict").map((choice) => dictNames(choice));
    for (const name of new Set(dicts.flatMap((one) => [...one.entries.keys()]))) {
      const entries = dicts.flatMap((one) => one.entries.get(name) ?? []);
      const [first] = entries;
      if (first === undefined) continue;
      const value = oneOf(
        entries.map((entry) => entry.value),
        args.expression,
        args.span,
      );
      empty.entries.set(name, { key: first.key, value: entries.length < dicts.length ? conditionally(value) : value });
    }
    return empty;
  }
  return args.type === "gap" ? { ...empty, open: args } : empty;
}

/** `resource.role = "…"`, `resource.addOverride("role", "…")` */
export function setSetting(machine: Machine, object: string, name: string, value: Term): void {
  const made = madeIn(machine).get(object);
  if (made === undefined) return;
  const { entries } = made.term.settings;
  const own = terraformName(name);
  const before = entries.get(own)?.value;
  const after = terraformNames(value);
  const joined = machine.uncertain > 0 && before !== undefined ? oneOf([before, after], "…", value.span) : after;
  entries.set(own, { key: literal(own, value.span), value: joined });
}

/** `addOverride("template.0.service_account", "…")`: a path into the settings. */
export function overrideSetting(machine: Machine, object: string, path: string, value: Term): void {
  const made = madeIn(machine).get(object);
  if (made === undefined) return;
  const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
  let at: Term = made.term.settings;
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    if (at.type === "list") {
      const position: number = Number(step);
      const item: Term | undefined = at.items[position];
      if (isLast && Number.isInteger(position)) at.items[position] = terraformNames(value);
      if (item === undefined) return;
      at = item;
    } else if (at.type === "dict") {
      const inner: Term | undefined = at.entries.get(step)?.value;
      if (isLast) at.entries.set(step, { key: literal(step, value.span), value: terraformNames(value) });
      else if (inner === undefined)
        at.entries.set(step, { key: literal(step, value.span), value: dict(new Map(), value.span) });
      at = at.entries.get(step)?.value ?? at;
      // A block that is there once may be written as an object: `template.0.x`.
      if (at.type === "dict" && steps[index + 1] === "0" && !isLast) steps.splice(index + 1, 1);
    } else return;
  }
}

/** What provider settings say of the resources that get them. */
export function defaultsOf(settings: DictTerm): ProviderDefaults {
  const value = (name: string) => {
    const term = settings.entries.get(name)?.value;
    return term === undefined || (term.type === "scalar" && !term.value) || knownText(term) === ""
      ? undefined
      : toValue(term);
  };
  const [project, region, zone] = [value("project"), value("region"), value("zone")];
  const impersonates = value("impersonate_service_account");
  return {
    ...(project && { project }),
    ...(region && { region }),
    ...(zone && { zone }),
    ...(impersonates && { impersonates }),
  };
}

/** All that the program configures, for the parser of Terraform. */
export function configurations(machine: Machine): readonly Embedded[] {
  const made = [...madeIn(machine).values()];
  const surfaces: readonly Surface[] = ["pulumi", "cdktf"];
  return surfaces.flatMap((surface) => {
    const own = made.filter((one) => one.surface === surface);
    const [first] = own;
    return first === undefined ? [] : [embeddedOf(surface, own, first.place.span.path)];
  });
}

function embeddedOf(surface: Surface, made: readonly Made[], path: string): Embedded {
  const providers = made.filter(({ term }) => term.of === "provider");
  const configuration: Configuration = {
    dialect: "typescript",
    surface,
    resources: made.filter(({ term }) => term.of !== "provider").map(configured),
    providers: providers.map(configuredProvider),
  };
  return {
    source: { path: `${path}#${surface}`, text: "", host: { path, toHost: () => 0 } },
    language: "hcl",
    configuration,
  };
}

const configuredProvider = ({ term, address, place }: Made): ConfiguredProvider => ({
  ...place,
  address,
  settings: settingGroup(term.settings),
});

const configured = ({ term, name, address, place, provider }: Made): ConfiguredResource => ({
  ...place,
  mode: term.mode,
  type: term.of,
  name,
  object: term.object,
  address,
  settings: settingGroup(term.settings),
  provider: provider(),
});
