import { permissionsIn } from "./error-forms.ts";
import { account } from "./error-words.ts";

/**
 * Why it was refused. `unnamed`: refused, without a word about what is missing; `unknown`: it does not look like a refusal.
 * Only `permission`, `act-as` and `quota-project` are cured by a grant.
 */
export type Cause =
  | "permission"
  | "act-as"
  | "quota-project"
  | "unauthenticated"
  | "api-disabled"
  | "consumer-invalid"
  | "perimeter"
  | "org-policy"
  | "billing-disabled"
  | "scopes"
  | "unnamed"
  | "unknown";

interface Found {
  readonly cause: Cause;
  readonly about?: string;
}

/** The first form that fits. A part in parentheses is what it is about. */
const causes: readonly (readonly [Cause, RegExp])[] = [
  // Dataflow says it of the constraint that makes it check.
  ["act-as", new RegExp(String.raw`user cannot act as service account\s+["'\`]?${account}`, "i")],
  ["perimeter", /vpcServiceControlsUniqueIdentifier:?\s*"?([\w-]+)/],
  ["perimeter", /SECURITY_POLICY_VIOLATED|VPC_SERVICE_CONTROLS|VPC Service Controls/],
  ["org-policy", /constraints\/([a-zA-Z0-9.]+[a-zA-Z0-9])/],
  [
    "billing-disabled",
    /BILLING_(?:DISABLED|NOT_FOUND)|accountDisabled|has billing disabled|has not configured billing/,
  ],
  ["billing-disabled", /[Bb]illing account for [^\n]{1,60} is (?:disabled|not found)|requires billing to be enabled/],
  ["billing-disabled", /associated with an? (?:absent|disabled|closed) billing account/],
  ["scopes", /ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficient(?: authentication)? scopes/],
  ["act-as", new RegExp(String.raw`permission to act as (?:(?:the )?service[_ ]account:?)?\s*["'\`]?${account}`, "i")],
  ["act-as", new RegExp(String.raw`not have access to service account\s+["'\`]?${account}`, "i")],
  [
    "act-as",
    new RegExp(
      String.raw`iam\.serviceaccounts\.actAs\b[^\n]{0,200}?\bon(?: the)?(?: resource| service account)?\s*:?\s*["'\`[]*${account}`,
      "i",
    ),
  ],
  [
    "api-disabled",
    /SERVICE_DISABLED|API has not been used in project|accessNotConfigured|is not enabled|it is disabled/,
  ],
  ["quota-project", /USER_PROJECT_DENIED|required permission to use project|have serviceusage\.services\.use\b/],
  ["consumer-invalid", /CONSUMER_INVALID|Permission denied on resource project /],
  ["unauthenticated", /\b(?:Anonymous caller|Unauthenticated requests?) do(?:es)? not have/],
  [
    "unauthenticated",
    /request was not authenticated|failed to fetch anonymous token|\b401\b[^\n]{0,40}UNAUTHENTICATED/,
  ],
];

/** Organization policies that the message does not name. */
const unnamedConstraints: readonly (readonly [RegExp, string])[] = [
  [/do not belong to a permitted customer/, "iam.allowedPolicyMemberDomains"],
  [/Key creation is not allowed on this service account/, "iam.disableServiceAccountKeyCreation"],
];

const refusal =
  /\b40[13]\b|PERMISSION_?DENIED|PermissionDenied|[Aa]ccess [Dd]enied|not authorized|does not have permission|[Ff]orbidden/;

export function causeOf(text: string): Found {
  for (const [cause, form] of causes) {
    const found = form.exec(text);
    if (found !== null) return { cause, ...(found[1] === undefined ? {} : { about: found[1] }) };
  }
  const constraint = unnamedConstraints.find(([form]) => form.test(text))?.[1];
  if (constraint !== undefined) return { cause: "org-policy", about: constraint };
  if (permissionsIn(text).length > 0) return { cause: "permission" };
  return { cause: refusal.test(text) ? "unnamed" : "unknown" };
}
