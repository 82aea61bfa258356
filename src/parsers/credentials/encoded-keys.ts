import { keyObjectsIn } from "../../gcp/key-text.ts";
import type { Credential, Dialect } from "../../model/fact.ts";
import { spanOf } from "../../model/source.ts";

/** `{"type": …` and `{⏎  "type": …` in base64 begin like this; a key file is longer than a thousand characters. */
const encoded = /(?<![\w+/])(?:eyJ|ewo|ewog|ew0K)[A-Za-z0-9+/]{200,40000}={0,2}/gu;

/** Key files in base64: Terraform's `private_key` in a state, `base64decode("…")`, `echo … | base64 -d`. */
export function encodedKeysIn(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found: Credential[] = [];
  for (const { 0: run, index } of text.matchAll(encoded)) {
    const decoded = Buffer.from(run, "base64").toString("latin1");
    for (const { credential } of keyObjectsIn(decoded, path, dialect)) {
      found.push({ ...credential, span: spanOf(path, index, index + run.length) });
    }
  }
  return found;
}
