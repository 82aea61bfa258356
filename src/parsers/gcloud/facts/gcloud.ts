import { policyGroupNamed, workloadCommandNamed } from "../../../gcp/gcloud-commands.ts";
import type { Fact } from "../../../model/fact.ts";
import { type Call, narrowed } from "../call.ts";
import { type CommandLine, leadingWords, parseCommandLine } from "../command-line.ts";
import type { Invocation, Shell } from "../shell.ts";
import type { Text } from "../text.ts";
import * as accounts from "./accounts.ts";
import { bindBoundary, createBoundary } from "./boundaries.ts";
import { activateConfiguration, createConfiguration, inConfiguration } from "./configurations.ts";
import { addCreation, isCreation } from "./creations.ts";
import * as credentials from "./credentials.ts";
import { createDenyPolicy } from "./deny-policies.ts";
import { createEntitlement } from "./entitlements.ts";
import { addOperations, operationCommands } from "./operations.ts";
import * as constraints from "./org-policies.ts";
import { grantByPolicyCommand, policyVerb } from "./policies.ts";
import * as pools from "./pools.ts";
import * as projects from "./projects.ts";
import { addInvoker, addPublicAccess } from "./public-access.ts";
import { runRemotely } from "./remote.ts";
import * as roles from "./roles.ts";
import { runStartupScripts } from "./startup-scripts.ts";
import { storageCopy, storageRead } from "./storage-copy.ts";
import { addWorkloads } from "./workloads.ts";
import { own } from "../own.ts";

/** What a command says; gives what it prints, where that is known. */
type Handler = (call: Call) => Text | undefined | void;

const handlers: Readonly<Record<string, Handler>> = {
  "auth activate-service-account": credentials.activateAccount,
  "auth list": credentials.signedIn,
  "auth login": credentials.logIn,
  "auth revoke": credentials.signOut,
  "cloud-shell ssh": runRemotely,
  "compute ssh": runRemotely,
  "compute tpus queued-resources ssh": runRemotely,
  "compute tpus tpu-vm ssh": runRemotely,
  "workstations ssh": runRemotely,
  "config configurations activate": activateConfiguration,
  "config configurations create": createConfiguration,
  "config get": credentials.showProperty,
  "config get-value": credentials.showProperty,
  "config list": credentials.showProperty,
  "config set": credentials.setProperty,
  "config unset": credentials.unsetProperty,
  "functions add-invoker-policy-binding": addInvoker,
  "functions remove-invoker-policy-binding": addInvoker,
  "iam policies create": createDenyPolicy,
  "iam policies update": createDenyPolicy,
  "iam policy-bindings create": bindBoundary,
  "iam principal-access-boundary-policies create": createBoundary,
  "iam principal-access-boundary-policies update": createBoundary,
  "iam roles copy": roles.copyRole,
  "iam roles create": roles.createRole,
  "iam roles delete": roles.deleteRole,
  "iam roles update": roles.updateRole,
  "iam service-accounts create": accounts.createAccount,
  "iam service-accounts describe": accounts.showAccount,
  "iam service-accounts disable": accounts.disableAccount,
  "iam service-accounts keys create": accounts.createKey,
  "iam service-accounts keys upload": accounts.uploadKey,
  "iam service-accounts list": accounts.showAccount,
  "iam workforce-pools create": pools.createPool,
  "iam workforce-pools create-cred-config": credentials.createCredentialConfig,
  "iam workforce-pools providers create-oidc": pools.createProvider,
  "iam workforce-pools providers create-saml": pools.createProvider,
  "iam workforce-pools providers update-oidc": pools.createProvider,
  "iam workforce-pools providers update-saml": pools.createProvider,
  "iam workload-identity-pools create": pools.createPool,
  "iam workload-identity-pools create-cred-config": credentials.createCredentialConfig,
  "iam workload-identity-pools providers create-aws": pools.createProvider,
  "iam workload-identity-pools providers create-oidc": pools.createProvider,
  "iam workload-identity-pools providers create-saml": pools.createProvider,
  "iam workload-identity-pools providers create-x509": pools.createProvider,
  "iam workload-identity-pools providers update-aws": pools.createProvider,
  "iam workload-identity-pools providers update-oidc": pools.createProvider,
  "iam workload-identity-pools providers update-saml": pools.createProvider,
  "iam workload-identity-pools providers update-x509": pools.createProvider,
  "identity groups memberships add": accounts.addMembership,
  "org-policies set-policy": constraints.setConstraintPolicy,
  "pam entitlements create": createEntitlement,
  "pam entitlements update": createEntitlement,
  "projects create": projects.createProject,
  "projects describe": projects.describeProject,
  "projects list": projects.listProjects,
  "resource-manager folders create": projects.createFolder,
  "resource-manager org-policies allow": constraints.allowValues,
  "resource-manager org-policies deny": constraints.denyValues,
  "resource-manager org-policies disable-enforce": constraints.releaseConstraint,
  "resource-manager org-policies enable-enforce": constraints.enforceConstraint,
  "resource-manager org-policies set-policy": constraints.setConstraintPolicy,
  "services api-keys create": accounts.createApiKey,
  "services disable": projects.disableServices,
  "services enable": projects.enableServices,
  "storage buckets create": projects.createBucket,
  "storage buckets update": projects.updateBucket,
  "storage cat": storageRead,
  "storage cp": storageCopy,
  "storage hmac create": accounts.createHmacKey,
  "storage mv": storageCopy,
  "storage rsync": storageCopy,
  "storage service-agent": projects.showStorageAgent,
};

