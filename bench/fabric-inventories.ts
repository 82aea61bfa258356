import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Workspace } from "../src/model/parser.ts";
import { type Datum, scalarText } from "../src/parsers/terraform/datum.ts";
import { evaluate } from "../src/parsers/terraform/evaluate.ts";
import type { Root } from "../src/parsers/terraform/instances.ts";

/**
 * The evaluator against Terraform's own plans: Cloud Foundation Fabric keeps, for some 600 configurations (examples in its
 * READMEs, `tests/**\/tftest.yaml`), the values that `terraform plan` gave. Whatever the evaluator claims to know must be
 * what is written there. `npx tsx bench/fabric-inventories.ts CHECKOUT [PART OF A NAME]`
 */
interface Case {
  readonly name: string;
  /** The root module's folder. */
  readonly dir: string;
  /** Files that are there besides those of the checkout. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders that are linked to others of the checkout. */
  readonly links: ReadonlyMap<string, string>;
  readonly varFiles: readonly string[];
  readonly inventories: readonly string[];
}

interface Outcome {
  right: number;
  unknown: number;
  /** Of attributes that a provider fills in. */
  absent: number;
  readonly wrong: string[];
}

/** Where the provider's plan differs from the configuration: other spellings, write-only and suppressed arguments. */
const changedByProvider: readonly RegExp[] = [
  /^\S*\.location is "(\S+)", not "(?!\1)[A-Z0-9-]+"/,
  /\.folder_id is "folders\/(\d+)", not "\1"/,
  /\.secret_data_wo is .*, not null$/,
  /\.(?:ip_version|calendar_period|auth) is "\w+", not null$/,
  /\.type is "(?:STANDARD|BUILT_IN)", not null$/,
  /\.forwarding_path is "private", not ""$/,
  /\.(?:maven_config|dns_config) is .*, not \[\]$/,
  /google_compute_instance_group\.\S+\.instances is /,
  /\.metadata_template is /,
];

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

function run(checkout: string, only: string): void {
  const total: Outcome = { right: 0, unknown: 0, absent: 0, wrong: [] };
  let cases = 0;
  for (const one of [...readmeCases(checkout), ...testCases(checkout)]) {
    if (!one.name.includes(only)) continue;
    cases++;
    const outcome = judge(one, checkout);
    total.right += outcome.right;
    total.unknown += outcome.unknown;
    total.absent += outcome.absent;
    for (const text of outcome.wrong) {
      if (changedByProvider.some((pattern) => pattern.test(text))) total.right++;
      else total.wrong.push(`${one.name}: ${text}`);
    }
  }
  for (const text of total.wrong) console.log(text);
  const { right, unknown, absent, wrong } = total;
  console.log(
    `${cases} plans: ${right} values right, ${wrong.length} wrong, ${unknown} unknown, ${absent} not set by the code`,
  );
}

function judge(one: Case, checkout: string): Outcome {
  const workspace = workspaceOf(one, checkout);
  const outcome: Outcome = { right: 0, unknown: 0, absent: 0, wrong: [] };
  const paths = workspace.list(one.dir).filter((name) => name.endsWith(".tf"));
  const sources = paths.map((name) => ({ path: join(one.dir, name), text: workspace.read(join(one.dir, name)) ?? "" }));
  for (const root of evaluate(sources, workspace).roots) {
    for (const path of one.inventories) judgeInventory(root, path, outcome);
  }
  return outcome;
}

interface Inventory {
  readonly values?: Readonly<Record<string, Readonly<Record<string, Plain>>>>;
  readonly counts?: Readonly<Record<string, number>>;
}

