import { declaredAgain } from "../../../model/declared-again.ts";
import type { Problem, Span } from "../../../model/source.ts";
import type { Attribute, Block, Body, Expression } from "../syntax.ts";
import type { TextFile } from "./env.ts";

/** A block of a module, and the file that it stands in. */
export interface Declared {
  readonly file: TextFile;
  readonly block: Block;
  /** Items that an override file put in. */
  readonly foreign?: ReadonlyMap<Attribute | Block, TextFile>;
}

/** A module's blocks, its files merged. */
export interface Definition {
  readonly dir: string;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly locals: ReadonlyMap<string, LocalValue>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  /** By `google_project.p`, `data.google_project.p`. */
  readonly resources: ReadonlyMap<string, Declared>;
  readonly providers: readonly Declared[];
  readonly settings: readonly Declared[];
  readonly problems: readonly Problem[];
}

interface LocalValue {
  readonly file: TextFile;
  readonly attribute: Attribute;
}

/** A file that was read. */
export interface ReadFile {
  readonly file: TextFile;
  readonly body: Body;
  readonly problems: readonly Problem[];
}

function attributeIn({ body }: Block, name: string): Attribute | undefined {
  for (const item of body.items) if (item.type === "attribute" && item.name.text === name) return item;
  return undefined;
}

export const expressionIn = (block: Block, name: string): Expression | undefined => attributeIn(block, name)?.value;

export const blocksIn = ({ body }: Block, name: string): readonly Block[] =>
  body.items.filter((item): item is Block => item.type === "block" && item.name.text === name);

/** A string that stands there without any expression. */
export function literalIn(block: Block, name: string): string | undefined {
  const value = expressionIn(block, name);
  if (value?.type !== "template") return undefined;
  const [part] = value.parts;
  if (!part) return "";
  return part.type === "literal" && value.parts.length === 1 ? part.text : undefined;
}

/** The header of a block: its type and labels, on one line. */
export function headerOf(block: Block, file: TextFile): Span {
  const end = block.labels.at(-1)?.end ?? block.name.end;
  return file.at ?? { path: file.path, start: block.name.start, end };
}

/** Puts the files of a folder together, override files last. */
export function define(dir: string, files: readonly ReadFile[]): Definition {
  const made: Building = {
    variables: new Map(),
    locals: new Map(),
    outputs: new Map(),
    calls: new Map(),
    resources: new Map(),
    providers: new Map(),
    settings: [],
    repeated: [],
  };
  const sorted = files.toSorted((a, b) => order(a.file.path, b.file.path));
  for (const { file, body } of sorted) {
    const overrides = isOverride(file.path);
    for (const item of body.items) if (item.type === "block") add(made, item, file, overrides);
  }
  const { repeated, ...tables } = made;
  const problems = [...files.flatMap((file) => file.problems), ...repeated];
  return { dir, ...tables, providers: [...made.providers.values()], problems };
}

interface Building {
  readonly variables: Map<string, Declared>;
  readonly locals: Map<string, LocalValue>;
  readonly outputs: Map<string, Declared>;
  readonly calls: Map<string, Declared>;
  readonly resources: Map<string, Declared>;
  readonly providers: Map<string, Declared>;
  readonly settings: Declared[];
  /** What is declared a second time: Terraform refuses it, and so must not pass in silence. */
  readonly repeated: Problem[];
}

const isOverride = (path: string): boolean => /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/.test(path);

function order(a: string, b: string): number {
  const overrides = Number(isOverride(a)) - Number(isOverride(b));
  return overrides === 0 ? (a < b ? -1 : 1) : overrides;
}

function add(made: Building, block: Block, file: TextFile, overrides: boolean): void {
  const kind = block.name.text;
  const [first, second] = block.labels;
  if (kind === "locals") {
    for (const item of block.body.items) {
      if (item.type === "attribute") made.locals.set(item.name.text, { file, attribute: item });
    }
  } else if (kind === "terraform") made.settings.push({ block, file });
  else if (kind === "provider" && first) {
    const alias = literalIn(block, "alias");
    put(made.providers, alias === undefined ? first.text : `${first.text}.${alias}`, block, file, overrides);
  } else if (first && (kind === "variable" || kind === "output" || kind === "module")) {
    const table = { variable: made.variables, output: made.outputs, module: made.calls }[kind];
    put(table, first.text, block, file, overrides);
  } else if (first && second && kind in prefixes) {
    const address = `${prefixes[kind] ?? ""}${first.text}.${second.text}`;
    if (made.resources.has(address) && !overrides) again(made, address, block, file);
    else put(made.resources, address, block, file, overrides);
  }
}

const prefixes: Readonly<Record<string, string>> = { resource: "", data: "data.", ephemeral: "ephemeral." };

function put(table: Map<string, Declared>, name: string, block: Block, file: TextFile, overrides: boolean): void {
  const before = table.get(name);
  if (before && overrides) table.set(name, merge(before, block, file));
  else if (!before) table.set(name, { block, file });
}

/** A second declaration is evaluated too, under a name that no reference has. */
function again(made: Building, address: string, block: Block, file: TextFile): void {
  const message = `${address} is declared twice in this folder, which Terraform refuses.`;
  made.repeated.push({ kind: "unread", message, at: headerOf(block, file) });
  made.resources.set(declaredAgain(address, made.repeated.length), { block, file });
}

/** An override's attributes take the place of those of the same name, its blocks that of all of their type. */
function merge(before: Declared, block: Block, file: TextFile): Declared {
  const replaced = new Set(block.body.items.map(({ name }) => name.text));
  const kept = before.block.body.items.filter(({ name }) => !replaced.has(name.text));
  const foreign = new Map(before.foreign);
  for (const item of block.body.items) foreign.set(item, file);
  const body = { ...before.block.body, items: [...kept, ...block.body.items] };
  return { file: before.file, block: { ...before.block, body }, foreign };
}
