import { parse } from "jsonc-parser";
import type { Machine } from "./machine.ts";

/** A pattern with at most one star, and where what it names may be: `@lib/*`, `["lib/*"]`. */
type Aliases = readonly (readonly [pattern: string, targets: readonly string[]])[];

const maxLength = 200_000;

/** The files that an alias may mean: `paths` and `baseUrl` of the nearest `tsconfig.json`, `imports` of `package.json`. */
export function aliasedPaths(machine: Machine, specifier: string, from: string): readonly string[] {
  return aliasesFor(machine, folderOf(from)).flatMap(([pattern, targets]) => {
    const [before = "", after] = pattern.split("*");
    if (after === undefined) return specifier === pattern ? targets : [];
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) return [];
    if (specifier.length < before.length + after.length) return [];
    const star = specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => target.replace("*", () => star));
  });
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

function aliasesFor(machine: Machine, folder: string): Aliases {
  const key = `aliases ${folder}`;
  const known = machine.memory.get(key) as Aliases | undefined;
  if (known !== undefined) return known;
  const above = folder === "" ? [] : aliasesFor(machine, folderOf(folder));
  const own = [...tsconfigIn(machine, within(folder, "tsconfig.json"), 0), ...importsIn(machine, folder)];
  const found = own.length > 0 ? own : above;
  machine.memory.set(key, found);
  return found;
}

function jsonIn(machine: Machine, path: string): unknown {
  const text = machine.workspace.read(path);
  return text === undefined || text.length > maxLength ? undefined : parse(text, [], { allowTrailingComma: true });
}

const at = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;

function tsconfigIn(machine: Machine, path: string, depth: number): Aliases {
  const config = jsonIn(machine, path);
  const folder = folderOf(path);
  const options = at(config, "compilerOptions");
  const base = at(options, "baseUrl");
  const home = within(folder, typeof base === "string" ? base : ".");
  const paths = Object.entries(Object(at(options, "paths"))).map(
    ([pattern, targets]) => [pattern, stringsIn(targets).map((target) => within(home, target))] as const,
  );
  if (typeof base === "string") return [...paths, ["*", [within(home, "*")]]];
  const extended = at(config, "extends");
  if (paths.length > 0 || typeof extended !== "string" || !extended.startsWith(".") || depth > 5) return paths;
  return tsconfigIn(machine, within(folder, extended.endsWith(".json") ? extended : `${extended}.json`), depth + 1);
}

const importsIn = (machine: Machine, folder: string): Aliases =>
  Object.entries(Object(at(jsonIn(machine, within(folder, "package.json")), "imports")))
    .filter(([pattern]) => pattern.startsWith("#"))
    .map(([pattern, target]) => [pattern, stringsIn(target).map((one) => within(folder, one))] as const);

const stringsIn = (of: unknown): readonly string[] =>
  [of].flat().flatMap((one) => (typeof one === "string" ? [one] : stringsOfConditions(one)));

/** `{ "import": "./src/x.ts", "default": "./x.js" }` */
const stringsOfConditions = (of: unknown): readonly string[] =>
  typeof of === "object" && of !== null ? Object.values(of).filter((one) => typeof one === "string") : [];

/** A path below a folder; above what is scanned there is nothing. */
function within(folder: string, path: string): string {
  const segments = folder === "" ? [] : folder.split("/");
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
