import type { CallContext, TerraformFunction } from "../call.ts";
import { gap, stringOf } from "../datum.ts";
import type { Datum, Text } from "../datum.ts";
import { isWhollyKnown } from "../datum.ts";
import { decodeCsv } from "./csv.ts";
import { decodeJson } from "./json-decode.ts";
import { jsonParts } from "./json-text.ts";
import { known, marked, refuse, refused, unknownOf } from "./signature.ts";
import type { Result } from "./signature.ts";
import { decodeYaml } from "./yaml-decode.ts";
import { encodeYaml } from "./yaml-encode.ts";

export const encodingFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64decode: known(["string"], ([value]) => utf8(bytesOf(value))),
  base64encode: known(["string"], ([value]) => Buffer.from(value, "utf8").toString("base64")),
  base64gunzip: known(["string"], ([value]) => gunzip(bytesOf(value))),
  csvdecode: decoded(decodeCsv, "CSV"),
  jsondecode: decoded(decodeJson, "JSON"),
  jsonencode,
  textdecodebase64: known(["string", "string"], ([value, encoding], call) => fromCharset(value, encoding, call)),
  textencodebase64: known(["string", "string"], ([value, encoding], call) => toCharset(value, encoding, call)),
  urldecode: known(["string"], ([value]) => urlDecode(value)),
  urlencode: known(["string"], ([value]) => urlEncode(value)),
  yamldecode: decoded(decodeYaml, "YAML"),
  yamlencode,
};

/** A text that is read: what comes of it has places in it. */
function decoded(decode: (source: Text) => Datum | undefined, language: string): TerraformFunction {
  return (args, call) => {
    const source = known(["string"], ([value]) => value)(args, call);
    if (source.type !== "string") return source;
    const made = decode(source);
    return made ? marked(args, made) : refused(call, `is no ${language}`);
  };
}

/** What is known of a document stays known in its text. */
function jsonencode(args: readonly Datum[], call: CallContext): Datum {
  const [value] = args;
  if (!value || args.length !== 1) return refused(call, "needs one argument");
  const parts = jsonParts(value);
  if (!parts) return unknownOf(args, call);
  return marked(args, stringOf(parts, call.span, unknownOf(args, call).why));
}

function yamlencode(args: readonly Datum[], call: CallContext): Datum {
  const [value] = args;
  if (!value || args.length !== 1) return refused(call, "needs one argument");
  if (!isWhollyKnown(value)) return unknownOf(args, call);
  return known(["any"], () => encodeYaml(value) ?? gap(call.expression, "is YAML of an unusual form", call.span))(
    args,
    call,
  );
}

/** Strict: padded, and nothing else in it than line breaks. */
function bytesOf(text: string): Buffer | undefined {
  const bare = text.replaceAll(/[\r\n]/gu, "");
  const isBase64 = bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/u.test(bare);
  return isBase64 ? Buffer.from(bare, "base64") : undefined;
}

function utf8(bytes: Buffer | undefined): Result {
  if (!bytes) return refuse("is no base64");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : refuse("is no text");
}

const largestUnpacked = 4 * 1024 * 1024;

function gunzip(bytes: Buffer | undefined): Result {
  if (!bytes) return refuse("is no base64");
  try {
    return utf8(process.getBuiltinModule("node:zlib").gunzipSync(bytes, { maxOutputLength: largestUnpacked }));
  } catch {
    return refuse("is no text that was packed with gzip");
  }
}

/** Go's: letters, digits and `-_.~` stay, a blank becomes a plus. */
const urlEncode = (value: string): string =>
  encodeURIComponent(value)
    .replaceAll("%20", "+")
    .replace(/[!'()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function urlDecode(value: string): Result {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return refuse("is no encoded text");
  }
}

type Charset = "utf8" | "latin1" | "utf16le" | "utf16be";

const charsets: ReadonlyMap<string, Charset> = new Map([
  ["utf-8", "utf8"],
  ["iso-8859-1", "latin1"],
  ["windows-1252", "latin1"],
  ["us-ascii", "latin1"],
  ["utf-16le", "utf16le"],
  ["utf-16be", "utf16be"],
]);

const otherCharset = (encoding: string, call: CallContext): Datum =>
  gap(call.expression, `uses the encoding ${encoding}`, call.span);

function toCharset(value: string, encoding: string, call: CallContext): Result {
  const charset = charsets.get(encoding.toLowerCase());
  if (!charset) return otherCharset(encoding, call);
  if (charset === "utf16be") return Buffer.from(value, "utf16le").swap16().toString("base64");
  if (charset === "latin1" && /[^\0-\u00ff]/u.test(value)) {
    return encoding.toLowerCase() === "iso-8859-1"
      ? refuse("has characters that the encoding lacks")
      : otherCharset(encoding, call);
  }
  if (charset === "latin1" && !isPlainLatin(value, encoding)) return otherCharset(encoding, call);
  return Buffer.from(value, charset).toString("base64");
}

/** Encodings of one byte agree on these. */
const isPlainLatin = (value: string, encoding: string): boolean =>
  encoding.toLowerCase() === "us-ascii" ? /^[\0-\u007f]*$/u.test(value) : /^[\0-\u007f\u00a0-\u00ff]*$/u.test(value);

function fromCharset(value: string, encoding: string, call: CallContext): Result {
  const charset = charsets.get(encoding.toLowerCase());
  const bytes = bytesOf(value);
  if (!bytes) return refuse("is no base64");
  if (!charset) return otherCharset(encoding, call);
  if (charset === "utf8") return utf8(bytes);
  if (charset === "latin1" && !isPlainLatin(bytes.toString("latin1"), encoding)) return otherCharset(encoding, call);
  if (charset !== "utf16be") return bytes.toString(charset);
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString("utf16le") : refuse("is cut off");
}