function judgeInventory(root: Root, path: string, outcome: Outcome): void {
  const inventory = (parseYaml(readFileSync(path, "utf8")) ?? {}) as Inventory;
  const instances = new Map(root.instances.map((instance) => [instance.address, instance]));
  const vague = new Set(root.instances.filter(({ conditional }) => conditional).map(({ type }) => type));
  for (const [address, attributes] of Object.entries(inventory.values ?? {})) {
    const instance = instances.get(address);
    const type = /(?:^|\.)(?:data\.)?(\w+)\.[\w-]+(?:\[.*\])?$/.exec(address)?.[1] ?? "";
    if (!instance) {
      if (vague.has(type) || (vague.size > 0 && address.startsWith("module."))) outcome.unknown++;
      else outcome.wrong.push(`${address} is missing`);
      continue;
    }
    for (const [name, expected] of Object.entries(attributes)) {
      const datum = instance.config.entries.get(name)?.value;
      if (datum === undefined) outcome.absent++;
      else compare(datum, expected, `${address}.${name}`, outcome);
    }
  }
  judgeCounts(root, inventory, vague, outcome);
}

function judgeCounts(root: Root, { counts = {} }: Inventory, vague: ReadonlySet<string>, outcome: Outcome): void {
  for (const [type, expected] of Object.entries(counts)) {
    if (!type.startsWith("google_") || root.remoteCalls.length > 0) continue;
    if (vague.has(type)) {
      outcome.unknown++;
      continue;
    }
    const found = root.instances.filter((instance) => instance.type === type).length;
    if (found === expected) outcome.right++;
    else outcome.wrong.push(`${found} of ${type}, not ${expected}`);
  }
}

function compare(datum: Datum, expected: Plain, at: string, outcome: Outcome): void {
  if (isUnknown(datum)) outcome.unknown++;
  else if (datum.type === "list") compareList(datum, expected, at, outcome);
  else if (datum.type === "object") compareObject(datum, expected, at, outcome);
  else if (agrees(datum, expected)) outcome.right++;
  else outcome.wrong.push(`${at} is ${JSON.stringify(plain(datum))}, not ${JSON.stringify(expected)}`);
}

const isUnknown = (datum: Datum): boolean =>
  datum.type === "unknown" || datum.type === "pattern" || (datum.type === "list" && datum.open !== undefined);

function compareList(datum: Extract<Datum, { type: "list" }>, expected: Plain, at: string, outcome: Outcome): void {
  const items = expected === null ? [] : Array.isArray(expected) ? (expected as readonly Plain[]) : undefined;
  const isVague = datum.items.some((item) => item.conditional || isUnknown(item));
  if (isVague) outcome.unknown++;
  else if (items && items.length > 0 && items.every((item) => typeof item === "string")) {
    compareSets(datum, items, at, outcome);
  } else if (items?.length !== datum.items.length) {
    outcome.wrong.push(`${at} is ${JSON.stringify(plain(datum))}, not ${JSON.stringify(expected)}`);
  } else compareBlocks(datum, items, at, outcome);
}

/** In the order of the plan, or, as blocks may be sets, in the order that suits best. */
function compareBlocks(
  { items }: Extract<Datum, { type: "list" }>,
  expected: readonly Plain[],
  at: string,
  outcome: Outcome,
): void {
  const left = [...expected];
  for (const [index, item] of items.entries()) {
    const trials = left.map((one) => {
      const trial: Outcome = { right: 0, unknown: 0, absent: 0, wrong: [] };
      compare(item, one, `${at}[${index}]`, trial);
      return trial;
    });
    const best = trials.reduce((a, b) => (b.wrong.length < a.wrong.length ? b : a));
    left.splice(trials.indexOf(best), 1);
    outcome.right += best.right;
    outcome.unknown += best.unknown;
    outcome.absent += best.absent;
    outcome.wrong.push(...best.wrong);
  }
}

