import { type Escalation, escalationsOf } from "../graph/escalations.ts";
import { memberShown } from "../graph/member-shown.ts";
import type { Rule } from "../model/rule.ts";

export const escalationPath: Rule = {
  meta: {
    id: "escalation-path",
    summary: "Somebody can reach control of a project through others",
    why: "No single grant of it looks dangerous: together they let the first principal become the last one, which rules the project.",
    fix: "Cut the cheapest link: grant the right to act as, or mint tokens of, the one account that is needed, or take the role of power from the account in the middle.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts",
      "https://github.com/RhinoSecurityLabs/GCP-IAM-Privilege-Escalation",
    ],
  },

  *check(graph) {
    for (const escalation of escalationsOf(graph)) {
      const { from, target, power, path, conditional, confidence } = escalation;
      const start = path.find(({ at }) => at !== undefined)?.at;
      if (start === undefined || path.length < 2) continue;
      yield {
        message: messageOf(escalation),
        at: start,
        path,
        certainty: conditional || confidence !== "high" ? "likely" : "proven",
        subject: [from.key, target.key, power.level, power.resource.key],
      };
    }
  },
};

const powers: Readonly<Record<Escalation["power"]["level"], string>> = {
  editor: "is Editor of",
  owner: "is Owner of",
  policy: "sets the policy of",
};

const messageOf = ({ from, target, power, path }: Escalation): string =>
  `${memberShown(from)} can become ${memberShown(target)}, which ${powers[power.level]} ${power.resource.shown}, in ${path.length} steps.`;
