import {
  type ConfiguredResources,
  type Making,
  addResource,
  configuredResources,
  providerDefaults,
} from "../../../gcp/configured-resources.ts";
import { dictNames } from "../../../gcp/terraform-settings.ts";
import type { ProviderDefaults } from "../../../model/configuration.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type Own, type ResourceTerm, type Term, dictOf, language, toValue } from "../terms.ts";
import { setting } from "./stack-settings.ts";

export function resourcesOf(machine: Machine): ConfiguredResources<Own> {
  const known = machine.memory.get("resources") as ConfiguredResources<Own> | undefined;
  if (known !== undefined) return known;
  const made = configuredResources(language);
  machine.memory.set("resources", made);
  return made;
}

export interface Constructing extends Pick<Making<Own>, "mode" | "type" | "className"> {
  readonly name: string | undefined;
  readonly args: ReadonlyMap<string, Term>;
}

/** Notes a resource, and gives what stands for it in the program. */
export function makeResource(machine: Machine, { args, ...making }: Constructing, site: Site): ResourceTerm {
  const own = [...args].filter(([key]) => key !== "opts" && !/^\d+$/.test(key));
  const { span, via, conditional } = placeNow(machine, site.span);
  return addResource(resourcesOf(machine), {
    ...making,
    surface: "pulumi",
    name: making.name ?? site.name ?? making.className.slice(making.className.lastIndexOf(".") + 1),
    settings: dictNames(language, dictOf(own, site.span)),
    path: site.scope.module.path,
    place: { span, ...(via && { via }), ...(conditional && { conditional }) },
    provider: () => providerOf(machine, args.get("opts"), site),
  });
}

/** `opts=pulumi.ResourceOptions(provider=…)` */
function providerOf(machine: Machine, options: Term | undefined, site: Site): ProviderDefaults {
  const provider = options?.type === "instance" ? options.args.get("provider") : undefined;
  return provider?.type === "resource" ? providerDefaults(language, provider.settings) : stackDefaults(machine, site);
}

/** What the files of the stacks say of the provider that the program does not make. */
function stackDefaults(machine: Machine, site: Site): ProviderDefaults {
  const value = (key: string) => {
    const term = setting(machine, "gcp", key, site);
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
