import type { Rule } from "../model/rule.ts";
import { isTestCode, scannedFolder } from "../model/scanned-folder.ts";
import { show } from "../model/value.ts";

export const keyRotation: Rule = {
  meta: {
    id: "key-rotation",
    summary: "A service-account key is not replaced within 90 days",
    why: "A key of infrastructure as code lives as long as its resource: for years, in every state file and backup.",
    fix: "Best, do without the key. Else tie it to a time_rotating resource of at most 90 days with keepers.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_service_account_key",
    ],
  },

  *check(graph) {
    const root = scannedFolder(graph);
    for (const made of graph.facts("key")) {
      const { form, account, rotationDays, dialect, span, conditional } = made;
      const isResource = dialect !== "shell" && form === "service-account-key";
      if (!isResource || rotationDays === "unknown" || (rotationDays !== undefined && rotationDays <= longest))
        continue;
      const key = `the key of ${account === undefined ? "a service account" : show(account)}`;
      yield {
        message:
          rotationDays === undefined
            ? `Nothing that can be read here ever replaces ${key}.`
            : `Only every ${rotationDays} days is ${key} replaced.`,
        at: span,
        from: made,
        certainty: conditional ? "likely" : "proven",
        subject: [account === undefined ? "" : graph.account(account).principal.key, "rotation"],
        ...(isTestCode(span.path, root) ? { level: "note" } : {}),
      };
    }
  },
};

/** CIS 1.7, and Google's own guidance. */
const longest = 90;
