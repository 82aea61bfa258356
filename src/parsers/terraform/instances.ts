import type { Via } from "../../model/fact.ts";
import type { Problem, Span } from "../../model/source.ts";
import type { Datum, ObjectDatum } from "./datum.ts";

/** What a root module and all that it calls come to. */
export interface Root {
  /** Its folder, as paths of sources name it; empty for the top. */
  readonly dir: string;
  readonly instances: readonly Instance[];
  /** Module calls whose source is not on disk. */
  readonly remoteCalls: readonly RemoteCall[];
  readonly providers: readonly ProviderConfig[];
  /** `terraform { backend "gcs" { … } }` of the root. */
  readonly backends: readonly Backend[];
  readonly outputs: ReadonlyMap<string, Datum>;
  readonly problems: readonly Problem[];
}

/** What every evaluated block carries. */
export interface Placed {
  /** Full, with module path and keys: `module.iam["a"].google_project_iam_member.m["x"]`. */
  readonly address: string;
  /** The block's header on one line: `resource "type" "name"`. */
  readonly span: Span;
  /** The folder of the module that the block stands in. */
  readonly dir: string;
  /** Module calls and `for_each`/`count` keys, outermost first. */
  readonly via: readonly Via[];
  /** It exists only if a condition holds that can't be evaluated. */
  readonly conditional?: true;
}

/** One instance of a resource, data source or ephemeral resource. */
export interface Instance extends Placed {
  readonly mode: "managed" | "data" | "ephemeral";
  readonly type: string;
  readonly name: string;
  /** What a `Reference` to it has as target: `<root folder>#<address>`; unique in the scan. */
  readonly object: string;
  /** Attributes; nested blocks as lists of objects (span: the block's header), dynamic blocks expanded. */
  readonly config: ObjectDatum;
  readonly provider: Provider;
  readonly lifecycle?: Lifecycle;
  /** `provisioner "local-exec" { … }` */
  readonly provisioners?: readonly Provisioner[];
}

export interface Provisioner {
  readonly type: string;
  readonly span: Span;
  readonly config: ObjectDatum;
}

/** The provider configuration that an instance gets. */
export interface Provider {
  readonly name: string;
  readonly alias?: string;
  readonly project?: Datum | undefined;
  readonly region?: Datum | undefined;
  readonly zone?: Datum | undefined;
  /** `impersonate_service_account` */
  readonly impersonates?: Datum | undefined;
}

export interface Lifecycle {
  readonly preventDestroy: boolean;
  /** Attribute names, `all` for the keyword. */
  readonly ignoreChanges: readonly string[];
}

/** A `provider` block. */
export interface ProviderConfig extends Placed {
  readonly name: string;
  readonly alias?: string;
  readonly config: ObjectDatum;
  /** The account whose token it is given, which other configurations of the provider minted. */
  readonly actsAs?: Datum | undefined;
}

/** A `backend` block: `credentials` and `impersonate_service_account` may stand there. */
export interface Backend extends Placed {
  readonly type: string;
  readonly config: ObjectDatum;
}

/** One instance of a module call whose source is not on disk. */
export interface RemoteCall extends Placed {
  /** As written: `terraform-google-modules/iam/google//modules/projects_iam`. */
  readonly source: string;
  readonly version?: string;
  readonly name: string;
  /** What a `Reference` to one of its outputs has as target. */
  readonly object: string;
  readonly args: ObjectDatum;
  /** The provider that it gets for `google`, for its default project. */
  readonly provider: Provider;
}
