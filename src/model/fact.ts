import type { ResourceRef } from "./resource.ts";
import type { Span } from "./source.ts";
import type { Value } from "./value.ts";

/** What one place in one file says. */
export type Fact =
  | Grant
  | Deny
  | Boundary
  | PolicyRead
  | RoleDefinition
  | ServiceAccount
  | KeyCreation
  | Credential
  | KeyReference
  | Workload
  | Operation
  | ResourceDefinition
  | ApiEnablement
  | OrgPolicy
  | Pool
  | PoolProvider
  | AuditConfig
  | Membership
  | DefaultAccountsChange;

/** What every fact carries. */
export interface Place {
  /** The statement, on one line where it can be: a resource's header, a command's words. */
  readonly span: Span;
  /** The module calls and loop iterations through which it came, outermost first. */
  readonly via?: readonly Via[];
  /** The fact holds only if a condition holds that can't be evaluated: what follows from it is at most *likely*. */
  readonly conditional?: true;
  /** The language at hand: which cure to show. */
  readonly dialect: Dialect;
}

export type Dialect = "hcl" | "yaml" | "json" | "shell" | "typescript" | "python";

export interface Via {
  /** `module.iam`, `for_each["roles/editor"]`, `function grant` */
  readonly label: string;
  readonly span: Span;
}

export interface Condition {
  readonly expression: Value;
  readonly title?: Value;
  readonly description?: Value;
}

/** One role for one principal on one resource, added, removed, or listed by a writer that owns more than it. */
export interface Grant extends Place {
  readonly kind: "grant";
  readonly principal: Value;
  /** `roles/editor`, `projects/p/roles/x`, or symbolic: a custom role's `id` or `name`. */
  readonly role: Value;
  readonly resource: ResourceRef;
  readonly condition?: Condition;
  readonly change: "add" | "remove";
  /** What the writer owns: the whole policy, all members of the role, or this member alone. `listed`: read from an export. */
  readonly authority: "policy" | "role" | "member" | "listed";
  /** The writer: resource address or command, for messages and conflicts. */
  readonly writer: string;
  /** A role that is granted on request only (PAM entitlement): it is not held until somebody activates it. */
  readonly eligible?: true;
}

/** One rule of a deny policy. */
export interface Deny extends Place {
  readonly kind: "deny";
  readonly resource: ResourceRef;
  readonly principals: readonly Value[];
  readonly exceptPrincipals: readonly Value[];
  /** v2 form: `iam.googleapis.com/roles.create`, groups with `*` allowed. */
  readonly permissions: readonly Value[];
  readonly exceptPermissions: readonly Value[];
  readonly condition?: Condition;
}

/** A principal access boundary and one principal set that it binds. */
export interface Boundary extends Place {
  readonly kind: "boundary";
  readonly principalSet: Value;
  /** Full resource names within which access is allowed. */
  readonly allowed: readonly Value[];
  /** The enforcement version, which says what permissions the policy can block; absent: what Google sets. */
  readonly version?: Value;
  readonly condition?: Condition;
}

/**
 * The whole allow policy of a resource was read here (an export, an `iam_policy` resource): for coverage. A policy with
 * unknown bindings is not whole.
 */
export interface PolicyRead extends Place {
  readonly kind: "policy-read";
  readonly resource: ResourceRef;
  /** `replaces`: applying it removes what other places grant; `snapshot`: it lists what was there. */
  readonly mode: "replaces" | "snapshot";
}

/** A custom role. */
export interface RoleDefinition extends Place {
  readonly kind: "role";
  /** Full name when known: `projects/p/roles/x`. */
  readonly name: Value;
  readonly object?: string;
  readonly permissions: readonly Value[];
  /** A permission list that could not be fully read: the role may hold more. */
  readonly open: boolean;
  readonly stage?: Value;
  readonly title?: Value;
  /** `update` adds to or replaces what another place defines. */
  readonly change: "create" | "update" | "delete";
}

/** A user-managed service account that the scanned code creates or looks up. */
export interface ServiceAccount extends Place {
  readonly kind: "service-account";
  readonly object?: string;
  readonly email: Value;
  readonly project?: Value;
  readonly disabled?: boolean;
  /** `lookup`: a data source, an import; it exists elsewhere. */
  readonly origin: "created" | "lookup";
}

/** A long-lived credential is made: a service-account key, an HMAC key, an API key. */
export interface KeyCreation extends Place {
  readonly kind: "key";
  readonly form: "service-account-key" | "uploaded-key" | "hmac-key" | "api-key";
  readonly account?: Value;
  readonly project?: Value;
  /** API keys: the services that it is restricted to; absent: unrestricted. */
  readonly restrictedTo?: readonly Value[];
  /** Service-account keys: the days after which it is replaced, where `keepers` say so; `unknown`: after some time. */
  readonly rotationDays?: number | "unknown";
  /** A program asks for it while it runs: no state keeps it. */
  readonly isReturned?: true;
}

