import type { Fact, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known } from "../../../model/value.ts";
import {
  type Call,
  callerOf,
  flag,
  hasFlag,
  narrowed,
  optional,
  placeOfCall,
  projectOf,
  valueOfArgument,
} from "../call.ts";
import { type Argument, leadingWords, parseCommandLine } from "../command-line.ts";
import type { Invocation, Shell } from "../shell.ts";
import { type Text, flat, placeOf, plain, slice, split, toValue, usedAt } from "../text.ts";
import { referenceByFlag } from "./credentials.ts";
import { addOperation, bucketOf } from "./operations.ts";
import { itemsAt, textAt } from "../documents.ts";
import { addGrant, documentIn, setPolicy } from "./policies.ts";
import { own } from "../own.ts";

export function runBq(shell: Shell, invocation: Invocation, facts: Fact[]): Text | undefined {
  const line = parseCommandLine(shell, invocation.words, "bq");
  const [command = ""] = leadingWords(line);
  const call: Call = {
    shell,
    invocation: narrowed(invocation, line.words[0]?.span),
    facts,
    command,
    writer: `bq ${command}`,
    args: line.words.slice(1),
    flags: line.flags,
    open: line.open,
  };
  referenceByFlag(call);
  own(commands, command)?.(call);
  return undefined;
}

const commands: Readonly<Record<string, (call: Call) => void>> = {
  "add-iam-policy-binding": (call) => addGrant(call, resourceIn(call), "add"),
  "remove-iam-policy-binding": (call) => addGrant(call, resourceIn(call), "remove"),
  "set-iam-policy": (call) => {
    const [, file] = call.args;
    if (file !== undefined) setPolicy(call, resourceIn(call), file);
  },
  query,
  load: (call) => {
    const [to, from] = call.args;
    const bucket = from && bucketOf(from);
    addOperation(call, "bq.load", { ...tableTargets(call, to), ...optional("bucket", bucket) });
  },
  extract: (call) => {
    const [from, to] = call.args;
    const bucket = to && bucketOf(to);
    addOperation(call, "bq.export", { ...tableTargets(call, from), ...optional("bucket", bucket) });
  },
  mk: make,
  update: updateAccess,
};

/** `bq update --source FILE DATASET`: the file's `access` replaces who may do what. */
function updateAccess(call: Call): void {
  const file = flag(call, "--source");
  const tree = file && documentIn(call, file);
  if (file === undefined || tree === undefined) return;
  for (const entry of itemsAt(tree, "access")) {
    const role = own(accessRoles, plain(textAt(entry, "role")) ?? "") ?? plain(textAt(entry, "role"));
    const [field, prefix] = accessMembers.find(([name]) => textAt(entry, name) !== undefined) ?? [];
    const member = field === undefined ? undefined : textAt(entry, field);
    if (role === undefined || member === undefined || prefix === undefined) continue;
    const span = placeOf(member) ?? file.span;
    const grant: Grant = {
      kind: "grant",
      principal: toValue(
        [...joint(isAccount(member) ? "serviceAccount:" : prefix, { text: member, span }), ...member],
        span,
      ),
      role: known(role, placeOf(textAt(entry, "role") ?? []) ?? file.span),
      resource: resourceIn(call),
      change: "add",
      authority: "policy",
      writer: call.writer,
      ...placeOfCall(call),
    };
    call.facts.push(grant);
  }
}

/** A service account stands under `userByEmail` like a person. */
const isAccount = (member: Text): boolean => /^[^:]+\.gserviceaccount\.com$/.test(flat(member));

const accessRoles: Readonly<Record<string, string>> = {
  READER: "roles/bigquery.dataViewer",
  WRITER: "roles/bigquery.dataEditor",
  OWNER: "roles/bigquery.dataOwner",
};

/** Fields that name somebody, and what makes a member of what they hold. */
const accessMembers: readonly (readonly [string, string])[] = [
  ["iamMember", ""],
  ["userByEmail", "user:"],
  ["groupByEmail", "group:"],
  ["domain", "domain:"],
];

/** `[project:]dataset[.table]`, by the flag that says what it is. */
function resourceIn(call: Call): ResourceRef {
  const argument = call.args[0] ?? { text: [], span: call.invocation.span };
  const { project, name } = partsOf(argument);
  const home = project ?? projectOf(call);
  const named = (type: string): ResourceRef => ({ type, name: valueOfArgument(name), project: valueOfArgument(home) });
  if (hasFlag(call, "--connection")) return named("bigquery-connection");
  if (hasFlag(call, "--reservation")) return named("bigquery-reservation");
  const [dataset = [], ...rest] = split(name.text, ".", 2);
  const datasetRef: ResourceRef = {
    type: "bigquery-dataset",
    name: toValue(dataset, name.span),
    project: valueOfArgument(home),
  };
  const [table] = rest;
  if (table === undefined || hasFlag(call, "--dataset")) return datasetRef;
  const type = hasFlag(call, "--routine") ? "bigquery-routine" : "bigquery-table";
  return { type, name: toValue(table, name.span), project: valueOfArgument(home), within: datasetRef };
}

function partsOf({ text, span }: Argument): { readonly project: Argument | undefined; readonly name: Argument } {
  const colon = flat(text).lastIndexOf(":");
  if (colon < 0) return { project: undefined, name: { text, span } };
  return { project: { text: slice(text, 0, colon), span }, name: { text: slice(text, colon + 1), span } };
}

