import type { Credential, Dialect } from "../model/fact.ts";
import { hmacAccessId, hmacReach, hmacSecret, tokenForms } from "../model/secret-forms.ts";
import { spanOf } from "../model/source.ts";

/** Tokens whose form betrays them, anywhere in a text: comments and block scalars among it. */
export function tokensIn(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found: Credential[] = [];
  const isPublished = isAppConfiguration(text, path);
  for (const { form, mark, pattern } of patterns) {
    if (!text.includes(mark)) continue;
    for (const { 0: token, index } of text.matchAll(pattern)) {
      if (!looksRandom(token.slice(mark.length))) continue;
      const published = form === "api-key" && isPublished ? ({ published: true } as const) : {};
      found.push({ kind: "credential", form, ...published, span: spanOf(path, index, index + token.length), dialect });
    }
  }
  return [...found, ...hmacSecretsIn(text, path, dialect)];
}

const patterns = tokenForms.map(({ form, mark, before, body, least, most }) => ({
  form,
  mark,
  pattern: new RegExp(
    `(?<![${before}])${mark.replace(".", String.raw`\.`)}[${body}]{${least},${most ?? ""}}(?![${body}])`,
    "gu",
  ),
}));

/** Firebase ships its configuration to every browser and phone: its API key only says which app calls. */
const isAppConfiguration = (text: string, path: string): boolean =>
  /(?:^|\/)google-services(?:-[\w]+)?\.json$/u.test(path) ||
  /mobilesdk_app_id|\.firebaseapp\.com|firebaseConfig|FIREBASE_(?:API_KEY|AUTH_DOMAIN)|messagingSenderId/u.test(text);

/** Documentation repeats characters, counts up, or says what it is. */
function looksRandom(body: string): boolean {
  if (/example|sample|dummy|fake|test|your|redacted|placeholder|x{4}|a{4}|0{5}|12345|abcde/iu.test(body)) return false;
  return new Set(body).size >= Math.min(14, body.length / 2);
}

const accessIds = new RegExp(String.raw`(?<!\w)${hmacAccessId}(?!\w)`, "gu");
const secretHalf = new RegExp(String.raw`(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])(?=[\w+/]*\d)${hmacSecret}(?!=)`, "u");

function hmacSecretsIn(text: string, path: string, dialect: Dialect): readonly Credential[] {
  const found = new Map<number, Credential>();
  for (const id of text.matchAll(accessIds)) {
    if (id[0].length < 24) continue;
    const from = Math.max(0, id.index - hmacReach);
    const secret = secretHalf.exec(text.slice(from, id.index + id[0].length + hmacReach));
    if (secret === null || !looksRandom(secret[0])) continue;
    const start = from + secret.index;
    found.set(start, { kind: "credential", form: "hmac-secret", span: spanOf(path, start, start + 40), dialect });
  }
  return [...found.values()];
}