/** A secret stands in the scanned text. Never carries the secret. */
export interface Credential extends Place {
  readonly kind: "credential";
  readonly form:
    | "service-account-key"
    | "authorized-user"
    | "external-account-authorized-user"
    | "pkcs12"
    | "api-key"
    | "oauth-client-secret"
    | "refresh-token"
    | "access-token"
    | "hmac-secret"
    | "private-key";
  /** `client_email` and `private_key_id` of a key file; nothing else of it may be printed. */
  readonly account?: string;
  readonly keyId?: string;
  /** Meant to be seen by everybody: the API key in the configuration of a Firebase web or mobile app. */
  readonly published?: true;
}

/** Code, CI or a provider authenticates with a key file. */
export interface KeyReference extends Place {
  readonly kind: "key-reference";
  /** `GOOGLE_APPLICATION_CREDENTIALS`, `keyFilename`, `credentials_json`, `activate-service-account --key-file` … */
  readonly how: string;
  /** The path or secret that it names. */
  readonly file?: Value;
  readonly account?: Value;
  /** A continuous-integration system, where it is one: `github-actions`, `gitlab-ci`, `cloud-build` … */
  readonly ci?: string;
  /** The key is an argument of a function that nothing which was read calls: a library takes one from whoever has one. */
  readonly ofCaller?: true;
}

/** Something that runs as a service account. */
export interface Workload extends Place {
  readonly kind: "workload";
  readonly object?: string;
  /** Resource type in the vocabulary of `ResourceRef`. */
  readonly type: string;
  /** What it is for: `vm`, `run-service`, `function`, `build`, `scheduler-token` … */
  readonly purpose: string;
  readonly name?: Value;
  readonly project?: Value;
  readonly location?: Value;
  /** Absent: the default identity of `defaultAccount`. */
  readonly account?: Value;
  /** `compute-default`, `appengine-default`, `cloudbuild-default`, `none`, `agent:EMAIL` … */
  readonly defaultAccount: string;
  /** Who creates it, where the scanned code says so. */
  readonly caller?: Value;
}

/** A call of a Google API: an id of `vertex-operations`, or the bare API method. */
export interface Operation extends Place {
  readonly kind: "operation";
  /** `endpoint.deploy`; the API method where the table has no id. */
  readonly id: string;
  readonly surface: "gcloud" | "terraform" | "pulumi" | "cdktf" | "python" | "node" | "rest" | "kfp" | "declared";
  /** The identity that calls; absent: nothing says who. */
  readonly caller?: Value;
  readonly project?: Value;
  readonly location?: Value;
  /** The account that the new workload is to run as; absent: the operation's default. */
  readonly runAs?: Value;
  /** The rest of what it names: `model`, `endpoint`, `bucket`, `dataset`, `table`, `repository`, `image`, `destinationProject` … */
  readonly targets: Readonly<Record<string, Value>>;
}

/** A resource exists, and where it hangs in the hierarchy. */
export interface ResourceDefinition extends Place {
  readonly kind: "resource";
  readonly object?: string;
  readonly resource: ResourceRef;
  readonly parent?: ResourceRef;
  /** Projects: the number. */
  readonly number?: Value;
  readonly labels?: Readonly<Record<string, Value>>;
  /** Attributes that rules ask for, by the provider's name (`uniform_bucket_level_access`, `invoker_iam_disabled`). */
  readonly attributes?: Readonly<Record<string, Value>>;
}

export interface ApiEnablement extends Place {
  readonly kind: "api";
  readonly project?: Value;
  readonly service: Value;
  readonly enabled: boolean;
}

export interface OrgPolicy extends Place {
  readonly kind: "org-policy";
  readonly resource: ResourceRef;
  /** With or without `constraints/`, as written. */
  readonly constraint: Value;
  /** Boolean constraints; absent: unknown, or a list constraint. */
  readonly enforced?: boolean;
  readonly allowed?: readonly Value[];
  readonly denied?: readonly Value[];
}

/** A workload or workforce identity pool. */
export interface Pool extends Place {
  readonly kind: "pool";
  readonly object?: string;
  readonly type: "workload" | "workforce";
  readonly name: Value;
  readonly project?: Value;
}

export interface PoolProvider extends Place {
  readonly kind: "pool-provider";
  readonly object?: string;
  readonly type: "workload" | "workforce";
  readonly pool: Value;
  readonly name: Value;
  readonly protocol: "oidc" | "saml" | "aws" | "x509" | "unknown";
  readonly issuer?: Value;
  readonly condition?: Value;
  readonly mapping: Readonly<Record<string, Value>>;
}

export interface AuditConfig extends Place {
  readonly kind: "audit-config";
  readonly resource: ResourceRef;
  readonly service: Value;
  readonly logTypes: readonly Value[];
  readonly exempted: readonly Value[];
}

/** Who is in a group. */
export interface Membership extends Place {
  readonly kind: "membership";
  readonly group: Value;
  readonly member: Value;
}

/** `google_project_default_service_accounts` and its like. */
export interface DefaultAccountsChange extends Place {
  readonly kind: "default-accounts";
  readonly project: Value;
  readonly action: "deprivilege" | "disable" | "delete";
}
