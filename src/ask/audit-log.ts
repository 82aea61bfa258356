/** What an entry of Cloud Audit Logs says was refused. */
export interface RefusedAuthorization {
  readonly permission: string;
  readonly resource?: string;
}

/**
 * The first check of `authorizationInfo` that was not granted, in JSON or in the YAML that gcloud prints; `granted` is left
 * out where it is false (google.cloud.audit.AuthorizationInfo).
 */
export function refusedAuthorization(text: string): RefusedAuthorization | undefined {
  const at = text.search(/\bauthorizationInfo"?\s*:/);
  if (at < 0) return undefined;
  const refused = checksIn(text.slice(at)).find(({ granted }) => !granted);
  if (refused === undefined) return undefined;
  const resource = accountOf(text) ?? refused.resource ?? first(text, /"?\bresourceName"?\s*:\s*"?([^\s",]+)/);
  return { permission: refused.permission, ...(resource === undefined ? {} : { resource }) };
}

interface Check extends RefusedAuthorization {
  readonly granted: boolean;
}

/** A check begins with its brace, or in YAML with its dash; each names its permission once. */
function checksIn(section: string): readonly Check[] {
  const marker = /^[^[\n]*:\s*\[/.test(section) ? /\{(?=[^{}]*"permission")/ : /^[ \t]*- /m;
  return section
    .split(marker)
    .slice(1)
    .flatMap((piece) => checkIn(piece) ?? []);
}

function checkIn(piece: string): Check | undefined {
  const permission = first(piece, /"?\bpermission"?\s*:\s*"?([a-z][\w.]+)/);
  if (permission === undefined) return undefined;
  const resource = first(piece, /"?\bresource"?\s*:\s*"?([^\s",{}]+)/);
  const granted = /"?\bgranted"?\s*:\s*true/.test(piece);
  return { permission, granted, ...(resource === undefined ? {} : { resource }) };
}

/** Calls upon a service account log its unique id as resource, and its e-mail in the request. */
const accountOf = (text: string): string | undefined =>
  first(text, /"name"\s*:\s*"(projects\/-\/serviceAccounts\/[^"@]+@[^"]+)"/);

const first = (text: string, form: RegExp): string | undefined => form.exec(text)?.[1];
