import type { KeyCreation } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import {
  type Call,
  flag,
  flagList,
  flagValue,
  lastSegment,
  optional,
  placeOfCall,
  projectOf,
  projectValue,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { writeFile } from "../files.ts";
import { type Text, flat, literal, plain, slice, toValue, usedAt } from "../text.ts";

const mailDomain = ".iam.gserviceaccount.com";

/** `gcloud iam service-accounts create NAME`. */
export function createAccount(call: Call): Text | undefined {
  const [name] = call.args;
  if (name === undefined) return undefined;
  const project = projectOf(call);
  const joint = (text: string) => literal(text, name.span, false);
  const email = [...name.text, joint("@"), ...project.text, joint(mailDomain)];
  call.facts.push({
    kind: "service-account",
    email: toValue(usedAt(email, name.span), name.span),
    project: valueOfArgument(project),
    origin: "created",
    ...placeOfCall(call),
  });
  const shown = plain(flag(call, "--display-name")?.text);
  if (shown !== undefined) call.shell.state.properties.set(`account named ${shown}`, email);
  return printedField(call, "email") ? email : undefined;
}

/** The e-mail that `describe` or `list` prints, where the script says which account it is. */
export function showAccount(call: Call): Text | undefined {
  if (!printedField(call, "email")) return undefined;
  const [named] = call.args;
  if (named !== undefined) return lastSegment(named.text);
  const filter = flag(call, "--filter");
  const match = filter && /^\s*(displayName|email|name)\s*[=:~]+\s*["'^]?([^"'*]+)/.exec(flat(filter.text));
  if (!match) return undefined;
  const [, field, value = ""] = match;
  if (field === "displayName") return call.shell.state.properties.get(`account named ${value.trim()}`);
  return value.includes("@") && filter
    ? slice(filter.text, match[0].length - value.length, match[0].length)
    : undefined;
}

const printedField = (call: Call, field: string): boolean =>
  new RegExp(String.raw`^(?:value|get)\(\s*\.?${field}[^,)]*\)$`).test(plain(flag(call, "--format")?.text) ?? "");

export function disableAccount(call: Call): void {
  const [account] = call.args;
  if (account === undefined) return;
  call.facts.push({
    kind: "service-account",
    email: valueOfArgument({ ...account, text: lastSegment(account.text) }),
    disabled: true,
    origin: "lookup",
    ...placeOfCall(call),
  });
}

/** A key file is made; who uses the file later uses this account. */
export function createKey(call: Call): void {
  const account = flag(call, "--iam-account");
  const [output] = call.args;
  addKey(call, "service-account-key", account);
  if (output === undefined || account === undefined) return;
  const joint = (text: string) => literal(text, output.span, false);
  const text = [joint('{"type":"service_account","client_email":"'), ...account.text, joint('"}')];
  writeFile(call.shell, output.text, text, false);
}

export const uploadKey = (call: Call): void => addKey(call, "uploaded-key", flag(call, "--iam-account"));

/** `gcloud storage hmac create ACCOUNT`. */
export const createHmacKey = (call: Call): void => addKey(call, "hmac-key", call.args[0]);

export function createApiKey(call: Call): void {
  const services = flagList(call, "--api-target").flatMap(({ text, span }) => {
    const service = /^service=/.exec(flat(text));
    return service === null ? [] : [toValue(slice(text, service[0].length), span)];
  });
  addKey(call, "api-key", flag(call, "--service-account"), services);
}

function addKey(
  call: Call,
  form: KeyCreation["form"],
  account: Argument | undefined,
  restrictedTo: readonly Value[] = [],
): void {
  call.facts.push({
    kind: "key",
    form,
    ...optional("account", account && valueOfArgument({ ...account, text: lastSegment(account.text) })),
    ...(form === "api-key" && { project: projectValue(call) }),
    ...(restrictedTo.length > 0 && { restrictedTo }),
    ...placeOfCall(call),
  });
}

export function addMembership(call: Call): void {
  const group = flagValue(call, "--group-email");
  const member = flagValue(call, "--member-email");
  if (group !== undefined && member !== undefined) {
    call.facts.push({ kind: "membership", group, member, ...placeOfCall(call) });
  }
}
