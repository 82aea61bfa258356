import type { ResourceRef } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import {
  type Call,
  flag,
  flagList,
  flagValue,
  hasFlag,
  optional,
  placeAt,
  placeOfCall,
  projectOf,
  projectValue,
  valueOfArgument,
} from "../call.ts";
import { partsOfName, storageResource } from "../resources.ts";
import type { Argument } from "../command-line.ts";
import { type Text, flat, literal, plain, slice, toValue } from "../text.ts";

/** `gcloud projects create ID --folder=F`. */
export function createProject(call: Call): void {
  const [id] = call.args;
  if (id === undefined) return;
  call.facts.push({
    kind: "resource",
    object: projectObject(call, id.text),
    resource: { type: "project", name: valueOfArgument(id) },
    ...optional("parent", parentOf(call)),
    ...optional("labels", labelsOf(call)),
    ...placeOfCall(call),
  });
}

function parentOf(call: Call): ResourceRef | undefined {
  for (const type of ["folder", "organization"]) {
    const parent = flag(call, `--${type}`);
    if (parent !== undefined) return { type, name: valueOfArgument({ ...parent, text: partsOfName(parent).name }) };
  }
  return undefined;
}

function labelsOf(call: Call): Readonly<Record<string, Value>> | undefined {
  const labels = flagList(call, "--labels").flatMap(({ text, span }) => {
    const equals = flat(text).indexOf("=");
    return equals > 0 ? [[flat(text).slice(0, equals), toValue(slice(text, equals + 1), span)] as const] : [];
  });
  return labels.length === 0 ? undefined : Object.fromEntries(labels);
}

/** The object that stands for a project of this script. */
export const projectObject = (call: Call, id: Text): string => `${call.shell.root.home}#gcloud project ${shown(id)}`;

const shown = (text: Text): string =>
  text
    .map((piece) =>
      piece.kind === "literal"
        ? piece.text
        : "expression" in piece.part
          ? `\${${piece.part.expression}}`
          : piece.part.target,
    )
    .join("");

/** `gcloud projects describe P --format='value(projectNumber)'`: the number of P, whatever it is. */
export function describeProject(call: Call): Text | undefined {
  const [id] = call.args;
  const field = printedField(call);
  if (id === undefined || field === undefined) return undefined;
  return field === "projectid" ? id.text : numberOfProject(call, id);
}

