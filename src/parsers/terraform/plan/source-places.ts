import type { Workspace } from "../../../model/parser.ts";
import type { Source, Span } from "../../../model/source.ts";
import { type Datum, type Entry, type ObjectDatum, list, object } from "../datum.ts";
import { readHcl } from "../hcl/read-hcl.ts";
import type { Instance } from "../instances.ts";
import type { Attribute, Block, Body, Expression } from "../syntax.ts";
import type { Plan } from "./plan-instances.ts";
import { withoutKeys } from "./planned.ts";

/** Moves an instance of a plan to the block of the source tree that it comes from, where that was scanned. */
export function sourceTreeOf(plan: Plan, source: Source, workspace: Workspace): (instance: Instance) => Instance {
  if (workspace.scanned === undefined) return (instance) => instance;
  const folders = new Map<string, readonly FileBlocks[]>();
  const blocksIn = (dir: string): readonly FileBlocks[] => {
    let found = folders.get(dir);
    if (found === undefined) folders.set(dir, (found = blocksOf(dir, workspace)));
    return found;
  };
  const root = rootOf(plan, source, blocksIn);
  if (root === undefined) return (instance) => instance;
  return (instance) => {
    const { module, block } = splitAddress(instance);
    const dir = moduleDir(
      module,
      root,
      (address, from) => plan.moduleSources.get(address) ?? sourceOfCall(blocksIn(from), address),
    );
    const place = dir === undefined ? undefined : placeIn(blocksIn(dir), block);
    return place === undefined || dir === undefined ? instance : moved(instance, place, dir);
  };
}

