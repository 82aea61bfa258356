import { hmacAccessId, hmacReach, hmacSecret, longestKey, tokenForms } from "../model/secret-forms.ts";

/**
 * Secrets in a text, blanked by asterisks of the same length so that columns stay: the forms of `credential-literal`,
 * private keys in PEM, and a few other tokens that may stand on the same line.
 */
export function blankSecrets(text: string): string {
  if (isTerraformOutput(text)) return blankValues(text);
  let blanked = blankPrivateKeys(text);
  for (const { form, keep } of tokens) blanked = blanked.replace(form, (token) => blank(token, keep));
  for (const form of assignments) {
    blanked = blanked.replace(form, (_whole: string, before: string, secret: string) => before + blank(secret));
  }
  return blankEncoded(blankHmacSecrets(blanked));
}

/** A plan or a state, on one line or on many: which of its values are sensitive is said elsewhere in it. */
const isTerraformOutput = (text: string): boolean =>
  /^\uFEFF?\s*\{/.test(text) && /"terraform_version"\s*:/.test(text) && /"(?:format_version|lineage)"\s*:/.test(text);

/** All texts and numbers of JSON, but not its keys and not the addresses of objects; a file may end in the midst. */
const blankValues = (json: string): string =>
  json.replaceAll(jsonParts, (part: string, shown: string | undefined) => shown ?? part.replaceAll(/[^\s"]/g, "*"));

const jsonText = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;
const jsonParts = new RegExp(
  String.raw`("address"\s*:\s*"(?:module\.|data\.|google_)${jsonText}"|"${jsonText}"\s*:)|"${jsonText}(?:"|$)|\d+`,
  "g",
);

/** A token that its form betrays, whatever stands before it where the mark is long enough to say so; its first `keep` characters say what it is and are no secret. */
const tokens: readonly { readonly form: RegExp; readonly keep: number }[] = [
  ...tokenForms.map(({ mark, before, body, hidden }) => ({
    form: new RegExp(
      `${mark.length > 3 ? "" : `(?<![${before}])`}${mark.replace(".", "\\.")}[${body}]{${hidden},}`,
      "g",
    ),
    keep: mark.length,
  })),
  { form: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g, keep: 3 },
  { form: /\bgh[pousr]_[A-Za-z0-9]{20,}/g, keep: 4 },
  { form: /\bgithub_pat_\w{20,}/g, keep: 11 },
  { form: /\bglpat-[\w-]{20,}/g, keep: 6 },
  { form: /\bxox[abprs]-[\w-]{10,}/g, keep: 5 },
];

/** A literal whose name says that it is a secret. */
const assignments: readonly RegExp[] = [
  /((?:password|passwd|client_secret|refresh_token|access_token|api_?key|private_key|secret_access_key)\\?["']?\s{0,9}[:=]\s{0,9}\\?["'])((?:[^"'\\\n$]|\$(?!\{)){6,})/gi,
  /(--(?:password|token|api-key|access-token)[= ]["']?)([^\s"'$]{6,})/gi,
  /(\bBearer )([\w.~+/-]{16,})/g,
];

const blank = (secret: string, keep = 0): string => secret.slice(0, keep) + secret.slice(keep).replaceAll(/\S/g, "*");

/** A marker without an end hides what looks like base64 behind it. */
const keyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const keyBody = /(?:(?:[\s"',]|\\[nr\\])*(?:[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{1,15}={1,2}))*/y;

function blankPrivateKeys(text: string): string {
  let result = "";
  let done = 0;
  for (const marker of text.matchAll(keyStart)) {
    const start = marker.index + marker[0].length;
    if (start < done) continue;
    const end = keyEnd(text, start);
    result += text.slice(done, start) + blank(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}

function keyEnd(text: string, start: number): number {
  const end = text.slice(start, start + longestKey).indexOf("-----END");
  if (end !== -1) return start + end;
  keyBody.lastIndex = start;
  return start + (keyBody.exec(text)?.[0].length ?? 0);
}

const hmacAccessIds = new RegExp(`\\b${hmacAccessId}`, "g");
const hmacSecrets = new RegExp(hmacSecret, "g");

/** An HMAC secret has no form of its own. */
function blankHmacSecrets(text: string): string {
  let blanked = text;
  for (const id of text.matchAll(hmacAccessIds)) {
    const from = Math.max(0, id.index - hmacReach);
    const to = id.index + id[0].length + hmacReach;
    const near = blanked.slice(from, to).replaceAll(hmacSecrets, (secret) => blank(secret));
    blanked = blanked.slice(0, from) + near + blanked.slice(to);
  }
  return blanked;
}

/** Kubernetes secrets and Terraform state hold whole key files in base64. */
const blankEncoded = (text: string): string =>
  text.replaceAll(/[A-Za-z0-9+/]{40,}={0,2}/g, (run) => (hidesSecret(run) ? blank(run) : run));

function hidesSecret(run: string): boolean {
  const decoded = Buffer.from(run.slice(0, longestKey), "base64").toString("latin1");
  return /PRIVATE KEY-----|"private_key|"refresh_token|"client_secret|AIza[\w-]{35}|GOCSPX-|ya29\.[\w.-]{10}/.test(
    decoded,
  );
}
