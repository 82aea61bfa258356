import { policyOf } from "../../model/policy.ts";
import type { Command } from "../command.ts";
import { ruleNamed, shippedPolicy } from "../rule-set.ts";
import { todayOf } from "../today.ts";
import { UsageError } from "../usage-error.ts";

export const explain: Command = {
  name: "explain",
  usage: "RULE",
  summary: "Say what a rule means, why it matters and how to cure a finding",
  flags: {},
  run: async (args, streams) => {
    const [id, ...rest] = args.positionals;
    if (id === undefined || rest.length > 0) {
      throw new UsageError("explain takes one rule.", "'iam-lint rules' lists them.");
    }
    const meta = ruleNamed(id);
    const { level, securitySeverity, controls = {} } = policyOf(shippedPolicy(todayOf(streams)), id);
    const severity = securitySeverity === undefined ? "" : `, security severity ${securitySeverity}`;
    const serves = Object.entries(controls).map(([framework, list]) => `  ${framework}: ${list.join(", ")}\n`);
    streams.out(`${meta.id} (${level}${severity})\n${meta.summary}.\n\nWhy:  ${meta.why}\nFix:  ${meta.fix}\n`);
    if (serves.length > 0) streams.out(`\nControls:\n${serves.join("")}`);
    if (meta.references.length > 0)
      streams.out(`\nReferences:\n${meta.references.map((url) => `  ${url}\n`).join("")}`);
    streams.out(
      `\nIgnore one finding, with a reason, on the line before it:\n  # iam-lint-ignore ${meta.id}: REASON\n`,
    );
    return 0;
  },
};