const operations: ReadonlySet<string> = new Set(operationCommands);

export function runGcloud(shell: Shell, invocation: Invocation, facts: Fact[]): Text | undefined {
  const line = parseCommandLine(shell, invocation.words, "gcloud");
  const call = callOf(shell, invocation, facts, line);
  if (call === undefined) return undefined;
  return inConfiguration(call, () => runCall(call));
}

function runCall(call: Call): Text | undefined {
  const printed = own(handlers, call.command)?.(call);
  if (policyVerb.test(call.command.split(" ").at(-1) ?? "")) grantByPolicyCommand(call);
  credentials.referenceByFlag(call);
  addWorkloads(call);
  addOperations(call);
  runStartupScripts(call);
  addPublicAccess(call);
  addCreation(call);
  return printed ?? undefined;
}

function callOf(shell: Shell, invocation: Invocation, facts: Fact[], line: CommandLine): Call | undefined {
  const words = leadingWords(line);
  const track = /^(alpha|beta|preview)$/.test(words[0] ?? "") ? 1 : 0;
  const length = commandLength(words.slice(track));
  if (length === 0) return undefined;
  const command = words.slice(track, track + length).join(" ");
  return {
    shell,
    invocation: narrowed(invocation, line.words[track + length - 1]?.span),
    facts,
    command: presentName(command),
    writer: `gcloud ${presentName(command)}`,
    args: line.words.slice(track + length),
    flags: line.flags,
    open: line.open,
  };
}

/** Groups that had another name once. */
const presentName = (command: string): string =>
  command.replace(/^ml-engine /, "ai-platform ").replace(/^container builds /, "builds ");

const isKnown = (command: string): boolean =>
  own(handlers, command) !== undefined ||
  operations.has(command) ||
  isCreation(command) ||
  workloadCommandNamed(command) !== undefined;

/** How many of the words are the command: as many as any table knows. */
function commandLength(words: readonly string[]): number {
  const verb = words.findIndex((word) => policyVerb.test(word));
  if (verb > 0) return verb + 1;
  for (let length = Math.min(words.length, 7); length > 0; length--) {
    if (isKnown(presentName(words.slice(0, length).join(" ")))) return length;
  }
  return words.length === 0 || policyGroupNamed(words.join(" ")) === undefined
    ? Math.min(words.length, 1)
    : words.length;
}
