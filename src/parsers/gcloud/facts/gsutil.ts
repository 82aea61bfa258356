import type { Fact } from "../../../model/fact.ts";
import { known, valueOf } from "../../../model/value.ts";
import { type Call, narrowed, placeOfCall, projectOf, valueOfArgument } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { resourceOf, storageResource } from "../resources.ts";
import type { Invocation, Shell, Word } from "../shell.ts";
import { type Text, flat, plain, slice, toValue, useOf } from "../text.ts";
import { changeBindings } from "./gsutil-bindings.ts";
import { createHmacKey } from "./accounts.ts";
import { setPolicy } from "./policies.ts";
import { createBucket, describeBuckets, projectObject } from "./projects.ts";
import { cannedList, everybody, grantAcl } from "./public-access.ts";
import { storageCopy, storageRead } from "./storage-copy.ts";
import { own } from "../own.ts";

/** Options that take the next word, before the command and after it. */
const topOptions = /^-[hiou]$/;
const options = /^-[aehptclbsmrdugkPSRCxYzjJ]$/;
const withValue: Readonly<Record<string, RegExp>> = {
  "iam ch": /^$/,
  "iam set": /^-e$/,
  "acl ch": /^-[ugpd]$/,
  "defacl ch": /^-[ugpd]$/,
  cp: /^-[acezsjxL]$/,
  rsync: /^-[axjUy]$/,
  mb: /^-[bclps]$/,
  "hmac create": /^-p$/,
  "kms authorize": /^-[pk]$/,
  signurl: /^-[cdmprbu]$/,
};

export function runGsutil(shell: Shell, invocation: Invocation, facts: Fact[]): Text | undefined {
  const { rest, flags } = afterTopOptions(invocation.words);
  const [first, second] = rest.map(({ text }) => plain(text) ?? "");
  const command = [
    "iam",
    "acl",
    "defacl",
    "hmac",
    "kms",
    "pap",
    "ubla",
    "bucketpolicyonly",
    "uniformbucketlevelaccess",
  ].includes(first ?? "")
    ? `${first} ${second}`
    : (first ?? "");
  const words = rest.slice(command.split(" ").length);
  const last = rest[command.split(" ").length - 1]?.span;
  const call: Call = {
    shell,
    invocation: narrowed(invocation, last),
    facts,
    command,
    writer: `gsutil ${command}`,
    args: [],
    flags,
    open: false,
  };
  if (flags.has("-o")) keyInOption(call, flags.get("-o")?.[0]);
  own(commands, command)?.(call, words);
  return undefined;
}

function afterTopOptions(words: readonly Word[]): { readonly rest: readonly Word[]; readonly flags: Call["flags"] } {
  const flags = new Map<string, Argument[]>();
  let at = 0;
  for (; at < words.length; at++) {
    const word = flat(words[at]?.text ?? []);
    if (!word.startsWith("-")) break;
    const next = words[at + 1];
    if (!topOptions.test(word) || next === undefined) continue;
    flags.set(own(topNames, word) ?? word, [{ text: next.text, span: next.span }]);
    at++;
  }
  return { rest: words.slice(at), flags };
}

/** `-i ACCOUNT` impersonates, `-u PROJECT` is billed. */
const topNames: Readonly<Record<string, string>> = { "-i": "--impersonate-service-account", "-u": "--billing-project" };

/** `-o Credentials:gs_service_key_file=FILE`. */
function keyInOption(call: Call, option: Argument | undefined): void {
  const match = option && /^Credentials:gs_service_key_file=/.exec(flat(option.text));
  if (!option || !match) return;
  const file = toValue(slice(option.text, match[0].length), option.span);
  call.facts.push({ kind: "key-reference", how: "gs_service_key_file", file, ...placeOfCall(call) });
}

type Command = (call: Call, words: readonly Word[]) => void;