interface FileBlocks {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

interface BlockPlace {
  readonly path: string;
  readonly text: string;
  readonly block: Block;
}

function blocksOf(dir: string, workspace: Workspace): readonly FileBlocks[] {
  return workspace.list(dir).flatMap((name) => {
    const path = dir === "" ? name : `${dir}/${name}`;
    const isScanned = /\.(?:tf|tofu)$/.test(name) && workspace.scanned?.has(path) === true;
    const text = isScanned ? workspace.read(path) : undefined;
    if (text === undefined) return [];
    const blocks = readHcl(text).body.items.filter((item): item is Block => item.type === "block");
    return [{ path, text, blocks }];
  });
}

/** The folder that defines resources of the plan's root module: that of the plan, or one above it. */
function rootOf(plan: Plan, source: Source, blocksIn: (dir: string) => readonly FileBlocks[]): string | undefined {
  const own = plan.instances.filter(({ address }) => !address.startsWith("module.")).slice(0, 20);
  const called = [...plan.moduleSources.keys(), ...plan.instances.map((instance) => splitAddress(instance).module)];
  const calls = [...new Set(called)].filter((address) => /^module\.[^.]+$/.test(address)).slice(0, 20);
  const folder = source.path.split("/").slice(0, -1);
  for (let depth = folder.length; depth >= 0; depth--) {
    const dir = folder.slice(0, depth).join("/");
    const blocks = blocksIn(dir);
    const defines = own.some((instance) => placeIn(blocks, splitAddress(instance).block) !== undefined);
    if (defines || calls.some((call) => isCalled(blocks, call.slice("module.".length)))) return dir;
  }
  return undefined;
}

const isCalled = (files: readonly FileBlocks[], name: string): boolean => callOf(files, name) !== undefined;

const callOf = (files: readonly FileBlocks[], name: string): Block | undefined =>
  files.flatMap(({ blocks }) => blocks).find((block) => block.name.text === "module" && block.labels[0]?.text === name);

/** A state doesn't say where its modules come from, but the tree does. */
function sourceOfCall(files: readonly FileBlocks[], address: string): string | undefined {
  const items = callOf(files, address.slice(address.lastIndexOf(".") + 1))?.body.items ?? [];
  const source = items.find((item): item is Attribute => item.type === "attribute" && item.name.text === "source");
  const [part, ...others] = source?.value.type === "template" ? source.value.parts : [];
  return part?.type === "literal" && others.length === 0 ? part.text : undefined;
}

interface Wanted {
  readonly keyword: string;
  readonly type: string;
  readonly name: string;
}

function splitAddress({ address, mode, type, name }: Instance): { readonly module: string; readonly block: Wanted } {
  const bare = withoutKeys(address);
  const module = /^((?:module\.[^.]+\.)*)/.exec(bare)?.[0].replace(/\.$/, "") ?? "";
  return { module, block: { keyword: mode === "data" ? "data" : "resource", type, name } };
}

function placeIn(files: readonly FileBlocks[], { keyword, type, name }: Wanted): BlockPlace | undefined {
  for (const { path, text, blocks } of files) {
    const block = blocks.find(
      (one) => one.name.text === keyword && one.labels[0]?.text === type && one.labels[1]?.text === name,
    );
    if (block !== undefined) return { path, text, block };
  }
  return undefined;
}

/** Only modules of the tree itself have a folder. */
function moduleDir(
  module: string,
  root: string,
  sourceOf: (address: string, from: string) => string | undefined,
): string | undefined {
  let dir: string | undefined = root;
  const names = module === "" ? [] : module.split(/\.?module\./).slice(1);
  for (const [index] of names.entries()) {
    if (dir === undefined) return undefined;
    const call = sourceOf(`module.${names.slice(0, index + 1).join(".module.")}`, dir);
    if (call === undefined || !/^\.\.?\//.test(call)) return undefined;
    dir = joinPath(dir, call);
  }
  return dir;
}

function joinPath(dir: string, relative: string): string | undefined {
  const parts = dir === "" ? [] : dir.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

function moved(instance: Instance, { path, text, block }: BlockPlace, dir: string): Instance {
  const span = headerOf(block, path, text);
  return { ...instance, dir, span, config: replaced(instance.config, block.body, path, span) };
}

const headerOf = (block: Block, path: string, text: string): Span => {
  const last = block.labels.at(-1) ?? block.name;
  const line = text.indexOf("\n", block.start);
  return { path, start: block.start, end: line >= 0 && line < last.end ? line : last.end };
};

/** Each argument and block at its place in the source; what is not written there, at the header. */
function replaced(config: ObjectDatum, body: Body, path: string, header: Span): ObjectDatum {
  const entries = new Map<string, Entry>();
  for (const [name, entry] of config.entries) {
    entries.set(name, { ...entry, value: replacedEntry(name, entry.value, body, path, header) });
  }
  return object(entries, header);
}

function replacedEntry(name: string, value: Datum, body: Body, path: string, header: Span): Datum {
  const written = body.items.find((item): item is Attribute => item.type === "attribute" && item.name.text === name);
  if (written !== undefined) return atExpression(value, written.value, path);
  const nested = body.items.filter((item): item is Block => item.type === "block" && item.name.text === name);
  if (value.type !== "list" || nested.length === 0) return at(value, header);
  const items = value.items.map((item, index) => inBlock(item, nested[index] ?? nested[0], path, header));
  return list(items, header, value.form);
}

function inBlock(item: Datum, block: Block | undefined, path: string, header: Span): Datum {
  if (item.type !== "object" || block === undefined) return at(item, header);
  return replaced(item, block.body, path, { path, start: block.name.start, end: block.name.end });
}

/** Literal text without its quotes, the items of a tuple one by one. */
function atExpression(value: Datum, expression: Expression, path: string): Datum {
  if (expression.type === "tuple" && value.type === "list" && expression.items.length === value.items.length) {
    const items = value.items.map((item, index) => atExpression(item, expression.items[index] ?? expression, path));
    return list(items, { path, start: expression.start, end: expression.end }, value.form);
  }
  const [part, ...others] = expression.type === "template" ? expression.parts : [];
  const { start, end } = part?.type === "literal" && others.length === 0 ? part : expression;
  return at(value, { path, start, end });
}

/** The same datum at another place, with all that it holds. */
function at(datum: Datum, span: Span): Datum {
  if (datum.type === "list") return { ...datum, span, items: datum.items.map((item) => at(item, span)) };
  if (datum.type !== "object") return { ...datum, span };
  const entries = [...datum.entries].map(([name, entry]): [string, Entry] => [
    name,
    { ...entry, value: at(entry.value, span) },
  ]);
  return object(new Map(entries), span);
}
