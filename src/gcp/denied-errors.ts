import { resourceOfFullName } from "./resource-types.ts";

/** What an error of a Google client, gcloud, Terraform or a log entry says was refused, and why. */
export interface Denial {
  readonly kind: "permission" | "act-as" | "api-disabled" | "consumer-invalid";
  readonly permission?: string;
  /** As `resourceNamed` reads it: a full name, `projects/p`, `gs://b`, an e-mail. */
  readonly resource?: string;
  /** Member form where the text names who was refused. */
  readonly principal?: string;
  /** The API that is switched off. */
  readonly service?: string;
}

/** Every refusal in a pasted text; the same one is listed once. */
export function denialsIn(text: string): readonly Denial[] {
  const found: Denial[] = [...logDenials(text)];
  for (const { form, read } of forms) {
    for (const match of text.matchAll(form)) found.push(withoutGaps(read(match.groups ?? {}, text)));
  }
  const specific = found.filter((denial) => !found.some((other) => other !== denial && saysMore(other, denial)));
  return [...new Map(specific.map((denial) => [JSON.stringify(denial), denial])).values()];
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  readonly form: RegExp;
  readonly read: (groups: Groups, text: string) => Gaps;
}

type Gaps = { readonly [K in keyof Denial]: Denial[K] | undefined } & { readonly kind: Denial["kind"] };

const permission = String.raw`(?<permission>[a-zA-Z][\w.-]*(?:\/[\w.-]+)?\.[\w.]+)`;
const quote = String.raw`["'\x60\\]*`;

/** The texts of Google's clients and services, as people paste them. */
const forms: readonly Form[] = [
  {
    form: new RegExp(
      `(?:IAM )?[Pp]ermission ${quote}${permission}${quote} denied (?:on|for) (?:resource|service account)?:? ?${quote}(?<resource>[^\\s"'\`\\\\]*[/@][^\\s"'\`\\\\]*)`,
      "g",
    ),
    read: ({ permission: name, resource }) => denied(name, resource),
  },
  {
    // The project stands in the address of the request, a line above.
    form: new RegExp(`IAM permission ${quote}${permission}${quote} denied(?! (?:on|for))`, "g"),
    read: ({ permission: name }, text) => denied(name, requestedResource(text)),
  },
  {
    form: new RegExp(`Required ${quote}${permission}${quote} permission for ${quote}(?<resource>[^\\s"'\`]+)`, "g"),
    read: ({ permission: name, resource }) => denied(name, resource),
  },
  {
    form: new RegExp(
      String.raw`(?<who>[\w.+-]+@[\w.-]+) does not have ${permission} access(?: to (?:the )?(?:Google Cloud (?:Storage )?)?(?:bucket|object|resource|project)?)?(?:[:.]? ?["'\x60]?(?<resource>gs:\/\/\S+|b\/\S+))?`,
      "g",
    ),
    read: ({ who, permission: name, resource }, text) => ({
      ...denied(name, resource ?? bucketIn(text)),
      principal: memberOf(who),
    }),
  },
  {
    form: new RegExp(
      `[Uu]ser does not have ${permission} permission in project ${quote}(?<project>[a-z][\\w:.-]*[a-z0-9])`,
      "g",
    ),
    read: ({ permission: name, project }) => denied(name, `projects/${project ?? ""}`),
  },
  {
    form: /Access Denied: Table (?<project>[a-z][\w.-]*):(?<dataset>\w+)\.(?<table>[\w$]+): User does not have permission to query table/g,
    read: ({ project, dataset }) => denied("bigquery.tables.getData", datasetName(project, dataset)),
  },
  {
    form: new RegExp(
      String.raw`Access Denied: (?:Dataset|Table) (?<project>[a-z][\w.-]*):(?<dataset>\w+)(?:\.[\w$]+)?: Permission ${permission} denied`,
      "g",
    ),
    read: ({ project, dataset, permission: name }) => denied(name, datasetName(project, dataset)),
  },
  {
    form: /(?:do(?:es)? not have permission to act as|missing permission to act as|act as) (?:the )?(?:service[_ ]account:? ?)?["'`]?(?<account>[\w.+-]+@[\w.-]*gserviceaccount\.com)/gi,
    read: ({ account }) => ({ ...denied("iam.serviceAccounts.actAs", account), kind: "act-as" }),
  },
  {
    form: /(?<service>[a-z0-9.-]+\.googleapis\.com|[A-Z][\w &-]+ API) has not been used in project (?<project>[\w:.-]+) before or it is disabled/g,
    read: ({ service, project }, text) => ({
      kind: "api-disabled",
      permission: undefined,
      principal: undefined,
      resource: `projects/${project ?? ""}`,
      service: service?.endsWith(".com") === true ? service : serviceIn(text),
    }),
  },
  {
    form: /CONSUMER_INVALID/g,
    read: (_, text) => ({
      kind: "consumer-invalid",
      permission: undefined,
      principal: undefined,
      service: serviceIn(text),
      resource: /["']?consumer["']?\s*[:=]\s*["']?(?<consumer>projects\/[\w:.-]+)/.exec(text)?.groups?.["consumer"],
    }),
  },
  {
    form: /"reason":\s*"IAM_PERMISSION_DENIED"[\s\S]{0,400}?"metadata":\s*\{(?<metadata>[^}]*)\}/g,
    read: ({ metadata = "" }) =>
      denied(/"permission":\s*"([^"]+)"/.exec(metadata)?.[1], /"resource":\s*"([^"]+)"/.exec(metadata)?.[1]),
  },
];

