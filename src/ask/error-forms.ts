import { refusedAuthorization } from "./audit-log.ts";
import type { Cause } from "./error-causes.ts";
import { account, email, first, permission } from "./error-words.ts";

const named = String.raw`["'\`[]{0,2}\s*(${permission})`;

/** Where a message names what is missing. */
const permissionForms: readonly RegExp[] = [
  new RegExp(String.raw`"?\bpermission"?\s*:\s*"?(${permission})`),
  new RegExp(String.raw`key:\s*"permission"\s+value:\s*"(${permission})"`),
  new RegExp(String.raw`\bpermissions?\s*:?\s*${named}`, "i"),
  new RegExp(String.raw`\bRequired\s+${named}["'\`]?\s+permission`),
  new RegExp(String.raw`(?:does|do)(?: not|n't) have\s+${named}["'\`\]]{0,2}\s+(?:IAM )?(?:permission|access)`),
  new RegExp(String.raw`\bthe\s+${named}["'\`\]]{0,2}\s+permission`),
  new RegExp(String.raw`["'\`](${permission})["'\`][^\n]{0,40}denied`),
];

/** A permission by itself: nothing around it says that it is missing. */
const bareForms: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?![\w-]+\.googleapis|gcloud\.)([a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]+\.(?:create|get|list|update|delete|deploy|predict|export|upload|setIamPolicy|getIamPolicy|actAs|use|createTagBinding|getData|updateData))\b`,
  ),
];

/** Messages that name no permission and can mean only one. */
const impliedPermissions: readonly (readonly [RegExp, string])[] = [
  // bigquery/docs/troubleshoot-queries: reading a table takes getData on it.
  [/does not have permission to query (?:table|view)/, "bigquery.tables.getData"],
  [/Policy update access denied|projects instance \[[^\]\s]+:setIamPolicy\]/, "resourcemanager.projects.setIamPolicy"],
  [/projects instance \[[^\]\s]+:getIamPolicy\]/, "resourcemanager.projects.getIamPolicy"],
  [/Permissions error fetching application \[apps\//, "appengine.applications.get"],
  // sql/docs/mysql/roles-and-permissions: the proxy makes a certificate, which takes connect.
  [/createEphemeral for \S+:\S+:\S+: [^\n]*notAuthorized/, "cloudsql.instances.connect"],
  [/Permission denied to enable service/, "serviceusage.services.enable"],
  [/Permission denied to list services/, "serviceusage.services.list"],
  // run/docs/troubleshooting: all three are the invoker check.
  [/does not have permission to get URL|request was not auth(?:enticated|orized to invoke)/, "run.routes.invoke"],
  [/Permission denied on Cloud KMS key/, "cloudkms.cryptoKeyVersions.useToEncrypt"],
  [/Publishing to projects\/[^/\s]+\/topics\/\S+ topic failed/, "pubsub.topics.publish"],
  [/required permission to use project/, "serviceusage.services.use"],
  [/docker\.pkg\.dev[^]{0,300}\b403 Forbidden/, "artifactregistry.repositories.downloadArtifacts"],
];

/** What was missing, most telling first; several where the message lists them. */
export function permissionsIn(text: string): readonly string[] {
  const refused = refusedAuthorization(text);
  if (refused !== undefined) return [refused.permission];
  const listed = /\[((?:[a-z]\w+\.\w+\.\w+)(?:, [a-z]\w+\.\w+\.\w+)+)\][`'"]? IAM permission/.exec(text)?.[1];
  if (listed !== undefined) return listed.split(", ");
  const implied = impliedPermissions.find(([form]) => form.test(text))?.[1];
  const found = first(text, permissionForms) ?? implied ?? first(text, bareForms);
  return found === undefined ? [] : [found];
}