/** `project.dataset` and `project.dataset.table`, as far as the project is known. */
function tableTargets(call: Call, argument: Argument | undefined): Readonly<Record<string, Value>> {
  if (argument === undefined) return {};
  const { project, name } = partsOf(argument);
  const [dataset = [], table] = split(name.text, ".", 2);
  const home = project?.text ?? projectOf(call).text;
  const isKnown = project !== undefined || plain(home) !== undefined;
  const qualified = isKnown ? [...home, ...joint(".", argument), ...dataset] : dataset;
  const valueAt = (text: Text): Value => toValue(usedAt(text, argument.span), argument.span);
  return {
    dataset: valueAt(qualified),
    ...optional("table", table && valueAt([...qualified, ...joint(".", argument), ...table])),
  };
}

const joint = (text: string, { span }: Argument): Text =>
  text === "" ? [] : [{ kind: "literal", text, origin: span, exact: false, use: span }];

/** A query; GRANT statements of it grant, remote models call Vertex AI. */
function query(call: Call): void {
  const sql = sqlOf(call);
  const text = sql === undefined ? "" : flat(sql.text);
  addOperation(call, "bq.query", {});
  if (/\bREMOTE\s+WITH\s+CONNECTION\b/i.test(text)) addOperation(call, "bqml.remote", {});
  if (sql !== undefined) for (const match of text.matchAll(statement)) addStatement(call, sql, match);
}

/** The statement as an argument, or on the input. */
function sqlOf(call: Call): Argument | undefined {
  if (call.args.length > 0) return call.args.at(-1);
  const { stdin, span } = call.invocation;
  return stdin && { text: stdin, span };
}

const statement =
  /\b(GRANT|REVOKE)\s+`([^`]+)`\s+ON\s+(SCHEMA|TABLE|VIEW|EXTERNAL\s+TABLE|MATERIALIZED\s+VIEW|RESERVATION|CONNECTION|ROUTINE)\s+`?([^\s`]+)`?\s+(?:TO|FROM)\s+((?:["'][^"']+["'](?:\s*,\s*)?)+)/dgi;

function addStatement(call: Call, { text, span }: Argument, match: RegExpExecArray): void {
  const part = (group: number): Text => {
    const [from, to] = match.indices?.[group] ?? [0, 0];
    return slice(text, from, to);
  };
  const start = match.indices?.[5]?.[0] ?? 0;
  for (const member of (match[5] ?? "").matchAll(/["']([^"']+)["']/g)) {
    const grant: Grant = {
      kind: "grant",
      principal: toValue(
        slice(text, start + member.index + 1, start + member.index + 1 + (member[1]?.length ?? 0)),
        span,
      ),
      role: toValue(part(2), span),
      resource: sqlResource(call, match[3] ?? "", part(4), span),
      change: (match[1] ?? "").toUpperCase() === "GRANT" ? "add" : "remove",
      authority: "member",
      writer: `bq query ${(match[1] ?? "").toUpperCase()}`,
      ...placeOfCall(call),
    };
    call.facts.push(grant);
  }
}

function sqlResource(call: Call, kind: string, name: Text, span: Argument["span"]): ResourceRef {
  const parts = split(name, ".");
  const isDataset = kind.toUpperCase() === "SCHEMA";
  const count = isDataset ? 2 : 3;
  const project = parts.length >= count ? toValue(parts[0] ?? [], span) : valueOfArgument(projectOf(call));
  const dataset: ResourceRef = {
    type: "bigquery-dataset",
    name: toValue(parts.at(isDataset ? -1 : -2) ?? [], span),
    project,
  };
  if (isDataset) return dataset;
  return {
    type: own(sqlTypes, kind.toUpperCase().replaceAll(/\s+/g, " ")) ?? "bigquery-table",
    name: toValue(parts.at(-1) ?? [], span),
    project,
    within: dataset,
  };
}

const sqlTypes: Readonly<Record<string, string>> = {
  RESERVATION: "bigquery-reservation",
  CONNECTION: "bigquery-connection",
  ROUTINE: "bigquery-routine",
};

/** `bq mk`: datasets, transfers with the account that they run as. */
function make(call: Call): void {
  if (hasFlag(call, "--transfer_config")) return makeTransfer(call);
  const [target] = call.args;
  if (target === undefined || !isDataset(call, target)) return;
  const { project, name } = partsOf(target);
  const home = valueOfArgument(project ?? projectOf(call));
  call.facts.push({
    kind: "resource",
    resource: { type: "bigquery-dataset", name: valueOfArgument(name), project: home },
    parent: { type: "project", name: home },
    ...placeOfCall(call),
  });
}

/** Without a flag that says otherwise, a name without a dot is a dataset's. */
const isDataset = (call: Call, { text }: Argument): boolean =>
  hasFlag(call, "--dataset") || (!otherKinds.some((name) => hasFlag(call, name)) && !flat(text).includes("."));

const otherKinds = [
  "--table",
  "--view",
  "--materialized_view",
  "--connection",
  "--reservation",
  "--capacity_commitment",
  "--reservation_assignment",
  "--external_table_definition",
] as const;

function makeTransfer(call: Call): void {
  const account = flag(call, "--service_account_name");
  const runAs = account && valueOfArgument(account);
  const dataset = flag(call, "--target_dataset");
  call.facts.push({
    kind: "operation",
    id: "bq.transfer",
    surface: "gcloud",
    ...optional("caller", callerOf(call)),
    project: valueOfArgument(projectOf(call)),
    ...optional("runAs", runAs),
    targets: { ...optional("dataset", dataset && valueOfArgument(dataset)) },
    ...placeOfCall(call),
  });
  if (runAs === undefined) return;
  call.facts.push({
    kind: "workload",
    type: "bigquery-data-transfer-config",
    purpose: "transfer",
    project: valueOfArgument(projectOf(call)),
    account: runAs,
    defaultAccount: "caller",
    ...optional("caller", callerOf(call)),
    ...placeOfCall(call),
  });
}
