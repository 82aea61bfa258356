import { attribute } from "../datum.ts";
import { grants } from "./iam.ts";
import { possibilities } from "./reading.ts";
import type { FactsOf } from "./scope.ts";
import { targetOf } from "./target.ts";

/** Grants that the code takes away. */
export const removalFacts: Readonly<Record<string, FactsOf>> = {
  google_project_iam_member_remove: (instance) =>
    grants(instance, {
      resource: targetOf(instance, "project"),
      roles: possibilities(attribute(instance.config, "role")),
      principals: possibilities(attribute(instance.config, "member")),
      authority: "member",
      change: "remove",
    }),
};
