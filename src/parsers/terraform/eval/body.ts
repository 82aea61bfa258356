import { conditionally, gap, list, object, text } from "../datum.ts";
import type { Datum, Entry, ObjectDatum } from "../datum.ts";
import type { Attribute, Block } from "../syntax.ts";
import type { Span } from "../../../model/source.ts";
import { blocksIn, expressionIn, headerOf } from "./definition.ts";
import type { Declared } from "./definition.ts";
import { readingOf, spanIn, withVariable } from "./env.ts";
import type { Env, TextFile } from "./env.ts";
import { evaluate } from "./expression.ts";
import { possibleRounds } from "./for.ts";

/** An entry whose value is evaluated when somebody asks for it. */
export class LazyEntry implements Entry {
  readonly key: Entry["key"];
  private work: (() => Datum) | undefined;
  private made: Datum | undefined;

  constructor(key: Entry["key"], work: () => Datum) {
    this.key = key;
    this.work = work;
  }

  get value(): Datum {
    if (this.made) return this.made;
    const { work } = this;
    this.work = undefined;
    this.made = work ? work() : gap(keyText(this.key), `${keyText(this.key)} refers to itself`, this.key.span);
    return this.made;
  }
}

const keyText = (key: Entry["key"]): string => (key.type === "string" ? key.text : "…");

/** Arguments that mean something to Terraform itself, not to the resource. */
const ofTerraform: ReadonlySet<string> = new Set([
  "count",
  "for_each",
  "provider",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
]);

/** The same in the call of a module. Resources have a `source` and a `version` of their own. */
export const ofModuleCall: ReadonlySet<string> = new Set([
  "count",
  "for_each",
  "providers",
  "depends_on",
  "source",
  "version",
]);

/** A block's attributes and nested blocks, each evaluated when asked for. */
export function evaluateBody(declared: Declared, env: Env, skipped: ReadonlySet<string> = ofTerraform): ObjectDatum {
  const entries = new Map<string, Entry>();
  const nested = new Map<string, Block[]>();
  for (const item of declared.block.body.items) {
    const file = declared.foreign?.get(item) ?? env.file;
    if (item.type === "block") gather(nested, item);
    else if (!skipped.has(item.name.text)) entries.set(item.name.text, attributeEntry(item, inFile(env, file)));
  }
  for (const [name, all] of nested) {
    if (skipped.has(name) || entries.has(name)) continue;
    const key = text(name, spanIn(env, all[0]?.name ?? declared.block.name));
    entries.set(name, new LazyEntry(key, () => evaluateBlocks(all, declared, env)));
  }
  return object(entries, headerOf(declared.block, env.file));
}

const inFile = (env: Env, file: TextFile): Env => (file === env.file ? env : { ...env, file });

function gather(nested: Map<string, Block[]>, block: Block): void {
  const name = block.name.text === "dynamic" ? (block.labels[0]?.text ?? "dynamic") : block.name.text;
  const before = nested.get(name);
  if (before) before.push(block);
  else nested.set(name, [block]);
}

function attributeEntry({ name, value }: Attribute, env: Env): Entry {
  return new LazyEntry(text(name.text, spanIn(env, name)), () =>
    env.scope.evaluation.within(
      spanIn(env, name),
      name.text,
      () => evaluate(value, env),
      (why) => gap(readingOf(value, env).expression, why, spanIn(env, value)),
    ),
  );
}

const none: ReadonlySet<string> = new Set();

function evaluateBlocks(blocks: readonly Block[], { foreign }: Declared, env: Env): Datum {
  const items: Datum[] = [];
  let open: Datum | undefined;
  for (const block of blocks) {
    const inner = inFile(env, foreign?.get(block) ?? env.file);
    if (block.name.text !== "dynamic") items.push(evaluateBody({ block, file: inner.file }, inner, none));
    else open = expandDynamic(block, inner, items) ?? open;
  }
  return list(items, items[0]?.span ?? open?.span ?? placeOf(blocks, env), "tuple", open);
}

const placeOf = (blocks: readonly Block[], env: Env): Span =>
  blocks[0] ? headerOf(blocks[0], env.file) : { path: env.file.path, start: 0, end: 0 };

/** The blocks that a `dynamic` block stands for; what any further ones look like, if there may be more. */
function expandDynamic(block: Block, env: Env, items: Datum[]): Datum | undefined {
  const forEach = expressionIn(block, "for_each");
  const [content] = blocksIn(block, "content");
  if (!forEach || !content) return undefined;
  const iterator = expressionIn(block, "iterator");
  const name = iterator?.type === "variable" ? iterator.name : (block.labels[0]?.text ?? "");
  const at = readingOf(forEach, env);
  let open: Datum | undefined;
  for (const { key, value, conditional, more } of possibleRounds(evaluate(forEach, env), at) ?? []) {
    const span = headerOf(block, env.file);
    const round = object(
      new Map([
        ["key", { key: text("key", span), value: key }],
        ["value", { key: text("value", span), value }],
      ]),
      span,
    );
    const inner = withVariable(env, name, round);
    const made = { ...evaluateBody({ block: content, file: env.file }, inner, none), span };
    if (more) open = made;
    else items.push(conditional ? conditionally(made) : made);
  }
  return open;
}
