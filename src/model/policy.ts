import type { Level, RuleOptions } from "./rule.ts";

/** What `rules.json` and, over it, a user's `iam-lint.json` say, once read and checked. */
export interface Policy {
  readonly profile: Profile;
  /** By rule id. A rule without an entry is a warning without a security-severity. */
  readonly rules: Readonly<Record<string, RulePolicy>>;
  /** The lists that rules consult. */
  readonly options: RuleOptions;
}

/** `default` shows what is proven or likely; `auditor` also what can't be known, as notes. */
export type Profile = "default" | "auditor";

/** How hard one rule bites. */
export interface RulePolicy {
  readonly level: Level | "off";
  /** The user chose the level: no finding of the rule is above it. */
  readonly ceiling?: true;
  readonly securitySeverity?: number;
  readonly precision?: Precision;
  /** `security` first, where the rule is about security. */
  readonly tags?: readonly string[];
  /** By framework: `{"cis-gcp": ["1.5"], "soc2": ["CC6.3"]}`. */
  readonly controls?: Readonly<Record<string, readonly string[]>>;
  /** Lists that replace those of the policy for this rule alone. */
  readonly options?: Partial<RuleOptions>;
}

type Precision = "very-high" | "high" | "medium" | "low";

const unlisted: RulePolicy = { level: "warning" };

export const policyOf = (policy: Policy, rule: string): RulePolicy => policy.rules[rule] ?? unlisted;
