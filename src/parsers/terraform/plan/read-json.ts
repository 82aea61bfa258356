import { type Node, type ParseErrorCode, visit } from "jsonc-parser";

/** A JSON text as a tree with places, without the parts of a plan that say what was or repeat what will be. */
export interface ReadJson {
  readonly tree?: Node;
  /** Where the text stops being JSON. */
  readonly brokenAt?: number;
}

/** An object or array whose end has not been read yet. */
interface Open {
  readonly node: Omit<Node, "length"> & { length: number };
  readonly key?: string;
}

export function readJson(text: string): ReadJson {
  const open: Open[] = [];
  let tree: Node | undefined;
  let brokenAt: number | undefined;
  let key: Node | undefined;

  const add = (node: Node): void => {
    const around = open.at(-1)?.node;
    if (around === undefined) tree ??= node;
    else if (around.type === "array") around.children?.push(node);
    else if (key !== undefined) around.children?.push(propertyOf(key, node));
  };
  const begin =
    (type: "object" | "array") =>
    (offset: number): boolean => {
      const name = key === undefined ? undefined : String(key.value);
      const isSkipped = name !== undefined && skipped.has(name) && open.at(-1)?.key === "change";
      const node: Open["node"] = { type, offset, length: 0, children: [] };
      if (!isSkipped) add(node);
      open.push({ node, ...(name !== undefined && { key: name }) });
      key = undefined;
      return !isSkipped;
    };
  const end = (offset: number, length: number): void => {
    const node = open.pop()?.node;
    if (node !== undefined) node.length = offset + length - node.offset;
    key = undefined;
  };
  visit(text, {
    onObjectBegin: begin("object"),
    onArrayBegin: begin("array"),
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (name, offset, length) => {
      key = { type: "string", offset, length, value: name };
    },
    onLiteralValue: (value: unknown, offset, length) => add({ type: typeOf(value), offset, length, value }),
    onError: (_: ParseErrorCode, offset) => {
      brokenAt ??= offset;
    },
  });
  return { ...(tree && { tree }), ...(brokenAt !== undefined && { brokenAt }) };
}

/** Of a change, only what is not known yet is of interest. */
const skipped: ReadonlySet<string> = new Set(["before", "after", "before_sensitive", "after_sensitive"]);

const propertyOf = (key: Node, value: Node): Node => ({
  type: "property",
  offset: key.offset,
  length: value.offset + value.length - key.offset,
  children: [key, value],
});

const typeOf = (value: unknown): Node["type"] =>
  value === null ? "null" : (typeof value as "string" | "number" | "boolean");

/** Counts brackets outside of strings: the reader is recursive. */
export function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash && inText) at++;
    else if (code === quote) inText = !inText;
    else if (!inText && (code === openBrace || code === openBracket)) depth++;
    else if (!inText && (code === closeBrace || code === closeBracket)) depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

const maxDepth = 200;
const quote = 34;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
