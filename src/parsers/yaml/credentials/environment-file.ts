import type { Fact } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Source, spanOf } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import { privateKeysIn } from "../../../gcp/private-key.ts";
import { tokensIn } from "../../../gcp/secret-tokens.ts";
import { type Document, fileNameOf } from "../text/document.ts";
import { keysIn } from "./key-files.ts";
import { isKeyVariable, namesFederation } from "../ci/key-variables.ts";
import { readJson } from "../text/json-text.ts";

/** `.env`: variables that name key files, and secrets that stand in it. */
export function environmentFacts({ path, text }: Source, workspace: Workspace): readonly Fact[] {
  const facts: Fact[] = [...tokensIn(text, path, "shell")];
  const bare = text.replaceAll(/=[ \t]*["']?\{[^\r\n]*/gu, (json) => " ".repeat(json.length));
  facts.push(...privateKeysIn(bare, path, "shell"));
  for (const line of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Z_][A-Z0-9_]*)[ \t]*=[ \t]*(["']?)([^\r\n]{0,20000}?)\2[ \t]{0,80}$/gmu,
  )) {
    const [whole, name = "", quote = "", value = ""] = line;
    const start =
      line.index + whole.indexOf("=") + 1 + (whole.slice(whole.indexOf("=") + 1).search(/[^ \t]/u) || 0) + quote.length;
    if (/^\s*\{/u.test(value)) facts.push(...keysInValue(path, text, value, start));
    else if (value !== "" && isKeyVariable(name) && !namesFederation(value, path, workspace)) {
      const span = spanOf(path, start, start + value.length);
      facts.push({ kind: "key-reference", how: name, file: known(value, span), span, dialect: "shell" });
    }
  }
  return facts;
}

/** A whole key file as the value of a variable. */
function keysInValue(path: string, text: string, value: string, start: number): readonly Fact[] {
  const document = (root: Document["root"]): Document => ({
    path,
    text: value,
    parsed: value,
    dialect: "shell",
    root,
    templated: false,
  });
  return readJson(value)
    .roots.flatMap((root) => keysIn(document(root)))
    .map((fact) => Object.assign(fact, { span: spanOf(path, start, Math.min(start + 1, text.length)) }));
}

/** A private key that nothing connects with Google may be any server's. */
const isOfGoogle = (path: string): boolean =>
  /google|gcp|gcloud|service[-_.]?account|(?:^|[-_.])sa(?:[-_.]|key)|-[0-9a-f]{12}\.\w+$/iu.test(fileNameOf(path));

/** PEM and PKCS #12 files. What is binary came as text with replacement characters: only its name can be judged. */
export function keyFileFacts({ path, text }: Source): readonly Fact[] {
  if (!isOfGoogle(path)) return [];
  if (!/\.(?:p12|pfx)$/iu.test(path)) return privateKeysIn(text, path, "json");
  const isDer = text.startsWith("0") && text.includes("\uFFFD");
  return isDer ? [{ kind: "credential", form: "pkcs12", span: spanOf(path, 0, 1), dialect: "json" }] : [];
}
