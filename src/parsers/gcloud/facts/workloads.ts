import { type AccountFlag, type WorkloadCommand, workloadCommandNamed } from "../../../gcp/gcloud-commands.ts";
import { type Value, unknown } from "../../../model/value.ts";
import {
  type Call,
  callerOf,
  flag,
  flagValue,
  hasFlag,
  lastSegment,
  optional,
  placeOfCall,
  projectValue,
  valueOfArgument,
} from "../call.ts";
import type { Argument } from "../command-line.ts";
import { type Tree, readDocument, textAt } from "../documents.ts";
import { fileOf } from "../files.ts";
import { partsOfName } from "../resources.ts";
import { textOf } from "../shell.ts";
import { type Text, literal, plain, toValue } from "../text.ts";
import { own } from "../own.ts";

/** Commands of the table that start nothing. */
const inert = /create-cred-config$|identity-bindings (?:delete|describe)$|dns-bind-permission/;

/** What a command starts, as whom. */
export function addWorkloads(call: Call): void {
  const command = workloadCommandNamed(call.command);
  if (command === undefined || inert.test(call.command)) return;
  const accounts = command.accounts.filter(({ flag: name }) => name !== "--runtime-user");
  const given = accounts.filter(({ flag: name }) => flag(call, name) !== undefined);
  for (const account of given) addWorkload(call, command, account, valueOfFlag(call, account.flag));
  const main = accounts.find(isMain);
  if (main === undefined || given.some(isMain) || hasFlag(call, "--no-service-account")) return;
  const named = accountInConfig(call);
  if (named !== undefined) addWorkload(call, command, main, named);
  // A template starts nothing: whoever runs it says as whom.
  else if (call.command === "dataflow flex-template build") return;
  else if (!isSilent(main.otherwise) && unseen(call) === undefined) addWorkload(call, command, main);
}

/** The account that the thing itself runs as; others build it or call it. */
const isMain = ({ purpose }: AccountFlag): boolean => purpose === undefined || purpose === "dataflow-worker";

/** Defaults that say nothing about who it is. */
const isSilent = (otherwise: string): boolean => /^(unchanged|none|unknown|required|agent)$/.test(otherwise);

/** `default` names nobody: it is what the command does anyway. */
const valueOfFlag = (call: Call, name: string): Value | undefined => {
  const found = flag(call, name);
  if (found === undefined || plain(found.text) === "default") return undefined;
  return valueOfArgument({ ...found, text: lastSegment(found.text) });
};

function addWorkload(
  call: Call,
  { type, purpose, positionals }: WorkloadCommand,
  account: AccountFlag,
  value?: Value,
): void {
  const name = positionals > 0 ? call.args[0] : undefined;
  call.facts.push({
    kind: "workload",
    type,
    purpose: account.purpose ?? purpose,
    ...optional("name", nameOf(name) ?? flagValue(call, "--display-name", "--name")),
    project: projectValue(call),
    ...optional("location", placeOfWorkload(call)),
    ...optional("account", value),
    defaultAccount: account.otherwise,
    ...optional("caller", callerOf(call)),
    ...placeOfCall(call),
  });
}

const nameOf = (name: Argument | undefined): Value | undefined =>
  name && valueOfArgument({ ...name, text: partsOfName(name).name });

export function placeOfWorkload(call: Call): Value | undefined {
  const found = flag(call, "--region", "--location", "--zone");
  if (found !== undefined) return valueOfArgument({ ...found, text: lastSegment(found.text) });
  const text = configuredPlace(call);
  return text && toValue(text, call.invocation.span);
}

