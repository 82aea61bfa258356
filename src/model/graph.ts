import type { Fact, Grant, Operation, RoleDefinition, ServiceAccount, Workload } from "./fact.ts";
import type { Principal } from "./principal.ts";
import type { ResourceRef } from "./resource.ts";
import type { Span } from "./source.ts";
import type { Value } from "./value.ts";

/** How sure: see `design.md`. */
export type Certainty = "proven" | "likely" | "unknown";

/** A node of the hierarchy or a service resource, one per thing whatever its spellings. */
export interface Resource {
  /** Equal for two spellings of one resource: `project:ml-prod`, `storage-bucket:data`. */
  readonly key: string;
  readonly type: string;
  /** The name, where known: project id, bucket name, e-mail. */
  readonly name?: string;
  /** As people would say it: `project 'ml-prod'`, `bucket 'data'`. */
  readonly shown: string;
  readonly parent?: Resource;
  /** The nearest project at or above it, where known. */
  readonly project?: Resource;
  /** Its name can't be known (`var.project`): equal only to what the same expression of the same module names. */
  readonly opaque: boolean;
}

export interface Role {
  /** Canonical name where known: `roles/editor`, `projects/p/roles/x`. */
  readonly name?: string;
  readonly shown: string;
  readonly value: Value;
  readonly kind: "basic" | "predefined" | "service-agent" | "custom" | "retired" | "unlisted" | "unknown";
  /** Absent: what it contains is not known. */
  readonly permissions?: PermissionSet;
  readonly definition?: RoleDefinition;
  /** It may hold more than `permissions` says: a part of its list can't be known. */
  readonly open?: true;
}

export interface PermissionSet {
  readonly size: number;
  readonly has: (permission: string) => boolean;
  readonly list: () => readonly string[];
}

/** One role for one principal on one resource. */
export interface Binding {
  readonly principal: Principal;
  readonly role: Role;
  readonly resource: Resource;
  readonly grant: Grant;
  /** As certain as its values and the conditions around it. */
  readonly certainty: Certainty;
  /** A writer of the same configuration that owns the policy or the role, and whose next run removes this binding. */
  readonly supersededBy?: Grant;
  /** Its condition holds at no time from today on: it grants nothing any more. */
  readonly over?: true;
}

/** Which policies on the way from a resource to its organization were in the input. */
export interface Coverage {
  /** Every policy that could hold the grant was read, up to the organization, and no set of unknown members matches. */
  readonly whole: boolean;
  /** The scanned code grants something there, or defines the resource or the account. */
  readonly partial: boolean;
  /** What was not read, in words: `the policies above project 'ml-prod'`, `members of group 'x'`. */
  readonly missing: readonly string[];
}

/** One hop of a proof or of an escalation path. */
export interface Step {
  readonly principal: Principal;
  readonly role?: Role;
  readonly permission: string;
  readonly resource: Resource;
  readonly at?: Span;
  readonly text: string;
  readonly conditional?: true;
}

export interface Answer {
  readonly answer: "allowed" | "denied" | "conditional" | "unknown";
  /** The shortest proof, where allowed or conditional; the deny rule, where denied by one. */
  readonly path: readonly Step[];
  readonly coverage: Coverage;
}

export interface Holder {
  readonly principal: Principal;
  readonly via: "direct" | "impersonation" | "membership";
  readonly path: readonly Step[];
  readonly conditional: boolean;
}

/** One way for one principal to act as another, in one hop. */
export interface Impersonator {
  readonly from: Principal;
  readonly to: Principal;
  readonly kind: "mint" | "sign" | "key" | "own" | "delegate" | "attach" | "rewire";
  readonly conditional: boolean;
  /** The number of the method in the table of escalation paths. */
  readonly method?: number;
  /** The grants that make it so, ending with what they allow. */
  readonly steps: readonly Step[];
}

export type FactOf<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** Built once from all facts of all formats, never changed. What rules may ask. */
export interface Graph {
  readonly bindings: readonly Binding[];
  /** All facts of one kind, in the order of the input. */
  readonly facts: <K extends Fact["kind"]>(kind: K) => readonly FactOf<K>[];
  /** The file that a grant's values stand in was read by itself too, and says the same: `bindings` has that alone. */
  readonly isRepeated: (grant: Grant) => boolean;
  readonly resource: (ref: ResourceRef) => Resource;
  /**
   * A resource by its name as a person types it: a full resource name, `projects/p`, a bare project id, `gs://b`; one
   * without a known name by what the code calls it (`organizations/var.org_id`, `google_project.seed`).
   */
  readonly resourceNamed: (name: string) => Resource;
  readonly principal: (value: Value) => Principal;
  /** A principal as a person types it: a member, an e-mail, or what the code calls it (`google_service_account.ci`). */
  readonly principalNamed: (name: string) => Principal;
  /** Who is granted, or is otherwise named where principals stand: each once, without a look at their bindings. */
  readonly principals: () => readonly Principal[];
  /** What is granted on or defined, and what it hangs in: each once. */
  readonly resources: () => readonly Resource[];
  readonly role: (value: Value) => Role;
  /** The service account that a value names (e-mail, `projects/-/serviceAccounts/E`, reference), as principal and as resource. */
  readonly account: (value: Value) => { readonly principal: Principal; readonly resource: Resource };
  /** An account that Google makes for a project: `service-PROJECT_NUMBER@gcp-sa-aiplatform.iam.gserviceaccount.com`. */
  readonly projectAccount: (
    pattern: string,
    project: Resource,
  ) => { readonly principal: Principal; readonly resource: Resource };
  readonly accountDefinition: (principal: Principal) => ServiceAccount | undefined;
  /** Bindings on the resource itself and on its ancestors. */
  readonly bindingsOn: (resource: Resource) => readonly Binding[];
  readonly bindingsOf: (principal: Principal) => readonly Binding[];
  readonly permissionsOf: (principal: Principal, resource: Resource) => PermissionSet;
  readonly whyCan: (principal: Principal, permission: string, resource: Resource) => Answer;
  /** `granted`: nobody who only acts as somebody else. */
  readonly whoCan: (permission: string, resource: Resource, reach?: "granted") => readonly Holder[];
  /** Who can act as a principal, in one hop: by its tokens, its keys, its policy, by what runs as it. */
  readonly impersonatorsOf: (principal: Principal) => readonly Impersonator[];
  readonly coverageOf: (resource: Resource, principal?: Principal) => Coverage;
  readonly operations: readonly Operation[];
  readonly workloads: readonly Workload[];
}
