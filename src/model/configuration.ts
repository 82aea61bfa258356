import type { Dialect, Operation, Via } from "./fact.ts";
import type { Span } from "./source.ts";
import type { Value } from "./value.ts";

/**
 * Resources of Terraform's Google provider that a program in another language configures (Pulumi, CDK for Terraform),
 * under Terraform's names: the parser of `hcl` knows what they say.
 */
export interface Configuration {
  readonly dialect: Dialect;
  readonly surface: Operation["surface"];
  readonly resources: readonly ConfiguredResource[];
  readonly providers: readonly ConfiguredProvider[];
}

interface Configured {
  /** As people know it: `gcp.projects.IAMMember("deployer")`. */
  readonly address: string;
  readonly span: Span;
  readonly via?: readonly Via[];
  readonly conditional?: true;
  readonly settings: SettingGroup;
}

export interface ConfiguredResource extends Configured {
  readonly mode: "managed" | "data";
  /** `google_project_iam_member` */
  readonly type: string;
  readonly name: string;
  /** What a `Reference` to it has as target. */
  readonly object: string;
  readonly provider: ProviderDefaults;
}

/** A provider that is configured in code. */
export interface ConfiguredProvider extends Configured {}

export interface ProviderDefaults {
  readonly project?: Value;
  readonly region?: Value;
  readonly zone?: Value;
  /** The account that applies it by impersonation. */
  readonly impersonates?: Value;
}

/** An argument as far as it is known. `conditional`: it may be missing. */
export type Setting = SettingScalar | SettingList | SettingGroup | SettingChoice;

export interface SettingScalar {
  readonly kind: "scalar";
  readonly value: Value;
  readonly form: "string" | "number" | "boolean";
  readonly conditional?: true;
}

export interface SettingList {
  readonly kind: "list";
  readonly items: readonly Setting[];
  /** There may be further items: why they can't be known. */
  readonly open?: Value;
  readonly span: Span;
  readonly conditional?: true;
}

export interface SettingGroup {
  readonly kind: "group";
  readonly entries: readonly { readonly key: Value; readonly setting: Setting }[];
  /** There may be further entries. */
  readonly open?: Value;
  readonly span: Span;
  readonly conditional?: true;
}

/** One of a few. */
export interface SettingChoice {
  readonly kind: "choice";
  readonly options: readonly Setting[];
  readonly expression: string;
  readonly why: string;
  readonly span: Span;
  readonly conditional?: true;
}