/** `true`: the other says what this one says, and more. */
const saysMore = (other: Denial, denial: Denial): boolean =>
  other.kind === denial.kind &&
  other.permission === denial.permission &&
  Object.keys(denial).length < Object.keys(other).length &&
  (denial.resource === undefined || denial.resource === other.resource);

function denied(written: string | undefined, resource: string | undefined): Gaps {
  // Services spell it in lower case; the permission is not.
  const name = written?.replace(/^iam\.serviceaccounts\./i, "iam.serviceAccounts.");
  return {
    kind: name === "iam.serviceAccounts.actAs" ? "act-as" : "permission",
    permission: name,
    resource: resource === undefined ? undefined : plainResource(resource, name),
    principal: undefined,
    service: undefined,
  };
}

const withoutGaps = (denial: Gaps): Denial =>
  Object.fromEntries(
    Object.entries(denial).filter(([, value]) => value !== undefined && value !== ""),
  ) as unknown as Denial;

/** Names without the punctuation around them; parents of new resources are the project that holds them. */
function plainResource(written: string, name = ""): string {
  const path = written.replace(/[)\].,;:'"]+$/, "");
  const account = /serviceAccounts\/([^/]+@[^/]+)$/.exec(path)?.[1];
  if (account !== undefined) return account;
  if (path.startsWith("b/")) return `gs://${path.slice(2)}`;
  const full = path.startsWith("//") ? path : `//${name.slice(0, name.indexOf("."))}.googleapis.com/${path}`;
  return resourceOfFullName(full) === undefined ? (projectIn(path) ?? path) : full;
}

const projectIn = (name: string): string | undefined => /(?:^|\/)(projects\/(?!_)[^/]+)(?:\/|$)/.exec(name)?.[1];

/** `POST https://aiplatform.googleapis.com/v1/projects/iot-prod/locations/us-central1/endpoints` */
function requestedResource(text: string): string | undefined {
  const path = /https:\/\/[\w.-]+\.googleapis\.com\/v\d\w*\/(projects\/[^\s"'?:]+)/.exec(text)?.[1];
  return path && projectIn(path);
}

const bucketIn = (text: string): string | undefined => {
  const name = /(?:gs:\/\/|\/b\/|buckets\/)([a-z0-9][a-z0-9._-]+)/.exec(text)?.[1];
  return name && `gs://${name}`;
};

const datasetName = (project = "", dataset = ""): string =>
  `//bigquery.googleapis.com/projects/${project}/datasets/${dataset}`;

const serviceIn = (text: string): string | undefined =>
  /(?:service["']?\s*[:=]\s*["']?|api\/|apis\/library\/)([a-z0-9-]+\.googleapis\.com)/.exec(text)?.[1];

const memberOf = (email: string | undefined): string | undefined => {
  if (email === undefined) return undefined;
  return `${email.endsWith("gserviceaccount.com") ? "serviceAccount" : "user"}:${email}`;
};

/** Entries of Cloud Logging: who asked for what, and which permission was not granted. */
function* logDenials(text: string): Iterable<Denial> {
  for (const entry of jsonIn(text)) {
    const payload = member(entry, "protoPayload") ?? entry;
    const email = member(member(payload, "authenticationInfo"), "principalEmail");
    const checks = member(payload, "authorizationInfo");
    for (const check of Array.isArray(checks) ? checks : []) {
      const name = member(check, "permission");
      if (member(check, "granted") === true || typeof name !== "string") continue;
      const resource = member(check, "resource");
      const found = denied(name, typeof resource === "string" ? resource : undefined);
      yield withoutGaps({ ...found, principal: memberOf(typeof email === "string" ? email : undefined) });
    }
  }
}

function jsonIn(text: string): readonly unknown[] {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return [];
  try {
    const parsed: unknown = JSON.parse(trimmed);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    return [];
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined;
