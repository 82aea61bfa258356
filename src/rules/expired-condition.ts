import { endOf } from "../graph/expiry.ts";
import type { Rule } from "../model/rule.ts";
import { lastingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const expiredCondition: Rule = {
  meta: {
    id: "expired-condition",
    summary: "A temporary grant is over, never ends, or can't be read",
    why: "A grant that is over grants nothing and looks as if it did; one whose comparison is turned around, or which an `||` keeps alive, was meant to end and does not.",
    fix: 'Remove or renew what is over. Write request.time < timestamp("2027-01-01T00:00:00Z"), joined to the rest by &&.',
    references: [
      "https://cloud.google.com/iam/docs/configuring-temporary-access",
      "https://cloud.google.com/iam/docs/conditions-attribute-reference#date-time",
    ],
  },
  byItself: true,

  *check(graph, { today }) {
    for (const { principal, role, resource, grant, certainty } of lastingGrants(graph)) {
      const expression = grant.condition?.expression;
      if (expression?.kind !== "known" || !expression.text.includes("request.time")) continue;
      const fault = faultOf(expression.text, today);
      if (fault === undefined) continue;
      yield {
        message: `The condition on ${role.shown} for ${show(grant.principal)} ${fault}.`,
        at: firstLine(expression.span, expression.text),
        from: grant,
        certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key, expression.text],
      };
    }
  },
};

function faultOf(text: string, today: string): string | undefined {
  const end = endOf(text, today);
  if (end === undefined) return undefined;
  const unreadable = [...text.matchAll(/timestamp\(\s*["']([^"']*)["']\s*\)/g)].find(([, time = ""]) => !isTime(time));
  if (unreadable !== undefined) return `holds a time that is none: ${unreadable[1]}`;
  if (end === "endless") return "never ends: it still holds in the distant future";
  return end === "over" ? `is over: it holds at no time from ${today} on` : undefined;
}

const isTime = (time: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(time) && !Number.isNaN(Date.parse(time));

/** An expression of several lines is shown by its first. */
const firstLine = (
  span: { readonly path: string; readonly start: number; readonly end: number },
  text: string,
): typeof span => (text.includes("\n") ? { ...span, end: Math.min(span.end, span.start + text.indexOf("\n")) } : span);