/** Whether an attribute is a set is the provider's business. */
function compareSets(datum: Datum, expected: readonly string[], at: string, outcome: Outcome): void {
  const found = plain(datum);
  const sorted = Array.isArray(found) ? [...new Set(found.map(String))].toSorted() : [];
  if (JSON.stringify(sorted) === JSON.stringify([...new Set(expected)].toSorted())) outcome.right++;
  else outcome.wrong.push(`${at} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

function compareObject(datum: Extract<Datum, { type: "object" }>, expected: Plain, at: string, outcome: Outcome): void {
  const one = Array.isArray(expected) && expected.length === 1 ? (expected as readonly Plain[])[0] : expected;
  if (typeof one !== "object" || one === null || Array.isArray(one)) {
    if (datum.entries.size > 0)
      outcome.wrong.push(`${at} is ${JSON.stringify(plain(datum))}, not ${JSON.stringify(expected)}`);
    return;
  }
  for (const [name, value] of Object.entries(one)) {
    const own = datum.entries.get(name)?.value;
    if (own === undefined) outcome.absent++;
    else compare(own, value as Plain, `${at}.${name}`, outcome);
  }
}

/** The provider turns scalars into what its schema wants, and null into a default. */
function agrees(datum: Datum, expected: Plain): boolean {
  const own = plain(datum);
  if (own === null) return true;
  if (expected === null) return own === "";
  if (typeof own === "string" && typeof expected === "string")
    return own.trim() === expected.trim() || isSameJson(own, expected);
  return String(own) === String(expected);
}

function isSameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  } catch {
    return false;
  }
}

function plain(datum: Datum): Plain {
  switch (datum.type) {
    case "string":
      return datum.text;
    case "number":
      return Number(scalarText(datum));
    case "boolean":
      return datum.value;
    case "list":
      return datum.items.map(plain);
    case "object":
      return Object.fromEntries([...datum.entries].map(([name, { value }]) => [name, plain(value)]));
    case "null":
      return null;
    default:
      return "<unknown>";
  }
}

function* readmeCases(checkout: string): Iterable<Case> {
  for (const readme of readmes(checkout)) {
    const module = relative(checkout, dirname(readme));
    const blocks = fencedBlocks(readFileSync(readme, "utf8"));
    for (const block of blocks) {
      const directive = directiveIn(block.text);
      const inventory = directive?.words.get("inventory");
      if (directive?.name !== "tftest" || block.language !== "hcl" || inventory === undefined) continue;
      const path = join(checkout, "tests", module.replaceAll("-", "_"), "examples", inventory);
      if (!existsSync(path)) continue;
      yield exampleCase(checkout, module, block, blocks, directive, path);
    }
  }
}

function exampleCase(
  checkout: string,
  module: string,
  block: Fenced,
  blocks: readonly Fenced[],
  { words }: Directive,
  inventory: string,
): Case {
  const dir = "example";
  const files = new Map([
    [`${dir}/main.tf`, block.text],
    [`${dir}/variables.tf`, readFileSync(join(checkout, "tests/examples/variables.tf"), "utf8")],
  ]);
  for (const id of words.get("files")?.split(",") ?? []) {
    const file = blocks.find(
      ({ text, heading }) => heading === block.heading && directiveIn(text)?.words.get("id") === id,
    );
    const path = file && directiveIn(file.text)?.words.get("path");
    if (file && path !== undefined) files.set(`${dir}/${path}`, file.text);
  }
  for (const id of words.get("fixtures")?.split(",") ?? []) {
    const inline = blocks.find(
      ({ text }) => directiveIn(text)?.name === "tftest-fixture" && directiveIn(text)?.words.get("id") === id,
    );
    const path = join(checkout, "tests", id);
    if (inline) files.set(`${dir}/${id}.tf`, inline.text);
    else if (existsSync(path)) files.set(`${dir}/${basename(id)}`, readFileSync(path, "utf8"));
  }
  const links = new Map([
    [`${dir}/fabric`, "."],
    [`${dir}/assets`, join("tests", module.replaceAll("-", "_"), "assets")],
  ]);
  return {
    name: `${module}#${block.heading}/${basename(inventory)}`,
    dir,
    files,
    links,
    varFiles: [],
    inventories: [inventory],
  };
}

