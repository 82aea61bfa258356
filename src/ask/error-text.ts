/** What a pasted error of Google's says: a permission, a resource, an account, or another cause. */
export interface Denial {
  readonly permission?: string;
  /** As it stands in the text, or taken from a URL: `projects/p/locations/l`. */
  readonly resource?: string;
  readonly principal?: string;
  /** An account that the caller may not act as. */
  readonly actAs?: string;
  /** An API that is not enabled, or a consumer project that is wrong. */
  readonly cause: "permission" | "act-as" | "api-disabled" | "consumer-invalid" | "unknown";
  readonly api?: string;
  readonly project?: string;
}

const email = String.raw`[\w.+-]+@[\w.-]+\.[a-z]+`;

/**
 * Reads an error of any Google client, gcloud, Terraform or a log entry. Forms: the IAM guide on 403 responses, Vertex AI's
 * 400 for service accounts (python-aiplatform#1073), `google.rpc.ErrorInfo`, Cloud Audit Logs, and what people paste.
 */
export function readDenial(text: string): Denial {
  const actAs = first(text, [
    new RegExp(
      String.raw`permission to act as (?:the )?service[_ ]account:?\s*["']?(?:projects/[^/\s]+/serviceAccounts/)?(${email})`,
      "i",
    ),
    new RegExp(
      String.raw`iam\.serviceaccounts\.actAs[^\n]*?(?:on|for)(?: the)?(?: resource| service account)?\s*:?\s*["'\[]*(?:\S*/serviceAccounts/)?(${email})`,
      "i",
    ),
  ]);
  const found = { ...permissionIn(text), ...resourceIn(text), ...principalIn(text) };
  if (actAs !== undefined) {
    return { ...found, permission: "iam.serviceAccounts.actAs", actAs, resource: actAs, cause: "act-as" };
  }
  const disabled = disabledApi(text);
  if (disabled !== undefined) return { ...found, ...disabled, cause: "api-disabled" };
  if (/CONSUMER_INVALID|USER_PROJECT_DENIED/.test(text)) return { ...found, cause: "consumer-invalid" };
  return { ...found, cause: found.permission === undefined ? "unknown" : "permission" };
}

function permissionIn(text: string): Pick<Denial, "permission"> {
  const permission = first(text, [
    /\bpermissions?\s*:?\s*\[?["'`’‘“]?([a-z][a-zA-Z0-9]*\.[a-zA-Z0-9]+\.[a-zA-Z0-9.]+[a-zA-Z0-9])/i,
    /"permission"\s*:\s*"([a-z][\w.]+)"/,
    /Required ["'`]([a-z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+){2,})["'`] permission/,
    /does not have ["'`]?([a-z][a-zA-Z0-9]*(?:\.[a-zA-Z0-9]+){2,})["'`]? permission/,
    /does not have ["'`]?([a-z][a-zA-Z0-9]*\.[a-zA-Z0-9]+\.[a-zA-Z0-9]+)["'`]? access/,
    /["'`]([a-z][a-zA-Z0-9]*\.[a-zA-Z0-9]+\.[a-zA-Z0-9]+)["'`][^\n]{0,40}denied/,
    /\b([a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]+\.(?:create|get|list|update|delete|deploy|predict|export|upload|setIamPolicy|getIamPolicy|actAs|use|createTagBinding|getData|updateData))\b/,
  ]);
  return permission === undefined ? {} : { permission };
}

/** A resource that the message names, else the one that the request's address names, else its bucket or dataset. */
function resourceIn(text: string): Pick<Denial, "resource" | "project"> {
  const resource = first(text, [
    /\bon resource:?\s*["'`[]?((?:\/\/[a-z.]+\/)?[^\s"'`\])]+)/i,
    /"(?:resource|resourceName)"\s*:\s*"([^"]+)"/,
    /\bhttps:\/\/[a-z0-9.-]+\.googleapis\.com\/(?:v\d\w*\/)?(projects\/[^\s?:"'<>]+)/,
    /\bhttps:\/\/storage\.googleapis\.com\/(?:storage\/v1\/|upload\/storage\/v1\/)?(b\/[^\s/?"']+)/,
    /\baccess to the Google Cloud Storage bucket(?: named)? ["'`]?([\w.-]+)/i,
    /\bAccess Denied: (?:Table|Dataset|Project|View) ([\w.:-]+)/,
    /\b(?:for|on|in) ["'`]?((?:projects|folders|organizations)\/[^\s"'`,]+)/,
    /\b(?:for|on|in) project:? ["'`]?([a-z][a-z0-9-]{4,28}[a-z0-9])\b/i,
  ]);
  if (resource === undefined) return {};
  const project = /projects\/([^/\s]+)/.exec(resource)?.[1];
  return { resource: clean(resource), ...(project === undefined ? {} : { project }) };
}

const clean = (resource: string): string => resource.replace(/[.,;:'"`)\]]+$/, "").replace(/^b\/(.+)$/, "gs://$1");

function principalIn(text: string): Pick<Denial, "principal"> {
  const principal = first(text, [
    new RegExp(String.raw`"principal(?:Email|Subject)"\s*:\s*"([^"]+)"`),
    new RegExp(
      String.raw`\b(?:account|caller|principal|user|member|identity)\s*:?\s*["'\`\[]?((?:user:|serviceAccount:)?${email})`,
      "i",
    ),
    new RegExp(String.raw`(${email})["'\`]? does not have`, "i"),
  ]);
  return principal === undefined ? {} : { principal };
}

function disabledApi(text: string): Pick<Denial, "api" | "project"> | undefined {
  const api = first(text, [
    /\b([a-z][a-z0-9-]*\.googleapis\.com)\b[^\n]*(?:has not been used|is disabled|is not enabled)/,
    /SERVICE_DISABLED[^]*?"service"\s*:\s*"([a-z0-9.-]+\.googleapis\.com)"/,
    /apis\/api\/([a-z0-9.-]+\.googleapis\.com)/,
  ]);
  const isDisabled = /SERVICE_DISABLED|has not been used in project|is not enabled|it is disabled/.test(text);
  if (!isDisabled) return undefined;
  const project = /\bproject[ =:"]+([a-z][a-z0-9-]{4,28}[a-z0-9]|\d{6,})/.exec(text)?.[1];
  return { ...(api === undefined ? {} : { api }), ...(project === undefined ? {} : { project }) };
}

function first(text: string, forms: readonly RegExp[]): string | undefined {
  for (const form of forms) {
    const found = form.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
