import type { Credential, Dialect } from "../model/fact.ts";
import { spanOf } from "../model/source.ts";
import { pemBlocksIn } from "./private-key.ts";
import { keyFileOf, secretFieldOf } from "./key-file.ts";

/**
 * Credential files that stand in a text of any language: as JSON in a heredoc or a string, as an object of HCL, Python
 * or TypeScript. A place is the name of the field that holds the secret.
 */
export function keyObjectsIn(text: string, path: string, dialect: Dialect): readonly KeyObject[] {
  const found: KeyObject[] = [];
  const keys = text.includes("private_key") ? pemBlocksIn(text).map(({ start }) => start) : [];
  for (const { 0: name, index } of text.matchAll(secretFields)) {
    if (name === "private_key" && !keys.some((at) => at > index && at < index + farthest)) continue;
    const [start, end] = objectAround(text, index, name === "private_key" ? 20_000 : 4000);
    const object = text.slice(start, end);
    const field = (key: string): string | undefined => fieldOf(object, key);
    const credential = secretFieldOf(field("type")) === name ? keyFileOf(field) : undefined;
    if (credential === undefined) continue;
    const span = spanOf(path, index, index + name.length);
    found.push({ start, end, credential: { kind: "credential", ...credential, span, dialect } });
  }
  return found;
}

/** From the name of a field to its value. */
const farthest = 60;

/** The name of a field whose value may be a secret. */
const secretFields =
  /(?<!\w)(?:private_key|refresh_token)(?=\\{0,3}["'`]?\s{0,9}[:=]>?\s{0,9}\\{0,3}["'`]{1,3}\s{0,9}(?:-----BEGIN|[\w/.+-]{20}))/gu;

/** A credential, and how far the object reaches that it is. */
export interface KeyObject {
  readonly start: number;
  readonly end: number;
  readonly credential: Credential;
}

/** From the brace that opens before a place to the one that closes it; as far as such a file reaches where there is none. */
function objectAround(text: string, at: number, reach: number): readonly [number, number] {
  let start = at;
  for (let depth = 0; start > Math.max(0, at - reach); start--) {
    if (text[start] === "}") depth++;
    else if (text[start] === "{" && depth-- === 0) break;
  }
  const last = Math.min(text.length, at + reach);
  let end = at;
  for (let depth = 0; end < last; end++) {
    if (text[end] === "{") depth++;
    else if (text[end] === "}" && depth-- === 0) break;
  }
  return [start, end];
}

/** The text of a field, whatever quotes it and however often its quotes are escaped. */
function fieldOf(object: string, name: string): string | undefined {
  const pattern = new RegExp(
    String.raw`(?<!\w)${name}(?:\\{0,3}["'${"`"}])?\s{0,9}[:=]>?\s{0,9}\\{0,3}(["'${"`"}]{1,3})([^"'${"`"}]*?)\\{0,3}\1`,
    "u",
  );
  return pattern.exec(object)?.[2];
}
