import { createScanner } from "jsonc-parser";
import { type Fault, type TextRead, maxDepth, maxFaults } from "./text-read.ts";
import type { Entry, Scalar, Tree } from "./tree.ts";

// The library's enums are ambient: their numbers, by name.
const open = 1;
const close = 2;
const openList = 3;
const closeList = 4;
const comma = 5;
const colon = 6;
const nullWord = 7;
const string = 10;
const endOfText = 17;

/** After so many breaks the text is something else. */
const maxBroken = 20;

interface Level {
  readonly start: number;
  readonly items: Tree[];
  readonly entries: Entry[];
  readonly isList: boolean;
  key?: Scalar;
}

/** Reads JSON, JSON with comments and NDJSON, without recursion. Broken text yields what stood before the break. */
export function readJson(text: string): TextRead {
  const scanner = createScanner(text, true);
  if (text.startsWith("\uFEFF")) scanner.setPosition(1);
  const levels: Level[] = [];
  const roots: Tree[] = [];
  const faults: Fault[] = [];
  let skipped = 0;

  const fault = (message: string, kind: Fault["kind"] = "unread"): void => {
    const start = scanner.getTokenOffset();
    if (faults.length < maxFaults) faults.push({ message, kind, start, end: start + scanner.getTokenLength() });
  };
  const add = (tree: Tree): void => {
    const level = levels.at(-1);
    if (level === undefined) roots.push(tree);
    else if (level.isList) level.items.push(tree);
    else if (level.key === undefined) fault("a value without a key in a JSON object");
    else {
      level.entries.push({ key: level.key, value: tree });
      delete level.key;
    }
  };
  const shut = (end: number): void => {
    const level = levels.pop();
    if (level === undefined) return;
    const { start, items, entries } = level;
    add(level.isList ? { kind: "list", items, start, end } : { kind: "dict", entries, start, end });
  };
  const opened = (isList: boolean): void => {
    if (levels.length < maxDepth) levels.push({ start: scanner.getTokenOffset(), items: [], entries: [], isList });
    else if (skipped++ === 0) fault(`nested deeper than ${maxDepth} levels: what is inside is not read`, "limit");
  };

  let broken = 0;
  for (let token = scanner.scan() as number; token !== endOfText && broken < maxBroken; token = scanner.scan()) {
    if (token === open || token === openList) opened(token === openList);
    else if (token === close || token === closeList) {
      const level = levels.at(-1);
      if (skipped > 0) skipped--;
      else if (level === undefined || level.isList !== (token === closeList)) {
        fault("a bracket that closes nothing");
        broken++;
        if (level !== undefined) shut(scanner.getPosition());
      } else shut(scanner.getPosition());
    } else if (skipped > 0 || token === comma || token === colon) continue;
    else if (token >= nullWord && token <= 11) {
      const scalar = scalarAt(scanner, token);
      const level = levels.at(-1);
      if (scanner.getTokenError() !== 0 && token === string && scanner.getTokenError() < 4)
        fault("a string that does not end");
      if (level !== undefined && !level.isList && level.key === undefined && token === string) level.key = scalar;
      else add(scalar);
    } else {
      fault("this is not JSON");
      broken++;
    }
  }
  if (levels.length > 0) fault("the text ends before its brackets close");
  while (levels.length > 0) shut(text.length);
  return { roots, faults };
}

function scalarAt(scanner: ReturnType<typeof createScanner>, token: number): Scalar {
  const start = scanner.getTokenOffset();
  const end = scanner.getPosition();
  const text = scanner.getTokenValue();
  if (token === string)
    return { kind: "scalar", text, start: start + 1, end: Math.max(start + 1, end - 1), style: "quoted" };
  const plain = { kind: "scalar", text, start, end, style: "plain" } as const;
  return token === nullWord ? { ...plain, empty: true } : plain;
}
