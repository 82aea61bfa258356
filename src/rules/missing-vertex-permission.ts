import { memberShown } from "../graph/member-shown.ts";
import { type Lack, cureOf, lacksOf } from "../graph/missing-needs.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Rule } from "../model/rule.ts";

export const missingVertexPermission: Rule = {
  meta: {
    id: "missing-vertex-permission",
    summary: "Somebody calls an operation without the permissions that it needs",
    why: "The call ends with a 403 such as \"IAM permission 'aiplatform.endpoints.create' denied\": after the build, after the deployment of everything else, or at night.",
    fix: "Grant the role that holds the missing permissions, or extend the custom role, on the narrowest resource that works.",
    references: [
      "https://cloud.google.com/vertex-ai/docs/general/iam-permissions",
      "https://cloud.google.com/vertex-ai/docs/general/access-control",
    ],
  },

  *check(graph) {
    for (const lack of lacksOf(graph, "permission")) {
      const { operation, needs, certainty } = lack;
      const [{ who, resource }] = needs;
      const permissions = needs.map(({ permission }) => permission);
      yield {
        message: messageOf(lack),
        at: operation.span,
        from: operation,
        certainty,
        subject: [who.key, operation.id, resource.key, ...permissions],
        related: [
          ...(operation.caller === undefined
            ? []
            : [{ span: operation.caller.span, message: `${memberShown(who)} is who calls.` }]),
          ...lack.also,
          ...refusalPlaces(lack),
        ],
        ...(needs.every(({ weight }) => weight === "poll") ? { level: "warning" } : {}),
        ...cureOf(lack),
      };
    }
  },
};

function messageOf(lack: Lack): string {
  const { operation, needs } = lack;
  const [{ who, resource, part }] = needs;
  const permissions = needs.map(({ permission }) => permission).join(", ");
  const act = part === "caller" ? `calls ${operation.id}` : `runs what ${operation.id} starts`;
  const waits = needs.every(({ weight }) => weight === "poll") ? " to wait for it" : "";
  return `${memberShown(who)} ${act} and needs ${permissions} on ${resource.shown}${waits}: ${nothingText(lack)} that.`;
}
