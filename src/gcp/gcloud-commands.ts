import { readTable } from "./data-file.ts";
import { resourceTypeOfTerraform } from "./resource-types.ts";

/** A group of gcloud with `add-iam-policy-binding` and its like: `projects`, `storage buckets`. */
export interface PolicyGroup {
  readonly type: string;
  /** How many arguments name the resource. */
  readonly positionals: number;
  /** Flags that say where it is: `--location`, `--keyring`. */
  readonly places: readonly string[];
}

/** A command that starts something as a service account. */
export interface WorkloadCommand {
  readonly type: string;
  readonly purpose: string;
  readonly positionals: number;
  readonly accounts: readonly AccountFlag[];
}

export interface AccountFlag {
  readonly flag: string;
  /** Who it is without the flag: `compute-default`, `none`, `unchanged`, `agent:EMAIL`. */
  readonly otherwise: string;
  readonly purpose?: string;
}

interface Table {
  readonly policies: Readonly<Record<string, readonly [string, number, readonly string[]]>>;
  readonly workloads: Readonly<
    Record<string, readonly [string, string, number, readonly (readonly [string, string, string | null])[]]>
  >;
}

const table = (): Table => readTable<Table>("gcloud.json");

/** The group's resources, for `projects` or `storage buckets`. */
export function policyGroupNamed(group: string): PolicyGroup | undefined {
  const row = own(table().policies, group);
  return row && { type: resourceTypeOfTerraform(row[0]), positionals: row[1], places: row[2] };
}

/** What a command starts, for `run deploy`. */
export function workloadCommandNamed(words: string): WorkloadCommand | undefined {
  const row = own(table().workloads, words);
  if (row === undefined) return undefined;
  const [type, purpose, positionals, accounts] = row;
  return {
    type: resourceTypeOfTerraform(type),
    purpose,
    positionals,
    accounts: accounts.map(accountFlag),
  };
}

const accountFlag = ([flag, otherwise, purpose]: readonly [string, string, string | null]): AccountFlag =>
  purpose === null ? { flag, otherwise } : { flag, otherwise, purpose };

/** All groups and commands of the tables, for tests. */
export const policyGroups = (): readonly string[] => Object.keys(table().policies);
export const workloadCommands = (): readonly string[] => Object.keys(table().workloads);

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