/** `gcloud config set run/region R`, `CLOUDSDK_RUN_REGION`: where a group's commands go without a flag. */
function configuredPlace({ command, shell, invocation }: Call): Text | undefined {
  for (const property of own(placeProperties, command.split(" ")[0] ?? "") ?? []) {
    const variable = `CLOUDSDK_${property.replace("/", "_").toUpperCase()}`;
    const text =
      invocation.environment.get(variable) ?? textOf(shell, variable) ?? shell.state.properties.get(property);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** https://cloud.google.com/sdk/gcloud/reference/config/set */
const placeProperties: Readonly<Record<string, readonly string[]>> = {
  ai: ["ai/region"],
  batch: ["batch/location"],
  builds: ["builds/region"],
  composer: ["composer/location"],
  compute: ["compute/zone", "compute/region"],
  container: ["container/location", "compute/zone", "compute/region"],
  dataflow: ["dataflow/region"],
  dataproc: ["dataproc/region"],
  eventarc: ["eventarc/location"],
  functions: ["functions/region"],
  notebooks: ["notebooks/location"],
  run: ["run/region"],
  scheduler: ["scheduler/location"],
  workflows: ["workflows/location"],
};

/** A file from which a command reads the account: by which argument, or under which name; and where in it. */
interface Config {
  readonly file: string | number;
  readonly names?: readonly string[];
  readonly path: readonly string[];
}

const configs: Readonly<Record<string, Config>> = {
  "builds submit": { file: "--config", names: ["cloudbuild.yaml", "cloudbuild.json"], path: ["serviceAccount"] },
  "ai custom-jobs create": { file: "--config", path: ["serviceAccount"] },
  "ai hp-tuning-jobs create": { file: "--config", path: ["trialJobSpec", "serviceAccount"] },
  "batch jobs submit": { file: "--config", path: ["allocationPolicy", "serviceAccount", "email"] },
  "app deploy": { file: 0, names: ["app.yaml"], path: ["service_account"] },
  "run services replace": { file: 0, path: ["spec", "template", "spec", "serviceAccountName"] },
  "run jobs replace": { file: 0, path: ["spec", "template", "spec", "template", "spec", "serviceAccountName"] },
};

interface ConfigFile {
  readonly argument: Argument;
  readonly tree: Tree | undefined;
}

function configOf(call: Call): (ConfigFile & Pick<Config, "path">) | undefined {
  const config = own(configs, call.command);
  if (config === undefined) return undefined;
  const argument = typeof config.file === "number" ? call.args[config.file] : flag(call, config.file);
  const found = argument === undefined ? namedConfig(call, config) : { argument, tree: treeIn(call, argument.text) };
  return found && { ...found, path: config.path };
}

/** The file that a command takes when none is named. */
function namedConfig(call: Call, { names = [] }: Config): ConfigFile | undefined {
  if (hasFlag(call, "--tag") || hasFlag(call, "--pack")) return undefined;
  const { span } = call.invocation;
  for (const name of names) {
    const text = [literal(name, span, false)];
    const tree = treeIn(call, text);
    if (tree !== undefined) return { argument: { text, span }, tree };
  }
  return undefined;
}

function treeIn(call: Call, name: Text): Tree | undefined {
  const content = fileOf(call.shell, name)?.text;
  return content && readDocument(content, call.shell.problems);
}

/** The account that a configuration file of the command names. */
function accountInConfig(call: Call): Value | undefined {
  const config = configOf(call);
  const account = config && textAt(config.tree, ...config.path);
  return config && account && toValue(lastSegment(account), config.argument.span);
}

/** Why the account can't be known, where something else than the command says who it is. */
function unseen(call: Call): string | undefined {
  if (call.open) return "some words of the command are not known";
  if (/\bupdate\b/.test(call.command)) return "an update keeps the account that is set";
  if (hasFlag(call, "--source-instance-template") || hasFlag(call, "--source-machine-image"))
    return "a template names the account";
  const config = configOf(call);
  return config !== undefined && config.tree === undefined
    ? "the configuration file is not in the scanned files"
    : undefined;
}

/** The account that the command names for what it starts; unknown where something else names it. */
export function runAsOf(call: Call): Value | undefined {
  const named = (workloadCommandNamed(call.command)?.accounts ?? []).find(
    (account) =>
      (isMain(account) || account.purpose === "trigger-invoker") &&
      account.flag !== "--runtime-user" &&
      flag(call, account.flag) !== undefined,
  );
  const account = named === undefined ? accountInConfig(call) : valueOfFlag(call, named.flag);
  if (account !== undefined) return account;
  const why = unseen(call);
  return why === undefined ? undefined : unknown("account", why, call.invocation.span);
}
