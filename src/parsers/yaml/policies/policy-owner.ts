import type { ResourceRef } from "../../../model/resource.ts";
import { type Span, spanOf } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import { type Document, fileNameOf } from "../text/document.ts";
import { refOfName } from "./resource-refs.ts";
import { type Tree, scalarAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Which resource a bare policy belongs to: what the file says beside it, its first comments, or the file's name. */
export const ownerOf = (document: Document, wrapper: Tree): ResourceRef | undefined =>
  ownerBeside(document, wrapper) ?? namedInComments(document) ?? namedByFile(document);

const nameKeys = ["resource", "fullResourceName", "resourceName", "assetName", "name"];

/** What `resource`, `name` and their like say beside the policy. */
export function ownerBeside(document: Document, wrapper: Tree): ResourceRef | undefined {
  for (const key of nameKeys) {
    const scalar = scalarAt(wrapper, key);
    if (scalar === undefined) continue;
    const value = valueAt(document, scalar);
    const ref = value.kind === "known" ? refOfName(value.text, value.span) : undefined;
    if (ref !== undefined) return ref;
  }
  return undefined;
}

/** gcloud's command groups, as a comment names the command that wrote the file: group, what follows it, type. */
const commands: readonly (readonly [RegExp, string])[] = [
  [/\bprojects\s+(?:get|set)-iam-policy\s+(\S+)/u, "project"],
  [/\bfolders\s+(?:get|set)-iam-policy\s+(\S+)/u, "folder"],
  [/\borganizations\s+(?:get|set)-iam-policy\s+(\S+)/u, "organization"],
  [/\bservice-accounts\s+(?:get|set)-iam-policy\s+(\S+)/u, "service-account"],
  [/\bbuckets\s+(?:get|set)-iam-policy\s+(?:gs:\/\/)?([^\s/]+)/u, "storage-bucket"],
  [/\bgsutil\s+iam\s+(?:get|set\s+\S+)\s+gs:\/\/([^\s/]+)/u, "storage-bucket"],
  [/\bsecrets\s+(?:get|set)-iam-policy\s+(\S+)/u, "secret-manager-secret"],
  [/\btopics\s+(?:get|set)-iam-policy\s+(\S+)/u, "pubsub-topic"],
  [/\bsubscriptions\s+(?:get|set)-iam-policy\s+(\S+)/u, "pubsub-subscription"],
  [/\brun\s+services\s+(?:get|set)-iam-policy\s+(\S+)/u, "cloud-run-v2-service"],
  [/\bproject(?:[ _-]?id)?\s*[:=]\s*([a-z][a-z0-9-]{4,28}[a-z0-9])\b/iu, "project"],
  [/\bfolder(?:[ _-]?id)?\s*[:=]\s*(\d{6,})\b/iu, "folder"],
  [/\borgani[sz]ation(?:[ _-]?id)?\s*[:=]\s*(\d{6,})\b/iu, "organization"],
  [/\bbucket\s*[:=]\s*(?:gs:\/\/)?([a-z0-9][a-z0-9._-]{2,})/iu, "storage-bucket"],
];

function namedInComments(document: Document): ResourceRef | undefined {
  for (const { text, start } of commentsBefore(document)) {
    const full = /(?:\/\/[a-z]+\.googleapis\.com\/|\b(?:projects|folders|organizations)\/)[\w.@/:-]+/u.exec(text);
    const span = spanOf(document.path, start, start + text.length);
    const ref = full === null ? undefined : refOfName(full[0], span);
    if (ref !== undefined) return ref;
    const command = namedByCommand(text, span);
    if (command !== undefined) return command;
  }
  return undefined;
}

function namedByCommand(text: string, span: Span): ResourceRef | undefined {
  for (const [pattern, type] of commands) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined && !/^[$<[{-]/u.test(name)) return { type, name: known(name, span) };
  }
  return undefined;
}

/** The comment lines right before the document's content. */
function commentsBefore({ text, root }: Document): readonly { readonly text: string; readonly start: number }[] {
  const comments: { text: string; start: number }[] = [];
  let end = text.lastIndexOf("\n", root.start - 1);
  for (let lines = 0; end > 0 && lines < maxCommentLines; lines++) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    if (!/^\uFEFF?\s*(?:#|\/\/|$)/u.test(line)) break;
    const mark = line.search(/#|\/\//u);
    if (mark !== -1) comments.unshift({ text: line.slice(mark).trimEnd(), start: start + mark });
    end = start - 1;
  }
  return comments;
}

const maxCommentLines = 40;

const typeWords: Readonly<Record<string, string>> = {
  project: "project",
  folder: "folder",
  organization: "organization",
  organisation: "organization",
  org: "organization",
  bucket: "storage-bucket",
  dataset: "bigquery-dataset",
  secret: "secret-manager-secret",
  topic: "pubsub-topic",
  subscription: "pubsub-subscription",
};

const generic = new Set(
  "iam policy policies allow access new old current default example sample test updated final output backup template binding bindings member members gcp google cloud set get".split(
    " ",
  ),
);

/** `PROJECT-policy.yaml`, `policy.PROJECT.json`, `folder-123.yaml`, `projects/PROJECT/iam-policy.yaml`. */
function namedByFile({ path }: Document): ResourceRef | undefined {
  const stem = fileNameOf(path).replace(/(?:\.(?:ya?ml|json))+$/u, "");
  const span = spanOf(path, 0, 0);
  const bare = stem
    .replace(/(?:^|[-_.])(?:iam|policy|policies|bindings?)(?=$|[-_.])/gu, "")
    .replace(/^[-_.]+|[-_.]+$/gu, "");
  const typed = /^([a-z]+)[-_.](.+)$/u.exec(bare);
  const type = typeWords[typed?.[1] ?? ""];
  const name = typed?.[2] ?? "";
  if (type !== undefined && isName(type, name)) return { type, name: known(name, span) };
  const isSuffixed = bare !== stem && (stem.startsWith(bare) || /\d/u.test(bare));
  if (isSuffixed && isName("project", bare)) return { type: "project", name: known(bare, span) };
  return bare === "" ? namedByFolder(path, span) : undefined;
}

function namedByFolder(path: string, span: Span): ResourceRef | undefined {
  const match = /(?:^|\/)(project|folder|organization|bucket)s\/([^/]+)\/[^/]+$/u.exec(path);
  const type = typeWords[match?.[1] ?? ""];
  return type !== undefined && isName(type, match?.[2] ?? "")
    ? { type, name: known(match?.[2] ?? "", span) }
    : undefined;
}

function isName(type: string, name: string): boolean {
  if (type === "folder") return /^\d{6,}$/u.test(name);
  if (type === "organization") return /^\d{6,}$/u.test(name) || /\.[a-z]{2,}$/u.test(name);
  if (name.split(/[-_.]/u).every((word) => generic.has(word) || Object.hasOwn(typeWords, word))) return false;
  return type === "project" ? /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/u.test(name) : /^[a-z0-9][\w.-]{2,}$/u.test(name);
}
