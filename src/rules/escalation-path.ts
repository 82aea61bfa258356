import { type Escalation, escalationsOf } from "../graph/escalations.ts";
import { memberShown } from "../graph/member-shown.ts";
import { type SelfEdit, selfEditsOf } from "../graph/self-edits.ts";
import type { Grant } from "../model/fact.ts";
import type { Certainty, Graph, Step } from "../model/graph.ts";
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
      const { from, target, power, path } = escalation;
      const first = path.find(({ at }) => at !== undefined);
      if (first?.at === undefined || path.length < 2) continue;
      const grant = grantAt(first, graph);
      yield {
        message: messageOf(escalation),
        at: first.at,
        ...(grant === undefined ? {} : { from: grant }),
        path,
        certainty: certaintyOf(escalation),
        subject: [from.key, target.key, power.level, power.resource.key],
      };
    }
    for (const edit of selfEditsOf(graph)) {
      const { principal, kind, node, binding, steps } = edit;
      yield {
        message: edits[kind](edit),
        at: binding.grant.role.span,
        from: binding.grant,
        path: steps,
        certainty: certaintyOf(edit),
        subject: [principal.key, principal.key, kind, node.key],
      };
    }
  },
};

/** The grant that a step tells of. */
const grantAt = ({ principal, at }: Step, graph: Graph): Grant | undefined =>
  graph.bindingsOf(principal).find(({ grant: { span } }) => span.path === at?.path && span.start === at.start)?.grant;

/** What is a mere reading of the API is for those who want to know everything. */
function certaintyOf({ conditional, confidence }: Pick<Escalation, "conditional" | "confidence">): Certainty {
  if (confidence === "low") return "unknown";
  return conditional || confidence === "medium" ? "likely" : "proven";
}

const powers: Readonly<Record<Escalation["power"]["level"], string>> = {
  guardrail: "can lift what limits access to",
  editor: "is Editor of",
  role: "can widen its own role on",
  owner: "is Owner of",
  policy: "sets the policy of",
};

function messageOf({ from, target, power, path, conditional }: Escalation): string {
  const steps = `in ${path.length} steps${conditional ? ", some of them under conditions" : ""}`;
  return `${memberShown(from)} can become ${memberShown(target)}, which ${power.assumed ? "may be Editor of" : powers[power.level]} ${power.resource.shown}, ${steps}.`;
}

const edits: Readonly<Record<SelfEdit["kind"], (edit: SelfEdit) => string>> = {
  role: ({ principal, binding, node }) =>
    `${memberShown(principal)} can add any permission to ${binding.role.shown}, which it holds on ${node.shown}.`,
  tag: ({ principal, binding, node }) =>
    `${memberShown(principal)} can attach to ${node.shown} the tag that the condition of its own ${binding.role.shown} looks for.`,
  move: ({ principal, binding, node }) =>
    `${memberShown(principal)} can move ${node.shown} out from under the deny policy that refuses what ${binding.role.shown} gives it there.`,
};
