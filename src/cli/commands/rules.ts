import { policyOf } from "../../model/policy.ts";
import type { Command } from "../command.ts";
import { rules as everyRule, shippedPolicy } from "../rule-set.ts";
import { todayOf } from "../today.ts";

export const rules: Command = {
  name: "rules",
  usage: "",
  summary: "List every rule with its level",
  flags: { format: { value: "FMT", choices: ["pretty", "json"], help: "pretty (default) or json" } },
  run: async (args, streams) => {
    const policy = shippedPolicy(todayOf(streams));
    const rows = everyRule.map(({ meta }) => Object.assign({}, meta, policyOf(policy, meta.id)));
    if (args.one("format") === "json") {
      streams.out(`${JSON.stringify({ schemaVersion: 1, rules: rows }, undefined, 2)}\n`);
      return 0;
    }
    const width = Math.max(...rows.map(({ id }) => id.length)) + 2;
    for (const { id, level, summary } of rows) streams.out(`${id.padEnd(width)}${level.padEnd(9)}${summary}\n`);
    return 0;
  },
};
