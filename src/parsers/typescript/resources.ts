import {
  type ConfiguredResources,
  type Making,
  addResource,
  configuredResources,
} from "../../gcp/configured-resources.ts";
import { dictNames, terraformNames } from "../../gcp/terraform-settings.ts";
import type { Span } from "../../model/source.ts";
import { type Machine, type Site, placeNow } from "./eval/machine.ts";
import {
  type DictTerm,
  type Own,
  type ResourceTerm,
  type Term,
  conditionally,
  dict,
  gap,
  language,
  literal,
  oneOf,
} from "./terms.ts";

export function resourcesOf(machine: Machine): ConfiguredResources<Own> {
  const known = machine.memory.get("resources") as ConfiguredResources<Own> | undefined;
  if (known !== undefined) return known;
  const made = configuredResources(language);
  machine.memory.set("resources", made);
  return made;
}

export interface Constructing extends Pick<Making<Own>, "surface" | "mode" | "type" | "className" | "provider"> {
  /** Its name in the program, where that is known. */
  readonly name: string | undefined;
  readonly args: Term | undefined;
}

/** Notes a resource, and gives what stands for it in the program. */
export function makeResource(machine: Machine, { args, ...making }: Constructing, site: Site): ResourceTerm {
  const { span, via, conditional } = placeNow(machine, site.span);
  return addResource(resourcesOf(machine), {
    ...making,
    name: making.name ?? site.name ?? making.className.slice(making.className.lastIndexOf(".") + 1),
    settings: args?.type === "dict" ? dictNames(language, args) : openSettings(args, site.span),
    path: site.scope.module.path,
    place: { span, ...(via && { via }), ...(conditional && { conditional }) },
  });
}

/** Arguments that are one of a few, or not known at all. */
function openSettings(args: Term | undefined, span: Span): DictTerm {
  const empty = dict(span);
  if (args === undefined || args.type === "scalar") return empty;
  if (args.type === "gap" && args.choices !== undefined) {
    const dicts = args.choices.filter((choice) => choice.type === "dict").map((choice) => dictNames(language, choice));
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
  if (args.type === "gap") return { ...empty, open: args };
  return args.type === "external" ? { ...empty, open: gap("…", "is known when it runs", args.span) } : empty;
}

/** `addOverride("template.0.service_account", "…")`: a path into the settings. */
export function overrideSetting(machine: Machine, object: string, path: string, value: Term): void {
  const made = resourcesOf(machine).made.get(object);
  if (made === undefined) return;
  const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
  let at: Term = made.settings;
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    if (at.type === "list") {
      const position: number = Number(step);
      const item: Term | undefined = at.items[position];
      if (isLast && Number.isInteger(position)) at.items[position] = terraformNames(language, value);
      if (item === undefined) return;
      at = item;
    } else if (at.type === "dict") {
      const inner: Term | undefined = at.entries.get(step)?.value;
      if (isLast) at.entries.set(step, { key: literal(step, value.span), value: terraformNames(language, value) });
      else if (inner === undefined) at.entries.set(step, { key: literal(step, value.span), value: dict(value.span) });
      at = at.entries.get(step)?.value ?? at;
      // A block that is there once may be written as an object: `template.0.x`.
      if (at.type === "dict" && steps[index + 1] === "0" && !isLast) steps.splice(index + 1, 1);
    } else return;
  }
}
