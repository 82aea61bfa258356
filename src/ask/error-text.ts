import { type Cause, causeOf } from "./error-causes.ts";
import { apiIn, permissionsIn, principalIn, resourceIn } from "./error-forms.ts";
import { plainText } from "./plain-text.ts";

/** What a pasted error of Google's says: a permission, a resource, an account, or another cause. */
export interface Denial {
  readonly permission?: string;
  /** All of them, where the text names several. */
  readonly permissions?: readonly string[];
  /** As it stands in the text, or taken from a URL: `projects/p/locations/l`. */
  readonly resource?: string;
  readonly principal?: string;
  /** An account that the caller may not act as. */
  readonly actAs?: string;
  readonly cause: Cause;
  readonly api?: string;
  readonly project?: string;
  /** The organization policy's constraint, or the identifier of VPC Service Controls. */
  readonly about?: string;
}

/**
 * Reads an error of any Google client, gcloud, Terraform or a log entry. Forms: the IAM guide on 403 responses, Vertex AI's
 * 400 for service accounts (python-aiplatform#1073), `google.rpc.ErrorInfo`, Cloud Audit Logs, and what people paste.
 */
export function readDenial(pasted: string): Denial {
  const text = plainText(pasted);
  const { cause, about } = causeOf(text);
  const api = apiIn(text, cause);
  const principal = principalIn(text);
  const actAs = cause === "act-as" ? about : undefined;
  const resource = actAs ?? resourceIn(text, cause);
  const project = projectOf(text, resource, cause);
  return {
    cause,
    ...(actAs === undefined ? namedPermissions(text, cause) : { permission: "iam.serviceAccounts.actAs", actAs }),
    ...(resource === undefined ? {} : { resource }),
    ...(principal === undefined || principal === actAs || cause === "unauthenticated" ? {} : { principal }),
    ...(api === undefined ? {} : { api }),
    ...(project === undefined ? {} : { project }),
    ...(about === undefined || actAs !== undefined ? {} : { about }),
  };
}

/** A log may hold more refusals than anybody reads: this many lines that look like one are read. */
const mostLines = 1000;

/** What other lines of the text refuse. */
export function otherRefusals(pasted: string, permissions: readonly string[]): readonly string[] {
  const lines = plainText(pasted)
    .split("\n")
    .filter((line) => /denied|not have|missing|lacks|required|forbidden|\b403\b/i.test(line));
  const refused = lines.slice(0, mostLines).flatMap((line) => namedPermissions(line, causeOf(line).cause));
  const all = refused.flatMap((one) => one.permissions ?? one.permission ?? []);
  return [...new Set(all)].filter((permission) => !permissions.includes(permission));
}

const withPermission: ReadonlySet<Cause> = new Set(["permission", "quota-project", "unauthenticated"]);

function namedPermissions(text: string, cause: Cause): Pick<Denial, "permission" | "permissions"> {
  const permissions = withPermission.has(cause) ? permissionsIn(text) : [];
  const [permission] = permissions;
  if (permission === undefined) return {};
  return permissions.length === 1 ? { permission } : { permission, permissions };
}

function projectOf(text: string, resource: string | undefined, cause: Cause): string | undefined {
  const named = /(?:projects|namespaces)\/([^/\s]+)/.exec(resource ?? "")?.[1];
  if (named !== undefined && named !== "-") return named;
  if (cause !== "api-disabled") return undefined;
  return /\bproject[ =:"]+([a-z][a-z0-9-]{4,28}[a-z0-9]|\d{6,})/.exec(text)?.[1];
}
