import type { Fact } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { Naming } from "./naming.ts";
import type { Resources } from "./resources.ts";

/** Which constraints of the organization policy hold where. */
export interface Constraints {
  /** What the nearest policy says of any of these; `undefined`: nothing that was read says. */
  readonly enforced: (names: readonly string[], path: readonly Resource[]) => boolean | undefined;
}

/** Boolean constraints by the node that they are set on; a lower node overrides a higher one. */
export function createConstraints(facts: readonly Fact[], resources: Resources, { textOf }: Naming): Constraints {
  const byNode = new Map<string, boolean>();
  for (const fact of facts) {
    if (fact.kind !== "org-policy" || fact.enforced === undefined) continue;
    const name = textOf(fact.constraint).replace(/^constraints\//, "");
    byNode.set(`${resources.resource(fact.resource).key} ${name}`, fact.enforced);
  }
  return {
    enforced: (names, path) => {
      for (const { key } of path) {
        const told = names.flatMap((name) => byNode.get(`${key} ${name}`) ?? []);
        if (told.length > 0) return told.includes(true);
      }
      return undefined;
    },
  };
}

export const noDefaultGrants: readonly string[] = [
  "iam.automaticIamGrantsForDefaultServiceAccounts",
  "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts",
];

export const noKeys: readonly string[] = [
  "iam.disableServiceAccountKeyCreation",
  "iam.managed.disableServiceAccountKeyCreation",
];

/** In force wherever nobody has switched it off, project by project. */
export const noForeignAccounts: readonly string[] = ["iam.disableCrossProjectServiceAccountUsage"];
