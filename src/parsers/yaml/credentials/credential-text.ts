import type { Credential, Dialect } from "../../../model/fact.ts";
import { spanOf } from "../../../model/source.ts";
import { holdsPrivateKey } from "./private-key.ts";

interface TokenForm {
  readonly form: Credential["form"];
  readonly pattern: RegExp;
}

const forms: readonly TokenForm[] = [
  { form: "api-key", pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/gu },
  { form: "oauth-client-secret", pattern: /(?<![\w-])GOCSPX-[\w-]{20,}/gu },
  { form: "refresh-token", pattern: /(?<![\w:/.-])1\/\/0[\w-]{30,}/gu },
  { form: "access-token", pattern: /(?<![\w.-])ya29\.[\w-]{30,}/gu },
];

/** Tokens whose form betrays them, anywhere in a text: comments and block scalars among it. */
export function tokensIn(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found: Credential[] = [];
  const isPublished = isAppConfiguration(text, path);
  for (const { form, pattern } of forms) {
    for (const { 0: token, index } of text.matchAll(pattern)) {
      if (!looksRandom(token)) continue;
      const published = form === "api-key" && isPublished ? ({ published: true } as const) : {};
      found.push({ kind: "credential", form, ...published, span: spanOf(path, index, index + token.length), dialect });
    }
  }
  return [...found, ...hmacSecrets(text, path, dialect)];
}

/** Firebase ships its configuration to every browser and phone: its API key only says which app calls. */
const isAppConfiguration = (text: string, path: string): boolean =>
  /(?:^|\/)google-services(?:-[\w]+)?\.json$/u.test(path) ||
  /mobilesdk_app_id|\.firebaseapp\.com|firebaseConfig|FIREBASE_(?:API_KEY|AUTH_DOMAIN)|messagingSenderId/u.test(text);

/** Documentation repeats characters, counts up, or says what it is. */
function looksRandom(token: string): boolean {
  const body = token.replace(/^(?:AIza(?:Sy)?|GOCSPX-|1\/\/0|ya29\.)/u, "");
  if (/example|sample|dummy|fake|test|your|redacted|placeholder|x{4}|a{4}|0{5}|12345|abcde/iu.test(body)) return false;
  return new Set(body).size >= Math.min(14, body.length / 2);
}

/** An HMAC secret has no form of its own: 40 characters of base64 within a few lines of an access id. */
function hmacSecrets(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found: Credential[] = [];
  for (const id of text.matchAll(/(?<!\w)GOOG1?[A-Z0-9]{20,}(?!\w)/gu)) {
    const from = Math.max(0, id.index - 200);
    const near = text.slice(from, id.index + id[0].length + 200);
    const secret = /(?<![\w+/])(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])(?=[\w+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=])/u.exec(near);
    if (secret === null || !looksRandom(secret[0])) continue;
    const start = from + secret.index;
    found.push({ kind: "credential", form: "hmac-secret", span: spanOf(path, start, start + 40), dialect });
  }
  return found;
}

/** PEM private keys in texts that have no tree: `.env`, `.pem`. Key files in JSON are found in their tree. */
export function privateKeysIn(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found: Credential[] = [];
  for (const { 0: block, index } of text.matchAll(
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,20000}?-----END [A-Z ]*PRIVATE KEY-----/gu,
  )) {
    if (!holdsPrivateKey(block)) continue;
    found.push({
      kind: "credential",
      form: "private-key",
      span: spanOf(path, index, index + block.indexOf("KEY-----") + 8),
      dialect,
    });
  }
  return found;
}