/** `gcloud projects list --filter="project_id:P" --format='value(project_number)'`. */
export function listProjects(call: Call): Text | undefined {
  const filter = flag(call, "--filter");
  const field = printedField(call);
  if (filter === undefined || field !== "projectnumber") return undefined;
  const named = /^\s*["']?(?:project_?id\s*[:=]+\s*)?["']?/i.exec(flat(filter.text))?.[0].length ?? 0;
  const id = slice(filter.text, named, flat(filter.text).replace(/["']*\s*$/, "").length);
  return /[\s:=]/.test(flat(id)) ? undefined : numberOfProject(call, { text: id, span: filter.span });
}

/** `gcloud storage service-agent`: the agent's e-mail. */
export function showStorageAgent(call: Call): Text {
  const project = projectOf(call);
  const joint = (text: string) => literal(text, call.invocation.span, false);
  return [joint("service-"), ...numberOfProject(call, project), joint("@gs-project-accounts.iam.gserviceaccount.com")];
}

/** The one field that the command prints, without case and `_`. */
const printedField = (call: Call): string | undefined =>
  /^\s*(?:value|get)\(\s*\.?(project_?(?:id|number))\s*\)\s*$/i
    .exec(plain(flag(call, "--format")?.text) ?? "")?.[1]
    ?.replace("_", "")
    .toLowerCase();

function numberOfProject(call: Call, id: Argument): Text {
  const target = projectObject(call, id.text);
  if (!call.facts.some((fact) => fact.kind === "resource" && fact.object === target)) {
    call.facts.push({
      kind: "resource",
      object: target,
      resource: { type: "project", name: valueOfArgument(id) },
      ...placeOfCall(call),
    });
  }
  return [
    {
      kind: "gap",
      part: { target, attribute: "number" },
      why: "the project's number is looked up",
      use: call.invocation.span,
    },
  ];
}

/** `gcloud resource-manager folders create --display-name=N --folder=F`. */
export function createFolder(call: Call): Text | undefined {
  const object = `${call.shell.root.home}#gcloud folder ${plain(flag(call, "--display-name")?.text) ?? call.invocation.span.start}`;
  const name: Text = [
    {
      kind: "gap",
      part: { target: object, attribute: "name" },
      why: "the folder's number is made",
      use: call.invocation.span,
    },
  ];
  call.facts.push({
    kind: "resource",
    object,
    resource: { type: "folder", name: toValue(name, call.invocation.span) },
    ...optional("parent", parentOf(call)),
    ...placeOfCall(call),
  });
  return name;
}

/** `gcloud storage buckets create gs://B`, `gsutil mb gs://B`. */
export function createBucket(call: Call): void {
  for (const url of call.args) {
    if (!flat(url.text).startsWith("gs://") && plain(url.text) !== undefined) continue;
    const attributes = bucketAttributes(call);
    call.facts.push({
      kind: "resource",
      resource: {
        ...storageResource("storage-bucket", url),
        project: projectValue(call),
        ...optional("location", flagValue(call, "--location", "-l")),
      },
      parent: { type: "project", name: projectValue(call) },
      ...(Object.keys(attributes).length > 0 && { attributes }),
      ...placeOfCall(call),
    });
  }
}

/** `gcloud storage buckets update gs://B --no-public-access-prevention`. */
export function updateBucket(call: Call): void {
  const attributes = bucketAttributes(call);
  if (Object.keys(attributes).length > 0) describeBuckets(call, attributes);
}

/** What a command says of buckets that are there already. */
export function describeBuckets(call: Call, attributes: Readonly<Record<string, Value>>): void {
  for (const url of call.args) {
    if (!flat(url.text).startsWith("gs://")) continue;
    const resource = storageResource("storage-bucket", url);
    call.facts.push({ kind: "resource", resource, attributes, ...placeOfCall(call) });
  }
}

function bucketAttributes(call: Call): Readonly<Record<string, Value>> {
  const attributes: Record<string, Value> = {};
  const set = (name: string, text: string, at: string): void => {
    const span = call.flags.get(at)?.at(-1)?.span ?? call.invocation.span;
    attributes[name] = { kind: "known", text, span };
  };
  const uniform = plain(flag(call, "-b")?.text);
  if (uniform === "on" || uniform === "off") set("uniform_bucket_level_access", `${uniform === "on"}`, "-b");
  if (hasFlag(call, "--uniform-bucket-level-access"))
    set("uniform_bucket_level_access", "true", "--uniform-bucket-level-access");
  if (hasFlag(call, "--no-uniform-bucket-level-access"))
    set("uniform_bucket_level_access", "false", "--no-uniform-bucket-level-access");
  if (hasFlag(call, "--public-access-prevention") || hasFlag(call, "--pap"))
    set("public_access_prevention", "enforced", "--public-access-prevention");
  if (hasFlag(call, "--no-public-access-prevention"))
    set("public_access_prevention", "inherited", "--no-public-access-prevention");
  return attributes;
}

/** `gcloud services enable A B`. */
export const enableServices = (call: Call): void => switchServices(call, true);
export const disableServices = (call: Call): void => switchServices(call, false);

function switchServices(call: Call, enabled: boolean): void {
  for (const service of call.args) {
    call.facts.push({
      kind: "api",
      project: projectValue(call),
      service: valueOfArgument(service),
      enabled,
      ...placeAt(call.shell, call.invocation.span),
    });
  }
}
