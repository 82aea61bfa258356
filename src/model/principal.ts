/**
 * Every form in which Google Cloud names who may do something, as one canonical type (iam/docs/principal-identifiers,
 * v1 and v2 forms). `key` is equal for two spellings of the same principal.
 */
export interface Principal {
  readonly type: PrincipalType;
  /** E-mail, domain, project, or the full `principal://` name without `deleted:`. */
  readonly id: string;
  readonly key: string;
  readonly deleted?: true;
  /** Set when the id can't be fully known: the text as shown. Such a principal equals only itself. */
  readonly opaque?: true;
}

export type PrincipalType =
  | "user"
  | "group"
  | "service-account"
  | "kubernetes-account"
  | "domain"
  | "all-users"
  | "all-authenticated-users"
  | "project-owners"
  | "project-editors"
  | "project-viewers"
  | "federated"
  | "federated-set"
  | "agent"
  | "agent-set"
  | "service-account-set"
  | "service-agent-set"
  | "customer"
  | "resource"
  | "malformed"
  /** Nothing of it can be known: `var.member`. */
  | "unknown";
