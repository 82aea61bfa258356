import type { Span } from "../../../model/source.ts";
import {
  type Call,
  configured,
  flag,
  optional,
  placeAt,
  placeOfCall,
  activeProject,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { fileOf, writeFile } from "../files.ts";
import type { Fact } from "../../../model/fact.ts";
import type { Shell } from "../shell.ts";
import { type Text, flat, gap, literal, plain, slice, toValue } from "../text.ts";

/** `gcloud auth activate-service-account [ACCOUNT] --key-file=FILE`. */
export function activateAccount(call: Call): void {
  const file = flag(call, "--key-file");
  const [named] = call.args;
  const account = named?.text ?? (file && accountInFile(call.shell, file.text));
  if (file !== undefined && plain(file.text) !== "-") {
    addReference(call, "activate-service-account --key-file", file, account);
  } else if (file !== undefined) addReference(call, "activate-service-account --key-file", undefined, account);
  const caller = account ?? [
    gap("account of the key file", "the key file is not in the scanned files", file?.span ?? call.invocation.span),
  ];
  call.shell.state.properties.set("core/account", caller);
}

/** `gcloud auth login --cred-file=FILE`: a key file, or the configuration of a federated identity. */
export function logIn(call: Call): void {
  const file = flag(call, "--cred-file");
  const [account] = call.args;
  if (file === undefined) {
    call.shell.state.properties.set(
      "core/account",
      account?.text ?? configured(call.shell, "account", call.invocation.span),
    );
    return;
  }
  const key = accountInFile(call.shell, file.text);
  if (key !== undefined) addReference(call, "auth login --cred-file", file, key);
  const impersonated = impersonatedInFile(call.shell, file.text);
  const caller = key ??
    impersonated ??
    account?.text ?? [gap("account of the credential file", "the file is not in the scanned files", file.span)];
  call.shell.state.properties.set("core/account", caller);
}

export function signOut(call: Call): void {
  call.shell.state.properties.delete("core/account");
}

/** A federated identity's configuration is no secret. */
export function createCredentialConfig(call: Call): void {
  const output = flag(call, "--output-file");
  const account = flag(call, "--service-account");
  if (output === undefined) return;
  const joint = (text: string) => literal(text, output.span, false);
  const impersonated =
    account === undefined
      ? []
      : [
          joint(',"service_account_impersonation_url":"/serviceAccounts/'),
          ...account.text,
          joint(':generateAccessToken"'),
        ];
  writeFile(call.shell, output.text, [joint('{"type":"external_account"'), ...impersonated, joint("}")], false);
}

const accountInFile = (shell: Shell, name: Text): Text | undefined => {
  const text = fileOf(shell, name)?.text;
  const match = text && /"client_email"\s*:\s*"([^"]+)"/d.exec(flat(text));
  const at = match?.indices?.[1];
  return text && at && slice(text, at[0], at[1]);
};

function impersonatedInFile(shell: Shell, name: Text): Text | undefined {
  const text = fileOf(shell, name)?.text;
  const match =
    text && /"service_account_impersonation_url"\s*:\s*"[^"]*\/serviceAccounts\/([^":/]+):/d.exec(flat(text));
  const at = match?.indices?.[1];
  return text && at && slice(text, at[0], at[1]);
}

const isFederated = (shell: Shell, name: Text): boolean => {
  const text = fileOf(shell, name)?.text;
  return text !== undefined && /"external_account(?:_authorized_user)?"/.test(flat(text));
};

function addReference(call: Call, how: string, file: Argument | undefined, account: Text | undefined): void {
  if (file !== undefined && isFederated(call.shell, file.text)) return;
  call.facts.push({
    kind: "key-reference",
    how,
    ...optional("file", file && valueOfArgument(file)),
    ...optional("account", account && toValue(account, file?.span ?? call.invocation.span)),
    ...placeOfCall(call),
  });
}

/** Flags by which commands take key files. */
const keyFlags: readonly string[] = [
  "--service-account-key-file",
  "--private-key-file",
  "--credential-file-override",
  "--service_account_private_key_file",
  "--service_account_credential_file",
  "--application_default_credential_file",
];

export function referenceByFlag(call: Call): void {
  for (const name of keyFlags) {
    const file = flag(call, name);
    if (file !== undefined) addReference(call, name, file, accountInFile(call.shell, file.text));
  }
}

/** Environment variables that name a key file (`json`: or hold one). */
const keyVariables: ReadonlySet<string> = new Set([
  "GOOGLE_APPLICATION_CREDENTIALS",
  "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE",
  "GOOGLE_CREDENTIALS",
  "GOOGLE_CLOUD_KEYFILE_JSON",
  "GCLOUD_KEYFILE_JSON",
]);

/** `export GOOGLE_APPLICATION_CREDENTIALS=key.json`. */
export function referenceByVariable(shell: Shell, facts: Fact[], name: string, text: Text, at: Span): void {
  const known = plain(text);
  if (!keyVariables.has(name) || text.length === 0 || known === "/dev/null" || isFederated(shell, text)) return;
  // What a variable of the environment holds is somebody else's choice.
  if (text.every((piece) => piece.kind === "gap")) return;
  // The well-known place of a person's own credentials.
  if (flat(text).endsWith("application_default_credentials.json")) return;
  const account = accountInFile(shell, text);
  facts.push({
    kind: "key-reference",
    how: name,
    file: toValue(text, at),
    ...optional("account", account && toValue(account, at)),
    ...placeAt(shell, at),
  });
}

/** `gcloud config set SECTION/PROPERTY VALUE`. */
export function setProperty(call: Call): void {
  const [property, value] = call.args;
  const name = plain(property?.text);
  if (name === undefined || value === undefined) return;
  call.shell.state.properties.set(name.includes("/") ? name : `core/${name}`, value.text);
  if (name === "auth/credential_file_override")
    addReference(call, `config set ${name}`, value, accountInFile(call.shell, value.text));
}

export function unsetProperty(call: Call): void {
  const name = plain(call.args[0]?.text);
  if (name !== undefined) call.shell.state.properties.delete(name.includes("/") ? name : `core/${name}`);
}

/** `gcloud config get-value project`. */
export function showProperty(call: Call): Text | undefined {
  const name = plain(call.args[0]?.text) ?? listedProperty(call);
  if (name === undefined) return undefined;
  const key = name.replace(/^core\//, "");
  if (key === "project") return activeProject(call.shell, call.invocation);
  return (
    call.shell.state.properties.get(name.includes("/") ? name : `core/${name}`) ??
    configured(call.shell, key, call.invocation.span)
  );
}

/** `gcloud config list --format='value(core.project)'`, `gcloud auth list --format='value(account)'`. */
const listedProperty = (call: Call): string | undefined =>
  /^value\(\s*(?:core[./])?(project|account)\s*\)$/.exec(plain(flag(call, "--format")?.text) ?? "")?.[1];

export const signedIn = (call: Call): Text | undefined =>
  listedProperty(call) === "account"
    ? (call.shell.state.properties.get("core/account") ?? configured(call.shell, "account", call.invocation.span))
    : undefined;
