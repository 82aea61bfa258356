import { setSetting } from "../../../gcp/configured-resources.ts";
import { camelCase } from "../../../gcp/spelling.ts";
import { terraformDataOfPulumi, terraformTypeOfPulumi } from "../../../gcp/pulumi-resources.ts";
import { instanceOf } from "../eval/calls.ts";
import { formatBraces } from "../eval/format.ts";
import type { Args, Machine, Site } from "../eval/machine.ts";
import {
  type ExternalTerm,
  type InstanceTerm,
  type Term,
  dictOf,
  gap,
  joined,
  isNone,
  knownText,
  list,
  setEntry,
  literal,
} from "../terms.ts";
import { namedArguments } from "../clients/arguments.ts";
import { makeResource, resourcesOf } from "./resources.ts";
import { projectName, setting, stackName } from "./stack-settings.ts";

/** `gcp.projects.IAMMember(…)`, `pulumi.Output.concat(…)` */
export function callPulumi(
  machine: Machine,
  external: ExternalTerm,
  name: string,
  args: Args,
  site: Site,
): Term | undefined {
  if (name.startsWith("pulumi.")) return ofPulumi(machine, external, name.slice(7), args, site);
  const path = name.replace(/^pulumi_gcp\./, "").split(".");
  const last = path.at(-1) ?? "";
  if (last.endsWith("Args")) return instanceOf(name, external, args, site);
  const module = path.length > 1 ? (path[0] ?? "") : "";
  if (last.startsWith("get_")) return lookUp(machine, module, last, args, site);
  if (last === "get") return existing(machine, module, path.at(-2) ?? "", args, site);
  if (!/^[A-Z]/.test(last)) return undefined;
  return makeResource(
    machine,
    {
      mode: "managed",
      type: last === "Provider" ? "provider" : (terraformTypeOfPulumi(module, last) ?? ""),
      name: knownText(args.positional[0] ?? args.named.get("resource_name")),
      className: `gcp.${module === "" ? "" : `${module}.`}${last}`,
      args: settingsOf(args),
    },
    site,
  );
}

/** Settings by name, or all of them in `args=…Args(…)`, the second argument. */
function settingsOf(args: Args): ReadonlyMap<string, Term> {
  const given = args.named.get("args") ?? args.positional[1];
  return new Map([...(given?.type === "instance" ? given.args : []), ...namedArguments(args)]);
}

/** `gcp.organizations.get_iam_policy(bindings=[…])` */
function lookUp(machine: Machine, module: string, name: string, args: Args, site: Site): Term {
  const own = camelCase(name.replace(/_output$/, "")).replace(/^getIam/, "getIAM");
  const type = terraformDataOfPulumi(module, own) ?? "";
  return makeResource(
    machine,
    { mode: "data", type, name: undefined, className: `${module}.${name}`, args: settingsOf(args) },
    site,
  );
}

/** `gcp.serviceaccount.Account.get("x", id)`: something that exists. */
function existing(machine: Machine, module: string, className: string, args: Args, site: Site): Term {
  const type = className === "Account" && /^service_?account$/i.test(module) ? "google_service_account" : "";
  const [name, id] = args.positional;
  const made = makeResource(
    machine,
    { mode: "data", type, name: knownText(name), className: `${module}.${className}.get`, args: new Map() },
    site,
  );
  if (type !== "" && id !== undefined) setEntry(made.settings, literal("account_id", id.span), id);
  return made;
}

/** `pulumi` itself: what it does with values. */
function ofPulumi(machine: Machine, external: ExternalTerm, name: string, args: Args, site: Site): Term | undefined {
  const [first] = args.positional;
  switch (name) {
    case "Output.concat":
      return joined(args.positional, first?.span ?? site.span);
    case "Output.format":
      return first?.type === "text"
        ? formatBraces(first, { positional: args.positional.slice(1), named: args.named }, first.span)
        : undefined;
    case "Output.from_input":
    case "Output.secret":
    case "Output.unsecret":
      return first;
    case "Output.all":
      return args.named.size > 0
        ? dictOf(args.named, site.span)
        : args.positional.length === 1 && first?.type === "list"
          ? first
          : list([...args.positional], site.span);
    case "Output.json_dumps":
      return first && { ...joined([gap(site.written, "is JSON", site.span)], site.span), json: first };
    case "get_stack":
      return stackName(machine, site);
    case "get_project":
      return projectName(machine, site);
    default:
      return /^Config\.(?:get|require)(?:_\w+)?$/.test(name)
        ? ofConfig(machine, external, name, args, site)
        : instanceOf(`pulumi.${name}`, external, args, site);
  }
}

/** `pulumi.Config("gcp").require("project")` */
function ofConfig(machine: Machine, { self }: ExternalTerm, name: string, args: Args, site: Site): Term {
  const key = knownText(args.positional[0] ?? args.named.get("key"));
  const shown = `config ${key ?? "…"}`;
  if (/secret/.test(name)) return gap(shown, "is a secret", site.span);
  if (key === undefined || /object/.test(name)) return gap(shown, "is set by the stack", site.span);
  const namespace = knownText(self?.args.get("0") ?? self?.args.get("name"));
  const isOptional = name.startsWith("Config.get");
  const found = setting(machine, namespace, key, site, isOptional);
  return (isNone(found) ? (args.positional[1] ?? args.named.get("default")) : undefined) ?? found;
}

/** `gcp.config.project` */
export function memberOfPulumi(
  machine: Machine,
  external: ExternalTerm | InstanceTerm,
  name: string,
  site: Site,
): Term | undefined {
  if (external.type !== "external" || external.name !== "pulumi_gcp.config") return undefined;
  return setting(machine, "gcp", camelCase(name), site);
}

export function setPulumiMember(machine: Machine, object: Term, name: string, value: Term): void {
  if (object.type === "resource") setSetting(resourcesOf(machine), object.object, name, value, machine.uncertain === 0);
}