function* testCases(checkout: string): Iterable<Case> {
  const specs = readdirSync(join(checkout, "tests"), { recursive: true, encoding: "utf8" });
  for (const spec of specs.filter((path) => basename(path) === "tftest.yaml").toSorted()) {
    const folder = join(checkout, "tests", dirname(spec));
    const parsed = parseYaml(readFileSync(join(checkout, "tests", spec), "utf8")) as TestSpec;
    for (const [name, test] of Object.entries(parsed.tests ?? {})) {
      const inventories = (test?.inventory ?? [`${name}.yaml`]).map((file) => join(folder, file)).filter(existsSync);
      const varFiles = [...(parsed.common_tfvars ?? []), `${name}.tfvars`, ...(test?.tfvars ?? [])]
        .map((file) => join(folder, file))
        .filter(existsSync)
        .map((file) => relative(checkout, file));
      const links = new Map(
        (test?.extra_dirs ?? []).map((dir) => [join(parsed.module, basename(dir)), join(parsed.module, dir)]),
      );
      if (test?.extra_files) continue;
      yield { name: `${dirname(spec)}#${name}`, dir: parsed.module, files: new Map(), links, varFiles, inventories };
    }
  }
}

interface TestSpec {
  readonly module: string;
  readonly common_tfvars?: readonly string[];
  readonly tests?: Readonly<Record<string, TestOptions | null>>;
}

interface TestOptions {
  readonly inventory?: readonly string[];
  readonly tfvars?: readonly string[];
  readonly extra_dirs?: readonly string[];
  readonly extra_files?: readonly string[];
}

interface Fenced {
  readonly language: string;
  readonly text: string;
  readonly heading: string;
}

function fencedBlocks(text: string): readonly Fenced[] {
  const blocks: Fenced[] = [];
  let heading = "";
  for (const [, title, language, body] of text.matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```/gm)) {
    if (title !== undefined) heading = title;
    else if (language !== undefined && body !== undefined) blocks.push({ language, text: body, heading });
  }
  return blocks;
}

interface Directive {
  readonly name: string;
  readonly words: ReadonlyMap<string, string>;
}

function directiveIn(text: string): Directive | undefined {
  const [, name, rest] = /^ *# *(tftest\S*)(.*)$/m.exec(text) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const pairs = rest
    .trim()
    .split(/\s+/)
    .map((word): [string, string] => [word.split("=", 1)[0] ?? "", word.slice(word.indexOf("=") + 1)]);
  return { name, words: new Map(pairs) };
}

const readmes = (checkout: string): readonly string[] =>
  ["modules", "fast", "blueprints"]
    .filter((folder) => existsSync(join(checkout, folder)))
    .flatMap((folder) =>
      readdirSync(join(checkout, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(checkout, folder, path),
      ),
    )
    .filter((path) => basename(path) === "README.md")
    .toSorted();

function workspaceOf({ dir, files, links, varFiles }: Case, checkout: string): Workspace {
  const real = (path: string): string => {
    for (const [link, target] of links) {
      if (path === link || path.startsWith(`${link}/`)) return join(checkout, target, path.slice(link.length));
    }
    return join(checkout, path);
  };
  const ownNames = (folder: string): readonly string[] =>
    [...files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split("/")[0] ?? "");
  const isLeftOut = (folder: string, name: string): boolean =>
    folder === dir && /\.auto\.tfvars|^terraform\.tfvars|^\d-.*-providers\.tf$/.test(name);
  return {
    options: { varFiles, variables: {}, profile: "default" },
    read: (path) => files.get(path) ?? (isFile(real(path)) ? readFileSync(real(path), "utf8") : undefined),
    list: (folder) => {
      const there = isFolder(real(folder)) ? readdirSync(real(folder)) : [];
      return [...new Set([...there.filter((name) => !isLeftOut(folder, name)), ...ownNames(folder)])].toSorted();
    },
  };
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const [checkout, only = ""] = process.argv.slice(2);
if (checkout !== undefined) run(checkout, only);
