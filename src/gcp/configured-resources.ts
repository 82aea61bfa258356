import type {
  Configuration,
  ConfiguredProvider,
  ConfiguredResource,
  ProviderDefaults,
} from "../model/configuration.ts";
import type { Dialect } from "../model/fact.ts";
import type { Embedded } from "../model/parser.ts";
import {
  type DictTerm,
  type Language,
  type OwnTerm,
  type ResourceTerm,
  type Term,
  isNone,
  knownText,
  literal,
  oneOf,
  valueOfTerm,
} from "../model/term.ts";
import { settingGroup, terraformName, terraformNames } from "./terraform-settings.ts";

type Surface = "pulumi" | "cdktf";

/** A resource that a program configures. */
export interface Making<Own> {
  readonly surface: Surface;
  readonly mode: "managed" | "data";
  /** `google_service_account`; empty for what is of no interest by itself. */
  readonly type: string;
  readonly name: string;
  /** `projects.IAMMember` */
  readonly className: string;
  /** The arguments under Terraform's names. */
  readonly settings: DictTerm<Own>;
  /** The file that it stands in. */
  readonly path: string;
  readonly place: Pick<ConfiguredResource, "span" | "via" | "conditional">;
  /** Asked when the program has run. */
  readonly provider: () => ProviderDefaults;
}

interface Made<Own> extends Making<Own> {
  readonly term: ResourceTerm<Own>;
}

/** The resources of a program; their settings may change while it runs. */
export interface ConfiguredResources<Own extends OwnTerm> {
  readonly language: Language<Own>;
  readonly made: Map<string, Made<Own>>;
  readonly objects: Set<string>;
}

export const configuredResources = <Own extends OwnTerm>(language: Language<Own>): ConfiguredResources<Own> => ({
  language,
  made: new Map(),
  objects: new Set(),
});

/** Notes a resource, and gives what stands for it in the program. */
export function addResource<Own extends OwnTerm>(
  { made, objects }: ConfiguredResources<Own>,
  making: Making<Own>,
): ResourceTerm<Own> {
  const { type, name, className, settings, mode, path, place } = making;
  const object = freeObject(objects, `${path}#${name}`, className);
  const term: ResourceTerm<Own> = { type: "resource", object, of: type, settings, mode, span: place.span };
  if (type !== "") made.set(object, { ...making, term });
  return term;
}

/** Two resources of one name are two objects. */
function freeObject(taken: Set<string>, wanted: string, className: string): string {
  const typed = wanted.replace("#", `#${className.slice(className.lastIndexOf(".") + 1)}.`);
  let object = taken.has(wanted) ? typed : wanted;
  for (let count = 2; taken.has(object); count++) object = `${typed}-${count}`;
  taken.add(object);
  return object;
}

/** `resource.role = "…"`, `resource.addOverride("role", "…")` */
export function setSetting<Own extends OwnTerm>(
  { made, language }: ConfiguredResources<Own>,
  object: string,
  name: string,
  value: Term<Own>,
  isSure: boolean,
): void {
  const entries = made.get(object)?.settings.entries;
  const own = terraformName(name);
  const before = entries?.get(own)?.value;
  const after = terraformNames(language, value);
  const joined = !isSure && before !== undefined ? oneOf([before, after], "…", value.span) : after;
  entries?.set(own, { key: literal(own, value.span), value: joined });
}

/** What provider settings say of the resources that get them. */
export function providerDefaults<Own extends OwnTerm>(
  language: Language<Own>,
  { entries }: DictTerm<Own>,
): ProviderDefaults {
  const value = (name: string) => {
    const term = entries.get(name)?.value;
    return term === undefined || isNone(term) || knownText(term) === "" ? undefined : valueOfTerm(language, term);
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

const surfaces: readonly Surface[] = ["pulumi", "cdktf"];

/** All that the program configures, for the parser of Terraform. */
export const configurations = <Own extends OwnTerm>(
  { made, language }: ConfiguredResources<Own>,
  dialect: Dialect,
): readonly Embedded[] =>
  surfaces.flatMap((surface) => {
    const own = [...made.values()].filter((one) => one.surface === surface);
    const [first] = own;
    if (first === undefined) return [];
    const { path } = first.place.span;
    const configuration: Configuration = {
      dialect,
      surface,
      resources: own.filter(({ type }) => type !== "provider").map((one) => configured(language, one)),
      providers: own.filter(({ type }) => type === "provider").map((one) => configuredProvider(language, one)),
    };
    const source = { path: `${path}#${surface}`, text: "", host: { path, toHost: () => 0 } };
    return [{ source, language: "hcl" as const, configuration }];
  });

const configuredProvider = <Own extends OwnTerm>(
  language: Language<Own>,
  { settings, className, name, place }: Made<Own>,
): ConfiguredProvider => ({
  ...place,
  address: `${className}("${name}")`,
  settings: settingGroup(language, settings),
});

const configured = <Own extends OwnTerm>(language: Language<Own>, made: Made<Own>): ConfiguredResource => ({
  ...configuredProvider(language, made),
  mode: made.mode,
  type: made.type,
  name: made.name,
  object: made.term.object,
  provider: made.provider(),
});
