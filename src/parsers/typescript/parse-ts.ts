import { createRequire } from "node:module";
import type { Program } from "oxc-parser";

/** A tree of the ESTree family, as `typescript-estree` makes it, or why there is none. */
export type Parse = { readonly program: Program } | { readonly error: string; readonly at: number };

const require = createRequire(import.meta.url);

/** The tree of a text. Positions are UTF-16 code units. */
export function parseTs(text: string, path: string): Parse {
  const tooMuch = reasonNotToParse(text);
  if (tooMuch !== undefined) return { error: tooMuch, at: 0 };
  const languages = languagesOf(path);
  let first: Parse | undefined;
  for (const language of languages) {
    const parsed = parser()(text, path, language);
    if ("program" in parsed) return parsed;
    first ??= parsed;
  }
  return first ?? { error: "no language fits", at: 0 };
}

type Language = "ts" | "tsx" | "js" | "jsx";

/** Flow and JSX stand in `.js` files too; old scripts are valid JavaScript but not TypeScript, and the other way round. */
function languagesOf(path: string): readonly Language[] {
  if (/\.[mc]?ts$/.test(path)) return ["ts"];
  if (path.endsWith(".tsx")) return ["tsx"];
  return ["jsx", "tsx"];
}

type ParseAs = (text: string, path: string, language: Language) => Parse;

let chosen: ParseAs | undefined;

/** The native parser; where it has no binary, the reference, if the user has installed it. */
function parser(): ParseAs {
  chosen ??= attempt(loadNative) ?? attempt(loadReference) ?? noParser;
  return chosen;
}

const noParser: ParseAs = () => ({ error: "no parser for TypeScript is installed for this platform", at: 0 });

function attempt(load: () => ParseAs): ParseAs | undefined {
  try {
    return load();
  } catch {
    return undefined;
  }
}

function loadNative(): ParseAs {
  const { parseSync } = require("oxc-parser") as typeof import("oxc-parser");
  return (text, path, lang) => {
    const { program, errors } = parseSync(path, text, { astType: "ts", lang, preserveParens: false });
    const error = errors.find(({ severity }) => severity === "Error");
    if (error === undefined || isOnlySemantic(error.message)) return { program };
    return { error: error.message, at: error.labels[0]?.start ?? 0 };
  };
}

/** Two declarations of one name, or a `return` at the top, do not make a tree unreadable. */
const isOnlySemantic = (message: string): boolean =>
  /already been declared|has already been exported|outside of|only allowed|can only be used|Cannot assign|reserved word/i.test(
    message,
  );

interface Reference {
  readonly parse: (text: string, options: Readonly<Record<string, unknown>>) => Program;
}

export function loadReference(): ParseAs {
  const { parse } = require("@typescript-eslint/typescript-estree") as Reference;
  return (text, path, language) => {
    try {
      const options = { jsx: language.endsWith("x"), range: true, filePath: path, errorOnUnknownASTType: false };
      return { program: withOffsets(parse(text, options)) };
    } catch (error) {
      const { message = "", location } = error as { message?: string; location?: { start?: { offset?: number } } };
      return { error: message, at: location?.start?.offset ?? 0 };
    }
  };
}

/** The reference gives `range`, the native parser `start` and `end`. */
function withOffsets<T>(tree: T): T {
  const pending: unknown[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (Array.isArray(node)) pending.push(...node.filter((item) => item !== null && item !== undefined));
    else if (typeof node === "object" && node !== null) {
      const { range } = node as { range?: readonly [number, number] };
      if (range !== undefined) Object.assign(node, { start: range[0], end: range[1] });
      for (const child of Object.values(node)) if (typeof child === "object" && child !== null) pending.push(child);
    }
  }
  return tree;
}

const maxLength = 1_500_000;
const maxNesting = 250;
const maxRun = 1500;
const maxElses = 400;

/** What the native parser can't be given: its recursion would end the process. */
export function reasonNotToParse(text: string): string | undefined {
  if (text.length > maxLength) return "it is larger than 1.5 MB";
  if (isMinified(text)) return "it looks minified";
  return isTooDeep(text) ? "it is nested too deeply" : undefined;
}

const isMinified = (text: string): boolean => text.length > 40_000 && text.length / lineCount(text) > 500;

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

const tokens =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[()[\]{};,\n]|\b(?:else|if|for|while|do|new|await|typeof|void|delete|extends|keyof|yield)\b|=>|<\/?|[-+!~*/%=?:.|&^]/g;

/** Brackets within brackets, operators in a row, and chains of `else`: what recursion follows. Cheap, and sure not to say too little. */
function isTooDeep(text: string): boolean {
  const runs = [0];
  const elses = [0];
  let before = "";
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    const level = runs.length - 1;
    if (token !== "\n" && !/^\/[/*]/.test(token)) {
      if (token === "else") elses[level] = (elses[level] ?? 0) + 1;
      else if (last === ";" || last === "}") elses[level] = 0;
      last = token;
    }
    if (token === "(" || token === "[" || token === "{") elses[runs.push(0) - 1] = 0;
    else if (token === ")" || token === "]" || token === "}") runs.length = Math.max(1, runs.length - 1);
    else if (token === ";" || token === "," || (token === "\n" && before === "}")) runs[level] = 0;
    else if (token !== "\n" && token.length < 8) runs[level] = (runs[level] ?? 0) + 1;
    if (runs.length > maxNesting || (runs[level] ?? 0) > maxRun || (elses[level] ?? 0) > maxElses) return true;
    before = token;
  }
  return false;
}
