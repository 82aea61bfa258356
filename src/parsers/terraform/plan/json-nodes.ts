import type { Node } from "jsonc-parser";
import type { Span } from "../../../model/source.ts";
import { type Datum, type Entry, boolean, gap, list, nothing, number, object, text } from "../datum.ts";

/** The value of a member of an object. */
export const memberOf = (node: Node | undefined, name: string): Node | undefined => membersOf(node).get(name);

/** All members of an object by name, the last of a name first. */
export function membersOf(node: Node | undefined): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>();
  if (node?.type !== "object") return members;
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) members.set(String(key.value), value);
  }
  return members;
}

export const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.type === "array" ? (node.children ?? []) : [];

export const textIn = (node: Node | undefined): string | undefined =>
  node?.type === "string" ? String(node.value) : undefined;

/** The place of a value; of a string without its quotes. */
export function spanOfNode(node: Node, path: string): Span {
  const quote = node.type === "string" ? 1 : 0;
  return { path, start: node.offset + quote, end: node.offset + node.length - quote };
}

/** Trees that mark what is unknown or sensitive: `true` at the place, or the shape around it. */
export interface Marks {
  readonly unknown?: Node | undefined;
  readonly sensitive?: Node | undefined;
}

/** What stands in for a value that is not known before apply; names the argument. */
export type Missing = (argument: string, span: Span) => Datum;

/** The datum of a JSON value; sensitive values are dropped, unknown ones become gaps. */
export function datumOfNode(
  node: Node | undefined,
  path: string,
  marks: Marks,
  missing: Missing,
  argument: string,
  at: Span,
): Datum {
  const span = node === undefined ? at : spanOfNode(node, path);
  if (isTrue(marks.sensitive)) return { ...gap("(sensitive)", "it is sensitive", span), sensitive: true };
  if (isTrue(marks.unknown)) return missing(argument, span);
  const within = (name: string | number): Marks => ({
    unknown: partOf(marks.unknown, name),
    sensitive: partOf(marks.sensitive, name),
  });
  if (node?.type === "object" || (node === undefined && marks.unknown?.type === "object")) {
    const members = membersOf(node);
    const names = new Set([...members.keys(), ...membersOf(marks.unknown).keys()]);
    const entries = [...names].map((name): [string, Entry] => [
      name,
      {
        key: text(name, span),
        value: datumOfNode(members.get(name), path, within(name), missing, argument || name, span),
      },
    ]);
    return object(new Map(entries), span);
  }
  if (node?.type === "array" || (node === undefined && marks.unknown?.type === "array")) {
    const items = itemsOf(node);
    const count = Math.max(items.length, itemsOf(marks.unknown).length);
    const all = Array.from({ length: count }, (_, index) =>
      datumOfNode(items[index], path, within(index), missing, argument, span),
    );
    return list(all, span);
  }
  return scalarOf(node, span);
}

function scalarOf(node: Node | undefined, span: Span): Datum {
  if (node?.type === "string") return text(String(node.value), span);
  if (node?.type === "number") return number(Number(node.value), span);
  if (node?.type === "boolean") return boolean(node.value === true, span);
  return nothing(span);
}

const isTrue = (node: Node | undefined): boolean => node?.type === "boolean" && node.value === true;

const partOf = (node: Node | undefined, name: string | number): Node | undefined =>
  typeof name === "number" ? itemsOf(node)[name] : memberOf(node, name);
