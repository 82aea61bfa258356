import { type SharedIssuer, sharedIssuerOf } from "../gcp/shared-issuers.ts";
import type { PoolProvider } from "../model/fact.ts";
import type { Certainty } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { show } from "../model/value.ts";

export const wifMissingCondition: Rule = {
  meta: {
    id: "wif-missing-condition",
    summary: "A pool accepts tokens of an issuer that everybody uses",
    why: "GitHub, GitLab and their like sign tokens for whoever has an account there. Without a condition on the owner, every one of them gets into the pool, and each grant to the pool or to a name in it is a grant to strangers.",
    fix: "Set an attribute condition on an identifier that never changes hands, such as assertion.repository_owner_id == '12345'; a name can be given up and taken by somebody else.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
      "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions",
    ],
  },

  *check(graph) {
    for (const provider of graph.facts("pool-provider")) {
      const issuer = provider.issuer?.kind === "known" ? sharedIssuerOf(provider.issuer.text) : undefined;
      const fault = issuer === undefined || provider.type !== "workload" ? undefined : faultOf(provider, issuer);
      if (issuer === undefined || fault === undefined) continue;
      yield {
        message: `Provider ${show(provider.name)} trusts ${issuer.name} ${fault.text}.`,
        at: fault.at,
        from: provider,
        certainty: provider.conditional && fault.certainty === "proven" ? "likely" : fault.certainty,
        subject: [show(provider.pool), show(provider.name), "condition"],
        ...(fault.severity === undefined ? {} : { severity: fault.severity, level: "warning" }),
      };
    }
  },
};

interface Fault {
  readonly text: string;
  readonly at: Span;
  readonly certainty: Certainty;
  readonly severity?: number;
}

function faultOf({ condition, issuer, span }: PoolProvider, { fixed, named }: SharedIssuer): Fault | undefined {
  // An issuer that a variable brings stands elsewhere; the condition is missing here.
  const isHere = issuer !== undefined && issuer.span.path === span.path && issuer.span.start >= span.start;
  const at = isHere ? issuer.span : span;
  const text = condition === undefined ? "" : show(condition).trim();
  if (text === "" || text === "true") {
    return { text: "without an attribute condition: any of its users can sign in", at, certainty: "proven" };
  }
  const place = condition?.span ?? at;
  if (mentions(text, fixed)) return undefined;
  if (mentions(text, named)) {
    return {
      text: "by a name that can change hands, not by an identifier",
      at: place,
      certainty: "proven",
      severity: 5,
    };
  }
  const certainty = condition?.kind === "unknown" ? "unknown" : "proven";
  return { text: "with a condition that does not test whose the token is", at: place, certainty };
}

/** `assertion.repository_owner_id`, `attribute.repository_owner_id`, `google.subject` for `sub`. */
const mentions = (condition: string, claims: readonly string[]): boolean =>
  claims.some((claim) => {
    const name = claim.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const isSubject = claim === "sub" && /\bgoogle\.subject\b/.test(condition);
    return isSubject || new RegExp(String.raw`(?:\b(?:assertion|attribute)\.|\[['"])${name}\b`).test(condition);
  });
