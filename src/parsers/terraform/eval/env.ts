import type { Span } from "../../../model/source.ts";
import type { Datum } from "../datum.ts";
import type { Node } from "../syntax.ts";
import type { Evaluation } from "./evaluation.ts";

/** Where an expression stands and what it sees. */
export interface Env {
  readonly scope: Scope;
  readonly file: TextFile;
  /** Variables of `for` expressions, dynamic blocks and templates, innermost first. */
  readonly frame?: Frame;
  readonly each?: { readonly key: Datum; readonly value: Datum };
  readonly count?: Datum;
}

export interface Frame {
  readonly name: string;
  readonly value: Datum;
  readonly outer: Frame | undefined;
}

/** A text that expressions stand in. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** The text is not a file's: whatever stands in it has this place. */
  readonly at?: Span;
}

/** The names that a module's expressions may refer to. */
export interface Scope {
  readonly evaluation: Evaluation;
  /** The module's folder. */
  readonly dir: string;
  readonly variable: (name: string, at: Reading) => Datum;
  readonly local: (name: string, at: Reading) => Datum;
  readonly resource: (mode: "managed" | "data" | "ephemeral", type: string, name: string, at: Reading) => Datum;
  readonly call: (name: string, at: Reading) => Datum;
  /** `path.module`, `path.root`, `path.cwd` */
  readonly path: (name: string, at: Reading) => Datum;
}

/** A reference as it stands in the text. */
export interface Reading {
  readonly expression: string;
  readonly span: Span;
}

/** Made for every reference, looked at for few: its text and place are worked out when asked for. */
class NodeReading implements Reading {
  private readonly node: Node;
  private readonly env: Env;

  constructor(node: Node, env: Env) {
    this.node = node;
    this.env = env;
  }

  get expression(): string {
    return written(this.env, this.node);
  }

  get span(): Span {
    return spanIn(this.env, this.node);
  }
}

export const readingOf = (node: Node, env: Env): Reading => new NodeReading(node, env);

export const spanIn = (env: Env, node: Node): Span =>
  env.file.at ?? { path: env.file.path, start: node.start, end: node.end };

/** The expression as written, on one line and not too long: what gaps are called by. */
export function written(env: Env, node: Node): string {
  const text = env.file.text.slice(node.start, node.end);
  const line = /\s\s|[\n\r\t]/.test(text) ? text.replace(/\s+/g, " ").trim() : text;
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
}

const longestShown = 120;

export function bound(frame: Frame | undefined, name: string): Datum | undefined {
  for (let at = frame; at; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}

export const withVariable = (env: Env, name: string, value: Datum): Env => ({
  ...env,
  frame: { name, value, outer: env.frame },
});
