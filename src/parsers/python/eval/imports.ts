import type { Scope } from "../scope.ts";
import type { StatementOf } from "../syntax/tree.ts";
import { type ModuleTerm, type Term, atRun, gap } from "../terms.ts";
import { headerOf } from "./evaluate.ts";
import type { Machine } from "./machine.ts";
import { runFile } from "./run-file.ts";
import { bind } from "./scopes.ts";

/** Packages that no program brings along. */
const installed =
  /^(?:google|vertexai|agentplatform|kfp|google_cloud_pipeline_components|googleapiclient|pulumi|pulumi_gcp|os|sys|re|json|time|datetime|logging|typing|pathlib|subprocess|collections|functools|itertools|random|uuid|math|argparse|abc|dataclasses|pytest|unittest|mock|numpy|pandas|tensorflow|torch|sklearn|requests|yaml|absl|apache_beam|proto|grpc)(?:\.|$)/;

/** `import a.b as c` */
export function runImport(machine: Machine, { modules, ...node }: StatementOf<"import">, scope: Scope): void {
  for (const { module, as } of modules) {
    const span = headerOf(node, scope);
    const name = as ?? module.split(".")[0] ?? module;
    const wanted = as === undefined ? name : module;
    const found = localModule(machine, scope, wanted, 0);
    // `import a.b` runs both.
    if (as === undefined && wanted !== module && !installed.test(module)) localModule(machine, scope, module, 0);
    bind(machine, scope, name, found ?? { type: "external", name: wanted, written: name, span });
  }
}

/** `from .a import b as c` */
export function runImportFrom(
  machine: Machine,
  { module, level, names, ...node }: StatementOf<"import-from">,
  scope: Scope,
): void {
  const span = headerOf(node, scope);
  const found = localModule(machine, scope, module, level);
  for (const { name, as } of names) {
    if (name === "*") {
      if (found !== undefined)
        for (const [own, { value }] of found.scope.names) if (!own.startsWith("_")) bind(machine, scope, own, value);
      continue;
    }
    const inner =
      found?.scope.names.get(name)?.value ??
      localModule(machine, scope, module === "" ? name : `${module}.${name}`, level);
    bind(machine, scope, as, inner ?? missing(module, level, name, as, span));
  }
}

const missing = (module: string, level: number, name: string, as: string, span: Term["span"]): Term =>
  level > 0 ? gap(as, atRun, span) : { type: "external", name: `${module}.${name}`, written: as, span };

/** A module of the program: beside the importing file, or in a folder above it. */
function localModule(
  machine: Machine,
  { module: { path } }: Scope,
  module: string,
  level: number,
): ModuleTerm | undefined {
  if (level === 0 && installed.test(module)) return undefined;
  const folder = path.split("/").slice(0, -1);
  const names = module === "" ? [] : module.split(".");
  if (level > 0) return moduleIn(machine, [...folder.slice(0, folder.length - level + 1), ...names]);
  for (let height = 0; height <= Math.min(folder.length, 6); height++) {
    const base = folder.slice(0, folder.length - height);
    const found = moduleIn(machine, [...base, ...names]) ?? moduleIn(machine, [...base, "src", ...names]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function moduleIn(machine: Machine, names: readonly string[]): ModuleTerm | undefined {
  const path = names.join("/");
  for (const file of [`${path}.py`, `${path}/__init__.py`]) {
    const found = runFile(machine, file);
    if (found !== undefined) return found;
  }
  return undefined;
}
