import type { Credential, KeyReference } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type Term, byCaller, dict, knownText, list, literal, scalar, setEntry, textTerm, toValue } from "../terms.ts";
import { termAt } from "./arguments.ts";

/** Calls that take a key file, and the argument that names it. */
const fromFile =
  /\.(?:from_service_account_file|from_service_account_json|load_credentials_from_file|from_json_keyfile_name)$/;
const fromInfo = /\.(?:from_service_account_info|load_credentials_from_dict|from_json_keyfile_dict)$/;

/** `service_account.Credentials.from_service_account_file("key.json")` */
export function noteKeys(machine: Machine, name: string, args: ReadonlyMap<string, Term>, site: Site): void {
  const first = args.get("filename") ?? args.get("json_credentials_path") ?? args.get("info") ?? args.get("0");
  if (first === undefined) return;
  const how = name.slice(name.lastIndexOf(".") + 1);
  if (fromFile.test(name)) note(machine, site, how, first, accountInFile(machine, first, site));
  else if (fromInfo.test(name)) noteInfo(machine, first, how, site);
}

/** A key itself, or what holds it. */
function noteInfo(machine: Machine, info: Term, how: string, site: Site): void {
  if (knownText(termAt(info, "type"))?.startsWith("external_account") === true) return;
  const key = termAt(info, "private_key");
  const account = termAt(info, "client_email");
  const isKey =
    key?.type === "text" && key.parts.some((part) => typeof part === "string" && part.includes("PRIVATE KEY"));
  if (isKey) noteSecret(machine, key.span, account);
  else note(machine, site, how, key ?? info, account);
}

function noteSecret(machine: Machine, span: Span, account: Term | undefined): void {
  const email = knownText(account);
  const fact: Credential = {
    kind: "credential",
    ...placeNow(machine, span),
    form: "service-account-key",
    ...(email !== undefined && { account: email }),
  };
  machine.facts.push(fact);
}

function note(machine: Machine, site: Site, how: string, file: Term, account: Term | undefined): void {
  const named = file.type === "dict" || file.type === "list" ? undefined : file;
  const isOfCaller = file.type === "gap" && file.why === byCaller;
  const fact: KeyReference = {
    kind: "key-reference",
    ...placeNow(machine, site.span),
    how,
    ...(named && { file: toValue(named) }),
    ...(account && { account: toValue(account) }),
    ...(isOfCaller && { ofCaller: true as const }),
  };
  machine.facts.push(fact);
}

/** `os.environ["GOOGLE_APPLICATION_CREDENTIALS"] = "key.json"` */
export function noteEnvironment(machine: Machine, name: string | undefined, value: Term, site: Site): void {
  if (name !== "GOOGLE_APPLICATION_CREDENTIALS" || value.type === "scalar" || knownText(value) === "") return;
  machine.memory.set(`key ${machine.program}`, value);
  note(machine, site, name, value, accountInFile(machine, value, site));
}

const makers: ReadonlySet<string> = new Set(["Credentials", "ServiceAccountCredentials", "Client"]);

/** The account that calls: that of the credentials, or of the key file in the environment. */
export function callerOf(machine: Machine, given: Term | undefined, site: Site): Term | undefined {
  if (given?.type === "instance") return accountOfCredentials(machine, given, site);
  if (given !== undefined && given.type !== "scalar") return undefined;
  const file = machine.memory.get(`key ${machine.program}`) as Term | undefined;
  return file && accountInFile(machine, file, site);
}

export function accountOfCredentials(
  machine: Machine,
  of: Extract<Term, { type: "instance" }>,
  site: Site,
): Term | undefined {
  for (let at: typeof of | undefined = of; at !== undefined; at = at.from) {
    const principal =
      at.args.get("target_principal") ??
      (at.of.endsWith("impersonated_credentials.Credentials") ? at.args.get("1") : undefined);
    if (principal !== undefined) return principal;
    const name = at.of.slice(at.of.lastIndexOf(".") + 1);
    const given = at.args.get("filename") ?? at.args.get("json_credentials_path") ?? at.args.get("info");
    const first = given ?? at.args.get("0");
    const isMade = given !== undefined || fromFile.test(at.of) || fromInfo.test(at.of) || makers.has(name);
    if (first === undefined || !isMade) continue;
    const account = first.type === "dict" ? termAt(first, "client_email") : accountInFile(machine, first, site);
    if (account !== undefined) return account;
  }
  return undefined;
}

/** `client_email` of a key file that is in the scanned tree. */
function accountInFile(machine: Machine, file: Term, site: Site): Term | undefined {
  const written = knownText(file)?.replace(/^\.\//, "");
  if (written === undefined || !written.endsWith(".json") || written.includes("..")) return undefined;
  const folder = site.scope.module.path.split("/").slice(0, -1).join("/");
  for (const path of [folder === "" ? written : `${folder}/${written}`, written]) {
    const email = termAt(jsonFile(machine, path, file.span), "client_email");
    if (email !== undefined) return email;
  }
  return undefined;
}

const maxLength = 500_000;

/** A JSON file of the scanned tree, without its secrets. */
export function jsonFile(machine: Machine, path: string, span: Span): Term | undefined {
  const text = machine.workspace.read(path);
  return text === undefined || text.length > maxLength ? undefined : jsonTerm(text, span);
}

/** The value of a JSON text; everything in it stands where it is read. */
export function jsonTerm(text: string, span: Span): Term | undefined {
  try {
    return termOf(JSON.parse(text), span, 0);
  } catch {
    return undefined;
  }
}

function termOf(value: unknown, span: Span, depth: number): Term {
  if (depth > 40 || value === null) return scalar(null, span);
  if (typeof value === "string") {
    return value.includes("PRIVATE KEY")
      ? textTerm([{ expression: "private key" }], span, "is a secret")
      : literal(value, span);
  }
  if (typeof value === "number" || typeof value === "boolean") return scalar(value, span);
  if (Array.isArray(value))
    return list(
      value.slice(0, 1000).map((item) => termOf(item, span, depth + 1)),
      span,
    );
  const made = dict(span);
  for (const [key, item] of Object.entries(value ?? {}))
    setEntry(made, literal(key, span), termOf(item, span, depth + 1));
  return made;
}
