import type {
  Configuration,
  ConfiguredProvider,
  ConfiguredResource,
  ProviderDefaults,
} from "../../../model/configuration.ts";
import type { Embedded } from "../../../model/parser.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import {
  type DictTerm,
  type ResourceTerm,
  type Term,
  dictOf,
  isNone,
  knownText,
  literal,
  oneOf,
  toValue,
} from "../terms.ts";
import { dictNames, settingGroup, terraformName, terraformNames } from "./settings.ts";

/** A resource that the program configures; its settings may still change. */
interface Made {
  readonly term: ResourceTerm;
  readonly name: string;
  readonly address: string;
  readonly place: Pick<ConfiguredResource, "span" | "via" | "conditional">;
  readonly provider: ProviderDefaults;
}

const madeIn = (machine: Machine): Map<string, Made> => {
  const known = machine.memory.get("resources") as Map<string, Made> | undefined;
  if (known !== undefined) return known;
  const made = new Map<string, Made>();
  machine.memory.set("resources", made);
  return made;
};

export interface Making {
  readonly mode: "managed" | "data";
  /** `google_service_account`; empty for what is of no interest by itself. */
  readonly type: string;
  readonly name: string | undefined;
  /** `projects.IAMMember` */
  readonly className: string;
  readonly args: ReadonlyMap<string, Term>;
}

/** Notes a resource, and gives what stands for it in the program. */
export function makeResource(
  machine: Machine,
  { mode, type, className, args, ...making }: Making,
  site: Site,
): ResourceTerm {
  const name = making.name ?? site.name ?? className.slice(className.lastIndexOf(".") + 1);
  const object = freeObject(machine, `${site.scope.module.path}#${name}`, className);
  const own = [...args].filter(([key]) => key !== "opts" && !/^\d+$/.test(key));
  const term: ResourceTerm = {
    type: "resource",
    object,
    of: type,
    settings: dictNames(dictOf(own, site.span)),
    mode,
    span: site.span,
  };
  const { span, via, conditional } = placeNow(machine, site.span);
  const place = { span, ...(via && { via }), ...(conditional && { conditional }) };
  if (type !== "")
    madeIn(machine).set(object, {
      term,
      name,
      address: `${className}("${name}")`,
      place,
      provider: providerOf(args.get("opts")),
    });
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

/** `opts=pulumi.ResourceOptions(provider=…)` */
function providerOf(options: Term | undefined): ProviderDefaults {
  const provider = options?.type === "instance" ? options.args.get("provider") : undefined;
  return provider?.type === "resource" ? defaultsOf(provider.settings) : {};
}

function defaultsOf({ entries }: DictTerm): ProviderDefaults {
  const value = (name: string) => {
    const term = entries.get(name)?.value;
    return term === undefined || isNone(term) || knownText(term) === "" ? undefined : toValue(term);
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

/** `resource.role = "…"` */
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

/** All that the program configures, for the parser of Terraform. */
export function configurations(machine: Machine): readonly Embedded[] {
  const made = [...madeIn(machine).values()];
  const [first] = made;
  if (first === undefined) return [];
  const { path } = first.place.span;
  const configuration: Configuration = {
    dialect: "python",
    surface: "pulumi",
    resources: made.filter(({ term }) => term.of !== "provider").map(configured),
    providers: made.filter(({ term }) => term.of === "provider").map(configuredProvider),
  };
  return [
    { source: { path: `${path}#pulumi`, text: "", host: { path, toHost: () => 0 } }, language: "hcl", configuration },
  ];
}

const configured = ({ term, name, address, place, provider }: Made): ConfiguredResource => ({
  ...place,
  mode: term.mode,
  type: term.of,
  name,
  object: term.object,
  address,
  settings: settingGroup(term.settings),
  provider,
});

const configuredProvider = ({ term, address, place }: Made): ConfiguredProvider => ({
  ...place,
  address,
  settings: settingGroup(term.settings),
});
