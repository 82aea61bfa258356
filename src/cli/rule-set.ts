import shipped from "../../rules.json" with { type: "json" };
import type { Policy, Profile } from "../model/policy.ts";
import type { Rule } from "../model/rule.ts";
import { emptyPolicy, matchesRule, type PolicyFile, withPolicyFile, withPolicyFlags } from "../policy.ts";
import * as everyRule from "../rules/index.ts";
import { ignoreRules } from "../suppress.ts";
import type { Arguments } from "./arguments.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** Every rule, by id in order. */
export const rules: readonly Rule[] = Object.values(everyRule).toSorted((a, b) => (a.meta.id < b.meta.id ? -1 : 1));

/** All ids that a policy or a flag may name: rules, and the ones that judge ignores. */
export const ruleIds: readonly string[] = [...rules.map(({ meta }) => meta.id), ...ignoreRules.map(({ id }) => id)];

export const shippedPolicy = (today: string): Policy =>
  withPolicyFile(emptyPolicy(today), shipped as unknown as PolicyFile, true);

/** The shipped policy, the user's over it, the flags `--select`, `--ignore` and `--profile` over both. */
export function policyInForce(args: Arguments, config: PolicyFile, today: string): Policy {
  for (const id of Object.keys(config.rules ?? {})) refuseUnknown(id, "the configuration");
  const profile = args.one("profile") as Profile | undefined;
  const select = listOf(args, "select");
  const flags = {
    ...(select.length === 0 ? {} : { select }),
    ignore: listOf(args, "ignore"),
    ...(profile === undefined ? {} : { profile }),
  };
  return withPolicyFlags(withPolicyFile(shippedPolicy(today), config), flags, ruleIds);
}

/** The values of a repeatable flag that also takes commas. */
function listOf(args: Arguments, flag: string): readonly string[] {
  const patterns = args.all(flag).flatMap((value) => value.split(","));
  for (const pattern of patterns) refuseUnknown(pattern, `--${flag}`);
  return patterns;
}

function refuseUnknown(pattern: string, where: string): void {
  if (ruleIds.some((id) => matchesRule(pattern, id))) return;
  const near = nearest(pattern, ruleIds);
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  throw new UsageError(`${where} names an unknown rule '${pattern}'.${hint}`, "'iam-lint rules' lists them.");
}

/** The rule of an id. Throws `UsageError` where there is none. */
export function ruleNamed(id: string): Rule["meta"] {
  const meta = rules.find((rule) => rule.meta.id === id)?.meta ?? ignoreRules.find((one) => one.id === id);
  if (meta !== undefined) return meta;
  refuseUnknown(id, "the command");
  throw new UsageError(`'${id}' names several rules.`, "'iam-lint rules' lists them.");
}
