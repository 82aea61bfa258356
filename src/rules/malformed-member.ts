import { faultOfDenied, faultOfMember } from "../gcp/member-forms.ts";
import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import type { Value } from "../model/value.ts";

export const malformedMember: Rule = {
  meta: {
    id: "malformed-member",
    summary: "A member is written in a form that names nobody",
    why: "IAM refuses such a member when the policy is applied, or takes it for somebody who does not exist: who was meant gets no access, or the deny rule does not hold for him.",
    fix: "Write the member in the form that the kind of policy takes: user:, group:, serviceAccount:, principal:// or principalSet:// in allow policies, principal:// forms in deny policies.",
    references: ["https://cloud.google.com/iam/docs/principal-identifiers"],
  },
  byItself: true,

  *check(graph) {
    yield* allowed(graph);
    yield* denied(graph);
    yield* running(graph);
  },
};

function* allowed(graph: Graph): Iterable<Violation> {
  const seen = new Set<string>();
  for (const grant of graph.facts("grant")) {
    const { principal, change, conditional } = grant;
    if (principal.kind !== "known" || change !== "add" || isPlaceholder(principal.text) || isBlank(principal)) continue;
    const found = wasSeen(principal, seen) ? undefined : faultOfMember(principal.text);
    if (found === undefined) continue;
    const violation: Violation = { ...violationOf(principal, found.fault, found.right), from: grant };
    yield conditional ? { ...violation, certainty: "likely" } : violation;
  }
}

function* denied(graph: Graph): Iterable<Violation> {
  for (const { principals, exceptPrincipals } of graph.facts("deny")) {
    for (const principal of [...principals, ...exceptPrincipals]) {
      const found = principal.kind === "known" ? faultOfDenied(principal.text) : undefined;
      if (found !== undefined && principal.kind === "known") yield violationOf(principal, found.fault, found.right);
    }
  }
}

/** Accounts that something is to run as: whoever does not exist runs nothing. */
function* running(graph: Graph): Iterable<Violation> {
  const seen = new Set<string>();
  for (const { account, conditional } of graph.workloads) {
    if (account?.kind !== "known" || !/^[^:\s]+gserviceaccount\.com$/.test(account.text) || wasSeen(account, seen))
      continue;
    const found = faultOfMember(`serviceAccount:${account.text}`);
    if (found === undefined) continue;
    const message = `'${account.text}' is no service account: ${found.fault}.`;
    yield { message, at: account.span, subject: [account.text], ...(conditional ? { certainty: "likely" } : {}) };
  }
}

/** `$iam_principals:ci`, `automation/rw`, `${CI_ACCOUNT}`: names that some tool or reader replaces before anything is applied. */
const isPlaceholder = (member: string): boolean => /^\$|\$\{|^[a-z0-9_-]+(\/[a-z0-9_-]+)+$/.test(member);

/** `user:` and a variable that is empty until somebody fills it in: nobody wrote a member yet. */
const isBlank = ({ text, span }: Value & { readonly kind: "known" }): boolean =>
  text.endsWith(":") && span.end - span.start > text.length + 2;

/** A member of several roles stands in one place and is wrong once. */
function wasSeen({ span }: Value, seen: Set<string>): boolean {
  const place = `${span.path}:${span.start}`;
  if (seen.has(place)) return true;
  seen.add(place);
  return false;
}

const violationOf = (
  member: Value & { readonly kind: "known" },
  fault: string,
  right: string | undefined,
): Violation => ({
  message: `'${member.text}' is no valid member: ${fault}${right === undefined ? "" : `; write ${right}`}.`,
  at: member.span,
  subject: [member.text],
});
