import type { TerraformFunction } from "../call.ts";
import { known, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

/** Loaded when the first hash is asked for: it takes longer to load than most files take to read. */
const crypto = (): typeof import("node:crypto") => process.getBuiltinModule("node:crypto");

type Form = "hex" | "base64";

/** The digest of a text. */
export const digest = (algorithm: string, form: Form, text: string): string =>
  crypto().createHash(algorithm).update(text, "utf8").digest(form);

const hash = (algorithm: string, form: Form): TerraformFunction =>
  known(["string"], ([value]) => digest(algorithm, form, value));

export const hashFunctions: Readonly<Record<string, TerraformFunction>> = {
  base64sha256: hash("sha256", "base64"),
  base64sha512: hash("sha512", "base64"),
  md5: hash("md5", "hex"),
  sha1: hash("sha1", "hex"),
  sha256: hash("sha256", "hex"),
  sha512: hash("sha512", "hex"),
  uuidv5: known(["string", "string"], ([namespace, name]) => uuid(namespace, name)),
};

const namespaces: Readonly<Record<string, string>> = {
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};

function uuid(namespace: string, name: string): Result {
  const id = namespaces[namespace] ?? namespace;
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(id)) return refuse("has no such namespace");
  const bytes = crypto()
    .createHash("sha1")
    .update(Buffer.from(id.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
