import type { Dialect, Fact } from "../../../model/fact.ts";
import type { Embedded } from "../../../model/parser.ts";
import type { Problem, Span } from "../../../model/source.ts";
import type { Tree } from "./tree.ts";

/** One document of a file: what every reader gets. */
export interface Document {
  readonly path: string;
  /** The whole file as written. */
  readonly text: string;
  /** The text that was parsed: as long, without template expressions. */
  readonly parsed: string;
  readonly dialect: Dialect;
  readonly root: Tree;
  /** It stands in a template, whose parts are unknown until it is rendered. */
  readonly templated: boolean;
}

/** What readers find. */
export interface Found {
  readonly facts: Fact[];
  readonly problems: Problem[];
  readonly embedded: Embedded[];
  /** What is told once, however often the input says it: the hierarchy above assets. */
  readonly told: Set<string>;
}

export const nothing = (): Found => ({ facts: [], problems: [], embedded: [], told: new Set() });

export const spanAt = (document: Document, tree: { readonly start: number; readonly end: number }): Span => ({
  path: document.path,
  start: tree.start,
  end: tree.end,
});

/** A place of at most one line: what follows the first line break is left out. */
export function lineSpanAt(document: Document, tree: { readonly start: number; readonly end: number }): Span {
  const end = document.text.slice(tree.start, tree.end).search(/[\r\n]/u);
  return { path: document.path, start: tree.start, end: end === -1 ? tree.end : tree.start + end };
}

/** The file's name without folders, and without extensions. */
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const stemOf = (path: string): string => fileNameOf(path).replace(/(?<=.)\.[^/]*$/u, "");
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