const commands: Readonly<Record<string, Command>> = {
  "iam ch": changeBindings,
  "iam set": (call, words) => {
    const [file, ...urls] = argumentsOf(call.command, words).args;
    if (file === undefined) return;
    for (const url of urls) setPolicy(call, storageResource("storage-bucket-object", url), file);
  },
  "acl ch": changeList,
  "defacl ch": changeList,
  "acl set": setList,
  "defacl set": setList,
  cat: (call, words) => storageRead({ ...call, args: argumentsOf(call.command, words).args }),
  cp: copy,
  mv: copy,
  rsync: copy,
  mb: (call, words) => {
    const { args, flags } = argumentsOf("mb", words);
    const project = flags.get("-p");
    createBucket({
      ...call,
      args,
      flags: new Map([...call.flags, ...flags, ...(project === undefined ? [] : [["--project", project] as const])]),
    });
  },
  "ubla set": (call, words) => setAttribute(call, words, "uniform_bucket_level_access", { on: "true", off: "false" }),
  "uniformbucketlevelaccess set": (call, words) =>
    setAttribute(call, words, "uniform_bucket_level_access", { on: "true", off: "false" }),
  "bucketpolicyonly set": (call, words) =>
    setAttribute(call, words, "uniform_bucket_level_access", { on: "true", off: "false" }),
  "pap set": (call, words) =>
    setAttribute(call, words, "public_access_prevention", {
      enforced: "enforced",
      inherited: "inherited",
      unspecified: "inherited",
    }),
  "kms authorize": authorizeKey,
  "hmac create": (call, words) => createHmacKey({ ...call, args: argumentsOf("hmac create", words).args }),
  signurl: (call, words) => {
    const { args, flags } = argumentsOf("signurl", words);
    const [file] = args;
    if (file === undefined || flags.has("-u") || words.some(({ text }) => plain(text) === "--use-service-account"))
      return;
    call.facts.push({
      kind: "key-reference",
      how: "gsutil signurl",
      file: valueOfArgument(file),
      ...placeOfCall(call),
    });
  },
};

/** `gsutil ubla set off gs://b`, in the words of the provider. */
function setAttribute(
  call: Call,
  words: readonly Word[],
  attribute: string,
  values: Readonly<Record<string, string>>,
): void {
  const [setting, ...urls] = argumentsOf(call.command, words).args;
  const value = own(values, plain(setting?.text) ?? "");
  if (setting === undefined || value === undefined) return;
  describeBuckets({ ...call, args: urls }, { [attribute]: known(value, setting.span) });
}

/** `gsutil kms authorize -k KEY`: the storage agent may use the key. */
function authorizeKey(call: Call, words: readonly Word[]): void {
  const { flags } = argumentsOf(call.command, words);
  const key = flags.get("-k")?.[0];
  if (key === undefined) return;
  const project = flags.get("-p")?.[0] ?? projectOf(call);
  const number = { target: projectObject(call, project.text), attribute: "number" };
  const { span } = key;
  call.facts.push({
    kind: "grant",
    principal: valueOf(["serviceAccount:service-", number, "@gs-project-accounts.iam.gserviceaccount.com"], span),
    role: known("roles/cloudkms.cryptoKeyEncrypterDecrypter", span),
    resource: resourceOf(call, "kms-crypto-key", key),
    change: "add",
    authority: "member",
    writer: call.writer,
    ...placeOfCall(call),
  });
}

function argumentsOf(
  command: string,
  words: readonly Word[],
): { readonly args: readonly Argument[]; readonly flags: ReadonlyMap<string, readonly Argument[]> } {
  const args: Argument[] = [];
  const flags = new Map<string, Argument[]>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const option = flat(word.text);
    const next = words[at + 1];
    if (!option.startsWith("-") || option === "-") args.push({ text: word.text, span: useOf(word.text) ?? word.span });
    else if ((own(withValue, command) ?? options).test(option) && next !== undefined) {
      flags.set(option, [...(flags.get(option) ?? []), { text: next.text, span: next.span }]);
      at++;
    } else flags.set(option, []);
  }
  return { args, flags };
}

/** Copies, and the canned list that `-a` puts on what is written. */
function copy(call: Call, words: readonly Word[]): void {
  const { args, flags } = argumentsOf(call.command, words);
  storageCopy({ ...call, args });
  const list = flags.get("-a")?.[0];
  const to = args.at(-1);
  if (list === undefined || to === undefined) return;
  for (const opened of cannedList(plain(list.text) ?? "")) grantAcl(call, opened, to, list, true);
}

/** `gsutil acl ch -u AllUsers:R gs://b`. */
function changeList(call: Call, words: readonly Word[]): void {
  const { args, flags } = argumentsOf(call.command, words);
  for (const entry of [...(flags.get("-u") ?? []), ...(flags.get("-g") ?? [])]) {
    const match = /^(All|AllUsers|AllAuth|AllAuthenticatedUsers):(\w+)$/i.exec(flat(entry.text));
    const role = own(permissions, match?.[2]?.toUpperCase()[0] ?? "");
    if (match === null || role === undefined) continue;
    for (const url of args)
      grantAcl(call, { member: everybody(match[1] ?? ""), role }, url, entry, call.command === "defacl ch");
  }
}

const permissions: Readonly<Record<string, string>> = { R: "reader", W: "writer", O: "owner", F: "owner" };

function setList(call: Call, words: readonly Word[]): void {
  const [list, ...urls] = argumentsOf(call.command, words).args;
  for (const opened of cannedList(plain(list?.text) ?? ""))
    for (const url of urls) grantAcl(call, opened, url, list, call.command === "defacl set");
}
