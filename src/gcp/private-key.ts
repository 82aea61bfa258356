import type { Credential, Dialect } from "../model/fact.ts";
import { longestKey } from "../model/secret-forms.ts";
import { spanOf } from "../model/source.ts";

const pem = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([\s\S]*?)-----END \1-----/u;

/** Keys shorter than this are placeholders. */
const shortest = 100;

/** Does the text hold a private key that can be one: PEM, base64, and DER whose outer length fits? */
export function holdsPrivateKey(text: string): boolean {
  const body = pem.exec(text.replaceAll(/\\+[rn]/gu, "\n"))?.[2]?.replaceAll(/\s/gu, "");
  if (body === undefined || body.length < shortest || !/^[A-Za-z0-9+/]+={0,2}$/u.test(body)) return false;
  return new Set(body).size > 20 && isSequence(Buffer.from(body, "base64"));
}

/** One ASN.1 SEQUENCE that takes up all bytes. */
function isSequence(der: Buffer): boolean {
  const [tag, first = 0] = der;
  if (tag !== 0x30) return false;
  if (first < 0x80) return der.length === first + 2;
  const bytes = first - 0x80;
  if (bytes < 1 || bytes > 4) return false;
  return der.length === der.readUIntBE(2, bytes) + 2 + bytes;
}

const marker = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/gu;

/** A key in PEM, and where it stands. */
export interface PemBlock {
  readonly start: number;
  /** Behind the line that begins it. */
  readonly body: number;
  readonly end: number;
}

/** The keys in PEM that are real, in a text of any language. */
export function pemBlocksIn(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let end = -1;
  for (const { 0: mark, index: start } of text.matchAll(marker)) {
    const body = start + mark.length;
    if (end < body) end = text.indexOf("-----END", body);
    if (end < 0) break;
    if (end - body > longestKey || text.slice(body, end).includes("-----BEGIN")) continue;
    const block = text.slice(start, end + mark.length);
    if (holdsPrivateKey(block)) blocks.push({ start, body, end });
  }
  return blocks;
}

/** Keys in PEM that nothing says more of; a place is the line that begins one. */
export const privateKeysIn = (text: string, path: string, dialect: Dialect): readonly Credential[] =>
  pemBlocksIn(text).map(({ start, body }) => ({
    kind: "credential",
    form: "private-key",
    span: spanOf(path, start, body),
    dialect,
  }));
