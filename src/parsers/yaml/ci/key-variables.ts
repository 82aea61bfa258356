import type { KeyReference } from "../../../model/fact.ts";
import { known } from "../../../model/value.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Document, folderOf, lineSpanAt } from "../text/document.ts";
import { optional } from "../text/optional.ts";
import { type Dict, type Scalar, entryOf, isScalar, nodesOf, textAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Variables that hold a key or the path of one, in the clients, Terraform, CI systems and Ansible. */
const names = new Set([
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_CREDENTIALS",
  "GOOGLE_CLOUD_KEYFILE_JSON",
  "GCLOUD_KEYFILE_JSON",
  "GCLOUD_SERVICE_KEY",
  "GCP_SERVICE_ACCOUNT_FILE",
  "GCP_SERVICE_ACCOUNT_CONTENTS",
  "GCP_SA_KEY",
  "GOOGLE_SERVICE_ACCOUNT_KEY",
  "GOOGLE_SERVICE_ACCOUNT_JSON",
  "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE",
  "FIREBASE_TOKEN_FILE",
]);

export const isKeyVariable = (name: string): boolean => names.has(name);

/** Keys of modules and providers whose value is the path of a key file. */
const fileKeys = new Set([
  "service_account_file",
  "service_account_contents",
  "keyFilename",
  "key_file",
  "gcp:credentials",
]);

/** Where a document sets a variable to a key, as a mapping, as `{name, value}`, or as `NAME=value`. */
export function keyVariablesIn(document: Document, workspace: Workspace): readonly KeyReference[] {
  if (writesFederation.test(document.text)) return [];
  const ci = ciOf(document.path);
  const found: KeyReference[] = [];
  for (const node of nodesOf(document.root)) {
    if (node.kind === "dict") found.push(...inDict(document, node, ci));
    else if (node.kind === "list") {
      for (const item of node.items) if (isScalar(item)) found.push(...inAssignment(document, item, ci));
    }
  }
  return found.filter(({ file }) => file?.kind !== "known" || !namesFederation(file.text, document.path, workspace));
}

/** Is the file that is named here the configuration of a federated identity? */
export function namesFederation(file: string, from: string, workspace: Workspace): boolean {
  const name = file.replace(/^\.\//u, "");
  if (/^[/~]|(?:^|\/)\.\.(?:\/|$)/u.test(name)) return false;
  const folder = folderOf(from);
  return [folder === "" ? name : `${folder}/${name}`, name].some((path) => {
    const text = workspace.read(path);
    return text !== undefined && text.includes('"external_account"') && !text.includes("private_key");
  });
}

/** The file that the variable names is made here, and holds no key. */
const writesFederation = /create-cred-config|external_account\b/u;

function inDict(document: Document, dict: Dict, ci: string | undefined): readonly KeyReference[] {
  const named = textAt(dict, "name");
  const value = entryOf(dict, "value")?.value;
  if (named !== undefined && names.has(named) && isScalar(value)) return reference(document, named, value, value, ci);
  return dict.entries.flatMap((entry): readonly KeyReference[] => {
    if (!isScalar(entry.value) || entry.value.text === "") return [];
    const isFileKey = fileKeys.has(entry.key.text) && /\.json$|\.p12$|[${]/u.test(entry.value.text);
    if (!names.has(entry.key.text) && !isFileKey) return [];
    return reference(document, entry.key.text, { start: entry.key.start, end: entry.value.end }, entry.value, ci);
  });
}

function inAssignment(document: Document, scalar: Scalar, ci: string | undefined): readonly KeyReference[] {
  const match = /^([A-Z_]+)=(.+)$/u.exec(scalar.text);
  if (match === null || !names.has(match[1] ?? "")) return [];
  return reference(document, match[1] ?? "", scalar, { ...scalar, text: match[2] ?? "" }, ci);
}

function reference(
  document: Document,
  how: string,
  place: { readonly start: number; readonly end: number },
  value: Scalar,
  ci: string | undefined,
): readonly KeyReference[] {
  if (isOutput(document.text.slice(value.start, value.end))) return [];
  const file = /^\s*\{/u.test(value.text) ? undefined : valueAt(document, value);
  return [
    {
      kind: "key-reference",
      how,
      ...optional("file", file?.kind === "known" ? known(file.text, file.span) : file),
      ...optional("ci", ci),
      span: lineSpanAt(document, place),
      dialect: document.dialect,
    },
  ];
}

/** The file that google-github-actions/auth wrote: with workload identity federation it holds no key. */
const isOutput = (text: string): boolean => /steps\.[\w-]+\.outputs\.|credentials_file_path/u.test(text);

const systems: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.github\//u, "github-actions"],
  [/(?:^|\/)[^/]*gitlab-ci[^/]*\.ya?ml$/u, "gitlab-ci"],
  [/(?:^|\/)\.circleci\//u, "circleci"],
  [/(?:^|\/)[^/]*cloudbuild[^/]*\.(?:ya?ml|json)$/u, "cloud-build"],
  [/(?:^|\/)[^/]*azure-pipelines?[^/]*\.ya?ml$/u, "azure-pipelines"],
  [/(?:^|\/)bitbucket-pipelines\.ya?ml$/u, "bitbucket-pipelines"],
  [/(?:^|\/)\.(?:buildkite|drone|woodpecker|semaphore|travis)(?:\/|\.ya?ml$)/u, "ci"],
];

/** The continuous-integration system that a file configures, by its name. */
export const ciOf = (path: string): string | undefined => systems.find(([pattern]) => pattern.test(path))?.[1];
