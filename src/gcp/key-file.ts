import type { Credential } from "../model/fact.ts";
import { holdsPrivateKey } from "./private-key.ts";

/** What a credential file comes to: everything of it but the secret. */
export type Secretless = Pick<Credential, "form" | "account" | "keyId">;

interface KeyFileForm {
  /** The field whose value is the secret. */
  readonly secret: "private_key" | "refresh_token";
  readonly form: Credential["form"];
  readonly isReal: (secret: string) => boolean;
}

const looksReal = (secret: string): boolean =>
  secret.length >= 20 && new Set(secret).size > 9 && !/x{4}|\.{3}|redacted|example|your|replace|<|\$\{/iu.test(secret);

/** By the `type` that the file says it is. */
const forms: ReadonlyMap<string, KeyFileForm> = new Map([
  ["service_account", { secret: "private_key", form: "service-account-key", isReal: holdsPrivateKey }],
  ["authorized_user", { secret: "refresh_token", form: "authorized-user", isReal: looksReal }],
  [
    "external_account_authorized_user",
    { secret: "refresh_token", form: "external-account-authorized-user", isReal: looksReal },
  ],
]);

/** The field of a credential file that holds its secret. */
export const secretFieldOf = (type: string | undefined): KeyFileForm["secret"] | undefined =>
  forms.get(type ?? "")?.secret;

/** The credential that an object with these fields is, if its secret can be one. */
export function keyFileOf(field: (name: string) => string | undefined): Secretless | undefined {
  const form = forms.get(field("type") ?? "");
  if (form === undefined || !form.isReal(field(form.secret) ?? "")) return undefined;
  const account = field("client_email");
  const keyId = field("private_key_id");
  return {
    form: form.form,
    ...(account === undefined || !/^[^\s@]+@[^\s@]+$/u.test(account) ? {} : { account }),
    ...(keyId === undefined || !/^[0-9a-f]{8,}$/u.test(keyId) ? {} : { keyId }),
  };
}
