import type { Rule } from "../model/rule.ts";
import { show } from "../model/value.ts";

export const wifForHumans: Rule = {
  meta: {
    id: "wif-for-humans",
    summary: "A workload identity pool is used for people",
    why: "Workload identity federation is for machines. People of another identity provider sign in through workforce identity federation, with sessions, sign-out and console access of their own.",
    fix: "Move the provider to a workforce pool of the organization (google_iam_workforce_pool_provider).",
    references: ["https://cloud.google.com/iam/docs/workforce-identity-federation"],
  },

  *check(graph) {
    for (const fact of graph.facts("pool-provider")) {
      const { type, issuer, mapping, name, pool, conditional } = fact;
      if (type !== "workload" || issuer?.kind !== "known") continue;
      const provider = people.find(([form]) => form.test(issuer.text))?.[1];
      const mapped = Object.entries(mapping).find(([key, value]) => /group|email/i.test(`${key} ${show(value)}`));
      if (provider === undefined || mapped === undefined) continue;
      yield {
        message: `Provider ${show(name)} lets people of ${provider} into a pool for workloads (it maps ${mapped[0]}).`,
        at: issuer.span,
        from: fact,
        certainty: conditional ? "likely" : "proven",
        subject: [show(pool), show(name), "people"],
      };
    }
  },
};

/** Identity providers that sign people in. */
const people: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/[^/]+\.(okta|oktapreview|okta-emea)\.com(\/|$)/, "Okta"],
  [/^https:\/\/[^/]+\.onelogin\.com(\/|$)/, "OneLogin"],
  [/^https:\/\/(login\.microsoftonline\.com|sts\.windows\.net)\//, "Microsoft Entra"],
  [/^https:\/\/accounts\.google\.com\/?$/, "Google"],
];
