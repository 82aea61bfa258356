import type { ProviderDefaults } from "../../model/configuration.ts";
import { providerDefaults } from "../../gcp/configured-resources.ts";
import { terraformTypeOfCdktf } from "../../gcp/pulumi-resources.ts";
import type { Machine, Site } from "./eval/machine.ts";
import { makeResource, overrideSetting } from "./resources.ts";
import { type DictTerm, type ExternalTerm, type Term, gap, joined, knownText, language } from "./terms.ts";
import { callFn, ofIterator, produced, withExpressions } from "./cdktf-functions.ts";

/** `new ProjectIamMember(this, "x", { … })` of the prebuilt providers. */
export function callGoogleProvider(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  const names = steps.flatMap((step) => (step.kind === "member" ? [step.name] : []));
  const name = names.findLast((one) => /^[A-Z]/.test(one));
  if (call?.kind !== "new" || name === undefined) return undefined;
  const [scope, id, given] = call.args;
  const settings = given && withExpressions(given);
  const isProvider = name === "GoogleProvider" || name === "GoogleBetaProvider";
  const { type, isData } = terraformTypeOfCdktf(name);
  const made = makeResource(
    machine,
    {
      surface: "cdktf",
      mode: isData ? "data" : "managed",
      type: isProvider ? "provider" : type,
      name: knownText(id),
      className: name,
      args: settings,
      provider: () => providerFor(machine, settings, scope),
    },
    site,
  );
  if (isProvider) noteProvider(machine, made.settings, scope);
  return made;
}

interface Provided {
  readonly settings: DictTerm;
  readonly scope: Term | undefined;
}

const providersIn = (machine: Machine): Provided[] => {
  const known = machine.memory.get("cdktf providers") as Provided[] | undefined;
  if (known !== undefined) return known;
  const made: Provided[] = [];
  machine.memory.set("cdktf providers", made);
  return made;
};

const noteProvider = (machine: Machine, settings: DictTerm, scope: Term | undefined): void =>
  void providersIn(machine).push({ settings, scope });

/** The provider that is named, that of the nearest construct around, or the only one that the program has. */
function providerFor(machine: Machine, settings: Term | undefined, scope: Term | undefined): ProviderDefaults {
  const named = settings?.type === "dict" ? settings.entries.get("provider")?.value : undefined;
  if (named?.type === "resource") return providerDefaults(language, named.settings);
  const all = providersIn(machine);
  const plain = all.filter((one) => !one.settings.entries.has("alias"));
  const around = scopesAround(machine, scope).flatMap((one) => plain.find((provider) => provider.scope === one) ?? []);
  const [found] = around.concat(plain.length === 1 ? plain : []);
  return found === undefined ? {} : providerDefaults(language, found.settings);
}

/** A construct of the program, and the one that it stands in: the first argument of `super(scope, id)`. */
export function noteConstruct(machine: Machine, [self, scope]: readonly Term[]): void {
  if (self?.type === "dict" && scope?.type === "dict") constructsIn(machine).set(self, scope);
}

const constructsIn = (machine: Machine): Map<Term, Term> => {
  const known = machine.memory.get("cdktf constructs") as Map<Term, Term> | undefined;
  if (known !== undefined) return known;
  const made = new Map<Term, Term>();
  machine.memory.set("cdktf constructs", made);
  return made;
};

const deepestConstruct = 100;

/** The construct itself first. */
function scopesAround(machine: Machine, scope: Term | undefined): readonly Term[] {
  const found: Term[] = [];
  for (let at = scope; at !== undefined && found.length < deepestConstruct; at = constructsIn(machine).get(at))
    found.push(at);
  return found;
}

/** `resource.addOverride(path, value)` and what else constructs understand. */
export function callResource(
  machine: Machine,
  object: string,
  method: string,
  args: readonly Term[],
  site: Site,
): Term | undefined {
  const [first, second] = args;
  const path = knownText(first);
  if (method === "addOverride" && path !== undefined && second !== undefined)
    overrideSetting(machine, object, path, withExpressions(second));
  else if (/^put[A-Z]/.test(method) && first !== undefined) {
    overrideSetting(
      machine,
      object,
      method
        .slice(3)
        .replaceAll(/(?!^)[A-Z]/g, "_$&")
        .toLowerCase(),
      first,
    );
  } else return undefined;
  return gap(`….${method}()`, "is not a value", site.span);
}

/** `cdktf`: variables with their defaults, functions that change nothing for us. */
export function callCdktf(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  if (call === undefined || call.kind === "member") return undefined;
  const names = steps.flatMap((step) => (step.kind === "member" ? [step.name] : []));
  const [first] = call.args;
  if (names[0] === "Token" && names.length === 2) return first;
  if (names[0] === "Lazy") return produced(machine, call.args, site);
  if (names[0] === "TerraformIterator" && names.length === 3)
    return ofIterator(iteratedBy(steps), names[2] ?? "", knownText(first), site);
  return names[0] === "Fn" && names[1] !== undefined ? callFn(names[1], call.args, site) : undefined;
}

/** `TerraformIterator.fromList([…])`: what it goes over. */
function iteratedBy(steps: ExternalTerm["steps"]): Term | undefined {
  const call = steps.find(({ kind }) => kind === "call");
  return call?.kind === "call" ? call.args[0] : undefined;
}

/** `variable.value`, `variable.stringValue`: the default, where there is one. */
export function memberOfCdktf({ steps }: ExternalTerm, site: Site): Term | undefined {
  const [iterator] = steps;
  const last = steps.at(-1);
  if (iterator?.kind === "member" && iterator.name === "TerraformIterator" && last?.kind === "member")
    return /^(?:key|value)$/.test(last.name) ? ofIterator(iteratedBy(steps), last.name, undefined, site) : undefined;
  const [maker, made, member] = steps.slice(-3);
  if (maker?.kind !== "member" || made?.kind !== "new" || member?.kind !== "member") return undefined;
  const [, id, settings] = made.args;
  if (maker.name === "TerraformLocal" && settings !== undefined) return settings;
  if (maker.name !== "TerraformVariable" || !/^(?:value|.+Value)$/.test(member.name)) return undefined;
  const preset = settings?.type === "dict" ? settings.entries.get("default")?.value : undefined;
  return (
    preset ?? gap(`var.${knownText(id) ?? joined(id ? [id] : [], site.span).parts.length}`, "has no default", site.span)
  );
}