/** Where a message names what it was refused on; the words after the name are no part of it. */
const resourceForms: readonly RegExp[] = [
  /\bon service account ["'`]?(projects\/[^\s"'`]+)/,
  /\bon resource:?\s*["'`[]?((?:\/\/[a-z.]+\/)?[^\s"'`\])(]+)/i,
  /"(?:resource|resourceName)"\s*:\s*"([^"]+)"/,
  /\bresource\s*:?\s*["'`]((?:projects|folders|organizations)\/[^\s"'`]+)/i,
  /\bAccess Denied:\s+(?:Table|Dataset|View|Routine)\s+([\w.:-]+)/,
  /\b(?:on|for) (?:table|dataset) ([\w-]+:[\w.]+)/,
  /\bsubject: ([^\s?]+\/[^\s?]+)/,
  /\bPublishing to (projects\/\S+) topic failed/,
  /\b(?:cloudrun service|service account|Project) ["'`](?:v\d\w*\/)?(projects\/[^\s"'`]+)/,
  /\b(?:for|on|in) ["'`]?((?:projects|folders|organizations)\/[^\s"'`,]+)/,
  /\bhttps:\/\/[a-z0-9.-]+\.googleapis\.com\/(?:v\d\w*\/)?(projects\/[^\s?:"'<>]+)/,
];

const bucketForms: readonly RegExp[] = [
  /(?:to|of|on) (?:the )?(?:directory|bucket|object) ["'`]?(?:gs:\/\/)?([a-z0-9][\w.-]*(?:\/[^\s"'`]*)?)/,
  /access to ((?!the |your )[a-z0-9][\w-]*(?:\.[\w-]+)*)(?=[\s.,;<]|$)/,
  /\bgoogleapis\.com\/(?:upload\/)?(?:download\/)?storage\/v1\/b\/([^\s/?"']+)/,
  /(?:^|[\s"'])b\/([a-z0-9][\w.-]+)\/o\//m,
  /\baccess to the Google Cloud Storage bucket(?: named)? ["'`]?([a-z0-9][\w.-]+)/i,
];

/** The words that name a project, and no more than that. */
const projectForms: readonly RegExp[] = [
  /[?&]userProject=([a-z][a-z0-9:.-]+)/,
  /"consumer"\s*:\s*"(?:projects\/)?([^"]+)"/,
  /key:\s*"consumer"\s+value:\s*"(?:projects\/)?([^"]+)"/,
  /\bconsumer: (?:projects\/)?(\S+)/,
  /\bon resource project ([^\n]{1,100}?)\.(?=\s|$|["'\\])/,
  /\bAccess Denied:\s+Project\s+([\w:-]+)/,
  /projects? instance \[([^\]\s:]+)/,
  /\bto access project \[([^\]\s:]+)\]/,
  /fetching application \[apps\/([^\]\s]+)\]/,
  /\bproject(?:s)?(?: number)?:? (?:project:)?["'`]([a-z0-9][a-z0-9:.-]{4,})["'`]/,
  /\b(?:for|on|in|use) project:? (?:project:)?((?!project\b)[a-z][a-z0-9-]{4,28}[a-z0-9])\b/i,
];

/** A resource that the message names, else the one that the request's address names, else its bucket or image. */
export function resourceIn(text: string, cause: Cause): string | undefined {
  const inLog = refusedAuthorization(text)?.resource;
  if (inLog !== undefined) return inLog;
  const project = first(text, projectForms);
  const inProject = project === undefined ? undefined : `projects/${clean(project)}`;
  if (ofProject.has(cause) && inProject !== undefined) return inProject;
  const found = cause === "consumer-invalid" ? undefined : (first(text, resourceForms) ?? databaseIn(text));
  const bucket = first(text, bucketForms);
  if (/\bstorage\.|Cloud Storage|storage\/v1/.test(text) && bucket !== undefined && !isLong(found)) {
    return `gs://${clean(bucket)}`;
  }
  return found === undefined ? (imageIn(text) ?? inProject) : clean(inFull(found, inProject));
}

/** `createEphemeral for p:europe-west1:db` */
function databaseIn(text: string): string | undefined {
  const [, project, instance] = /createEphemeral for ([\w-]+):[\w-]+:([\w-]+):/.exec(text) ?? [];
  return project === undefined ? undefined : `projects/${project}/instances/${instance}`;
}

/** Causes that are about a project whatever else the text names. */
const ofProject: ReadonlySet<Cause> = new Set(["quota-project", "consumer-invalid"]);

const isLong = (resource: string | undefined): boolean => resource?.startsWith("//") === true;

/** BigQuery runs jobs in a project and names that alone; the address of the request is a collection. */
const inFull = (found: string, project: string | undefined): string =>
  /^projects\/[^/]+\/(?:jobs|datasets|services|queries)$/.test(found) ? (project ?? found) : found;

const clean = (resource: string): string => resource.replace(/[.,;:'"`)\]]+$/, "");

/** `europe-west2-docker.pkg.dev/v2/p/repo/…` */
function imageIn(text: string): string | undefined {
  const found = /\b([a-z0-9-]+)-docker\.pkg\.dev\/(?:v2\/)?([a-z][a-z0-9-]+)\/([a-z0-9][a-z0-9-]*)/.exec(text);
  return found === null ? undefined : `projects/${found[2]}/locations/${found[1]}/repositories/${found[3]}`;
}

/** Where a message names who called. `on service account X` names what was called upon. */
const principalForms: readonly RegExp[] = [
  /"principalEmail"\s*:\s*"([^"]+)"/,
  /\bprincipalEmail: (\S+@\S+)/,
  /"principalSubject"\s*:\s*"([^"]+)"/,
  /\bprincipalSubject: (\S+)/,
  new RegExp(String.raw`\bauthenticated as (${email})`),
  new RegExp(String.raw`["'\`[]?(${email})["'\`\]]?\s+(?:does not have|lacks|is missing)`),
  new RegExp(
    String.raw`\b(?<!service[_ ])(?:account|caller|principal|user|member|identity)\s*:?\s*["'\`[]?((?:user:|serviceAccount:)?${email})`,
    "i",
  ),
  new RegExp(String.raw`\bpermission \S+ for (${email})`),
  new RegExp(String.raw`\band that (${email}) has the\b`),
  /\b(principal(?:Set)?:\/\/[^\s"']+)/,
  new RegExp(String.raw`\b[Gg]rant the service account ["'\`[]?${account}`),
];

export const principalIn = (text: string): string | undefined => first(text, principalForms);

/** The API that the error is about, where it says so. */
export const apiIn = (text: string, cause: Cause): string | undefined =>
  first(text, [
    ...(cause === "api-disabled"
      ? [/\b([a-z][a-z0-9-]*\.googleapis\.com)\b[^\n]{0,300}(?:is disabled|is not enabled)/]
      : []),
    /apis\/api\/([a-z0-9.-]+\.googleapis\.com)/,
    /"service"\s*:\s*"([a-z0-9.-]+\.googleapis\.com)"/,
    /key:\s*"service"\s+value:\s*"([a-z0-9.-]+\.googleapis\.com)"/,
    /^[ \t]*service: ([a-z0-9.-]+\.googleapis\.com)$/m,
  ]);
