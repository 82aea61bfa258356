import type { Fact } from "../../../model/fact.ts";
import type { Parsed, Parser, Workspace } from "../../../model/parser.ts";
import type { Problem, Source } from "../../../model/source.ts";
import { factsOf } from "../facts/index.ts";
import { instancesIn } from "./plan-instances.ts";
import { isPlanName, mayBePlan } from "./recognise.ts";
import { isNestedTooDeeply, readJson } from "./read-json.ts";
import { sourceTreeOf } from "./source-places.ts";

/** Plans and states: `terraform show -json`, and state files as Terraform keeps them. */
export const terraformPlan: Parser = {
  name: "terraform-plan",
  accepts: isPlanName,
  glance: mayBePlan,
  parse: (sources, workspace) => {
    const facts: Fact[] = [];
    const problems: Problem[] = [];
    for (const source of sources) {
      const parsed = parseOne(source, workspace);
      for (const fact of parsed.facts) facts.push(fact);
      problems.push(...parsed.problems);
    }
    return { facts, problems, embedded: [] };
  },
};

const none: Parsed = { facts: [], problems: [], embedded: [] };

function parseOne(source: Source, workspace: Workspace): Parsed {
  if (isNestedTooDeeply(source.text)) return { ...none, problems: [problemAt(source, 0, "it is nested too deeply")] };
  const { tree, brokenAt } = readJson(source.text);
  if (tree?.type !== "object") return none;
  const problems = brokenAt === undefined ? [] : [problemAt(source, brokenAt, "it is not valid JSON")];
  const plan = instancesIn(tree, source);
  const places = sourceTreeOf(plan, source, workspace);
  const { facts } = factsOf({
    dir: source.path.slice(0, Math.max(source.path.lastIndexOf("/"), 0)),
    instances: plan.instances.map(places),
    remoteCalls: [],
    providers: [],
    backends: [],
    outputs: new Map(),
    problems: [],
  });
  return { facts, problems, embedded: [] };
}

const problemAt = (source: Source, at: number, why: string): Problem => ({
  message: `The plan can't be read to the end: ${why}`,
  at: { path: source.path, start: at, end: at + 1 },
  kind: "unread",
});
