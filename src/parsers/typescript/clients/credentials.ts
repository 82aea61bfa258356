import type { Credential, KeyReference } from "../../../model/fact.ts";
import { perhapsRun } from "../eval/evaluate.ts";
import { jsonTerm } from "../eval/json-file.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type DictTerm, type ExternalTerm, type Term, alternatives, knownText, literal, toValue } from "../terms.ts";
import { linksOf, termAt, trailOf } from "./trail.ts";

/** The options of a client, or of what it authenticates with. */
const authOptions = ["credentials", "authClient", "auth", "googleAuthOptions"] as const;

/** The account that a client made with these options calls as, where they say so. */
export function callerOf(machine: Machine, options: Term | undefined, site: Site): Term | undefined {
  if (options === undefined) return accountInEnvironment(machine, site);
  const file = termAt(options, "keyFilename") ?? termAt(options, "keyFile");
  if (file !== undefined) return accountInFile(machine, file, site);
  for (const name of authOptions) {
    const found = termAt(options, name);
    if (found === undefined) continue;
    if (found.type === "external") return callerOfClient(machine, found, site);
    return termAt(found, "client_email") ?? (found.type === "dict" ? callerOf(machine, found, site) : undefined);
  }
  return accountInEnvironment(machine, site);
}

function callerOfClient(machine: Machine, external: ExternalTerm, site: Site): Term | undefined {
  const trail = trailOf(external);
  if (trail === undefined) return accountOfFederation(external);
  const [first] = trail.made;
  if (trail.className === "Impersonated") return termAt(first, "targetPrincipal");
  if (trail.className === "JWT" && first?.type === "text") return first;
  if (trail.className === "JWT") return termAt(first, "email");
  return first && callerOf(machine, first, site);
}

/** `ExternalAccountClient.fromJSON({ service_account_impersonation_url })`, `auth.fromJSON(…)`: whom it becomes. */
function accountOfFederation({ steps }: ExternalTerm): Term | undefined {
  const last = linksOf(steps).at(-1);
  const [json] = last?.name === "fromJSON" ? (last.args ?? []) : [];
  const url = termAt(json, "service_account_impersonation_url");
  const text = knownText(url);
  const email = /\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(text ?? "")?.[1];
  return url === undefined || email === undefined ? termAt(json, "client_email") : literal(email, url.span);
}

/** `client_email` of a key file that is in the scanned tree. */
function accountInFile(machine: Machine, file: Term, site: Site): Term | undefined {
  const written = knownText(file);
  if (written === undefined) return undefined;
  const folder = site.scope.module.path.split("/").slice(0, -1).join("/");
  const inFolder = `${folder === "" ? "" : `${folder}/`}${written.replace(/^\.\//, "")}`;
  for (const path of [inFolder, written.replace(/^\.\//, "")]) {
    const key = jsonTerm(machine, path, file.span);
    const email = termAt(key, "client_email");
    if (email !== undefined) return email;
  }
  return undefined;
}

function accountInEnvironment(machine: Machine, site: Site): Term | undefined {
  const file = machine.memory.get(`key ${site.scope.module.path}`) as Term | undefined;
  return file && accountInFile(machine, file, site);
}

/** Key files and keys that a client, or an authentication, is made with. */
export function noteKeys(machine: Machine, options: Term | undefined, site: Site): void {
  if (options?.type !== "dict") return;
  for (const how of ["keyFilename", "keyFile"]) {
    const file = termAt(options, how);
    if (file !== undefined) note(machine, site, how, file, undefined);
  }
  const credentials = termAt(options, "credentials") ?? termAt(options, "credential");
  if (credentials !== undefined) noteCredentials(machine, credentials, "credentials", site);
}

/** A key itself, or what holds it. */
export function noteCredentials(machine: Machine, credentials: Term, how: string, site: Site): void {
  if (credentials.type === "text") {
    // An empty object stands where there is no key.
    if (/[^\s{}]/.test(knownText(credentials) ?? "")) note(machine, site, how, credentials, undefined);
    return;
  }
  const choices = alternatives(credentials);
  if (choices.length > 1) {
    for (const one of choices) perhapsRun(machine, () => noteCredentials(machine, one, how, site));
    return;
  }
  if (credentials.type === "gap" || credentials.type === "external") {
    noteUnread(machine, credentials, how, site);
    return;
  }
  if (credentials.type !== "dict") return;
  if (knownText(termAt(credentials, "type"))?.startsWith("external_account") === true) return;
  const account = termAt(credentials, "client_email") ?? termAt(credentials, "clientEmail");
  const key = termAt(credentials, "private_key") ?? termAt(credentials, "privateKey");
  if (credentials.file !== undefined) noteFile(machine, credentials, how, account, site);
  else if (key !== undefined && isKey(key)) noteSecret(machine, key, account);
  else if (key !== undefined) note(machine, site, how, key, account);
}

/** The text of a file, or of a variable: most often of a key, but it may be that of a federation. */
function noteUnread(machine: Machine, credentials: Term, how: string, site: Site): void {
  const path = credentials.type === "gap" ? /^file\("(.+)"\)$/.exec(credentials.expression)?.[1] : undefined;
  if (credentials.type === "external" && credentials.package !== "global") return;
  const file = path === undefined ? credentials : literal(path, credentials.span);
  machine.uncertain += path === undefined ? 1 : 0;
  note(machine, site, how, file, undefined);
  machine.uncertain -= path === undefined ? 1 : 0;
}

const isKey = (term: Term): boolean =>
  term.type === "text" && term.parts.some((part) => typeof part === "string" && part.includes("PRIVATE KEY"));

function noteFile(machine: Machine, { file = "" }: DictTerm, how: string, account: Term | undefined, site: Site): void {
  note(machine, site, how, { type: "text", parts: [file], why: "", span: site.span }, account);
}

function note(machine: Machine, site: Site, how: string, file: Term, account: Term | undefined): void {
  const fact: KeyReference = {
    kind: "key-reference",
    ...placeNow(machine, site.span),
    how,
    file: toValue(file),
    ...(account && { account: toValue(account) }),
  };
  machine.facts.push(fact);
}

function noteSecret(machine: Machine, key: Term, account: Term | undefined): void {
  const email = knownText(account);
  const fact: Credential = {
    kind: "credential",
    ...placeNow(machine, key.span),
    form: "service-account-key",
    ...(email !== undefined && { account: email }),
  };
  machine.facts.push(fact);
}

/** `process.env.GOOGLE_APPLICATION_CREDENTIALS = "key.json"` */
export function assignEnvironment(
  machine: Machine,
  { package: from, steps }: ExternalTerm,
  value: Term,
  site: Site,
): void {
  const names = linksOf(steps).map(({ name }) => name);
  if (from !== "global" || names.join(".") !== "process.env.GOOGLE_APPLICATION_CREDENTIALS") return;
  if (value.type === "scalar") return;
  machine.memory.set(`key ${site.scope.module.path}`, value);
  note(machine, site, "GOOGLE_APPLICATION_CREDENTIALS", value, undefined);
}
