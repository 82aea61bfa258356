import type { Policy, Profile, RulePolicy } from "./model/policy.ts";
import type { Level, RuleOptions } from "./model/rule.ts";

/** A policy as a file says it: the shipped `rules.json`, or a user's `iam-lint.json` over it. */
export interface PolicyFile {
  readonly profile?: Profile;
  /** By rule id: a level, or a level and more. */
  readonly rules?: Readonly<Record<string, Level | "off" | Partial<RulePolicy>>>;
  readonly options?: Partial<Omit<RuleOptions, "today">>;
}

/** What the command line changes. */
export interface PolicyFlags {
  readonly profile?: Profile;
  /** Only these rules; absent: all that the policy leaves on. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
}

/** No rule is off by default, no list has an entry. `today` is `YYYY-MM-DD`. */
export const emptyPolicy = (today: string): Policy => ({
  profile: "default",
  rules: {},
  options: {
    breakGlass: [],
    allowedDomains: [],
    knownProjects: [],
    sandboxProjects: [],
    trustedDeployers: [],
    trustedRoleAdmins: [],
    auditors: [],
    publicResources: [],
    today,
  },
});

/** The policy with a file's changes over it. A level that a user sets is the highest that the rule may reach. */
export function withPolicyFile(policy: Policy, file: PolicyFile, isShipped = false): Policy {
  const rules: Record<string, RulePolicy> = { ...policy.rules };
  for (const [id, setting] of Object.entries(file.rules ?? {})) {
    const change = typeof setting === "string" ? { level: setting } : setting;
    const before = rules[id] ?? { level: "warning" as const };
    rules[id] = { ...before, ...change, ...(isShipped || change.level === undefined ? {} : { ceiling: true }) };
  }
  return { profile: file.profile ?? policy.profile, rules, options: { ...policy.options, ...file.options } };
}

/** The policy with the flags over it, for rules of these ids. */
export function withPolicyFlags(policy: Policy, flags: PolicyFlags, ids: readonly string[]): Policy {
  const rules: Record<string, RulePolicy> = { ...policy.rules };
  for (const id of ids) {
    const isSelected = flags.select === undefined || flags.select.some((pattern) => matchesRule(pattern, id));
    const isIgnored = flags.ignore?.some((pattern) => matchesRule(pattern, id)) === true;
    if (!isSelected || isIgnored) rules[id] = { ...(rules[id] ?? { level: "warning" }), level: "off" };
  }
  return { ...policy, rules, profile: flags.profile ?? policy.profile };
}

/** A rule id, or the beginning of several: `missing-*`. */
export const matchesRule = (pattern: string, id: string): boolean =>
  pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
