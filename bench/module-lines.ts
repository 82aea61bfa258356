import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "../src/model/fact.ts";
import type { Workspace } from "../src/model/parser.ts";
import type { ResourceRef } from "../src/model/resource.ts";
import { type Value, partsOf } from "../src/model/value.ts";
import { terraform } from "../src/parsers/terraform/index.ts";

/** What facts come to, without their places: names of what is only known after apply are all alike. */
const shown = (value: Value | undefined): string =>
  value === undefined
    ? "-"
    : partsOf(value)
        .map((part) => (typeof part === "string" ? part : "*"))
        .join("")
        .replaceAll(/\*(?:[\w-]*\*)+/g, "*")
        .replace(/^serviceAccount:\*$/, "*");

const placeOf = ({ type, name }: ResourceRef): string => `${type} ${shown(name)}`;

function lineOf(fact: Fact): string | undefined {
  switch (fact.kind) {
    case "grant":
      return `grant ${fact.authority} ${shown(fact.role)} ${shown(fact.principal)} on ${placeOf(fact.resource)}${fact.condition ? " if" : ""}`;
    case "service-account":
      return fact.origin === "created" ? `account ${shown(fact.email)}` : undefined;
    case "key":
      return `key ${fact.form} ${shown(fact.account)}`;
    case "workload":
      return `workload ${fact.type} as ${shown(fact.account)}`;
    case "api":
      return `api ${shown(fact.service)}`;
    case "role":
      return `role ${shown(fact.name)} ${fact.permissions.map(shown).join()}`;
    case "pool-provider":
      return `provider ${shown(fact.name)} ${shown(fact.issuer)} ${shown(fact.condition)}`;
    case "default-accounts":
      return `default accounts ${fact.action}`;
    case "audit-config":
      return `audit ${shown(fact.service)}`;
    case "org-policy":
      return `policy ${shown(fact.constraint)} ${String(fact.enforced)} +${(fact.allowed ?? []).map(shown).join()} -${(fact.denied ?? []).map(shown).join()} on ${placeOf(fact.resource)}`;
    case "deny":
      return `deny ${fact.permissions.map(shown).join()}`;
    default:
      return undefined;
  }
}

/** `owner/repository`, and the folder in it, of a source of the registry or of GitHub. */
function placeIn(source: string): readonly [repository: string, folder: string] {
  const [, owner, name, sub = ""] = /^([\w-]+)\/([\w-]+)\/google(?:\/\/(.+))?$/.exec(source) ?? [];
  if (owner !== undefined) return [`${owner}/terraform-google-${name}`, sub];
  const [, repository = "", folder = ""] = /^github\.com\/([\w-]+\/[\w-]+)(?:\/\/(.+))?$/.exec(source) ?? [];
  return [repository, folder];
}

/** What one call comes to: from the tables, or from the module's own folder where there is one. */
export function linesOfCall(text: string, folders: ReadonlyMap<string, string>): readonly string[] {
  const [, name = ""] = /^module "([^"]+)"/m.exec(text) ?? [];
  const [, source = ""] = /source\s*=\s*"([^"]+)"/.exec(text) ?? [];
  const [repository, below] = placeIn(source);
  const manifest = JSON.stringify({ Modules: [{ Key: name, Source: source, Dir: `modules/${repository}/${below}` }] });
  const real = (path: string): string => {
    const folder = folders.get(repository) ?? "/nowhere";
    return join(folder, path.slice(`modules/${repository}`.length));
  };
  const read = (path: string): string | undefined => {
    if (path === ".terraform/modules/modules.json") return folders.size > 0 ? manifest : undefined;
    if (!path.startsWith(`modules/${repository}`)) return undefined;
    const file = real(path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const list = (folder: string): readonly string[] =>
    folder.startsWith(`modules/${repository}`) && existsSync(real(folder)) ? readdirSync(real(folder)).toSorted() : [];
  const workspace: Workspace = { read, list, options: { varFiles: [], variables: {}, profile: "default" } };
  const { facts } = terraform.parse([{ path: "main.tf", text }], workspace);
  return [...new Set(facts.flatMap((fact) => lineOf(fact) ?? []))].toSorted();
}

/** The calls of a file, each by itself. */
export const callsIn = (text: string): readonly string[] =>
  text.split(/^(?=module ")/m).filter((call) => call.startsWith("module"));

/** `module.kms: terraform-google-modules/kms/google` */
export const titleOf = (call: string): string =>
  `module.${/^module "([^"]+)"/.exec(call)?.[1] ?? ""}: ${/source\s*=\s*"([^"]+)"/.exec(call)?.[1] ?? ""}`;
