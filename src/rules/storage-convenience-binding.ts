import { editorRoles, viewerRoles } from "../gcp/basic-roles.ts";
import type { Binding, Graph } from "../model/graph.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { show } from "../model/value.ts";

export const storageConvenienceBinding: Rule = {
  meta: {
    id: "storage-convenience-binding",
    summary: "Whoever is Editor or Viewer of the project reads the data",
    why: "Basic roles hold no access to objects and tables. projectEditor: and projectViewer: give it to all who have them, without anybody's name in the policy of the bucket or data set.",
    fix: "Remove the convenience members, name who needs the data, and enable uniform bucket-level access.",
    references: [
      "https://cloud.google.com/storage/docs/access-control/iam#convenience-values",
      "https://cloud.google.com/bigquery/docs/access-control-basic-roles",
    ],
  },

  *check(graph) {
    const grants = standingGrants(graph);
    for (const binding of grants) {
      const roles = rolesOf[binding.principal.type];
      if (roles === undefined || !data.has(binding.resource.type)) continue;
      const holder = grants.find((grant) => isHolder(grant, roles, binding, graph));
      if (holder === undefined) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown}, and with it ${show(holder.grant.principal)}, who holds ${holder.role.shown}.`,
        at: grant.principal.span,
        related: [{ span: holder.grant.role.span, message: "The basic role is granted here." }],
        certainty: certainty === "proven" ? holder.certainty : certainty,
        subject: [principal.key, role.name ?? role.shown, resource.key],
      };
    }
  },
};

const data: ReadonlySet<string> = new Set(["storage-bucket", "bigquery-dataset"]);

const rolesOf: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
  "project-editors": editorRoles,
  "project-viewers": viewerRoles,
};

/** Somebody with the basic role on the project that is meant: the one of the member, else that of the resource. */
function isHolder({ role, resource }: Binding, roles: ReadonlySet<string>, binding: Binding, graph: Graph): boolean {
  if (role.name === undefined || !roles.has(role.name) || resource.type !== "project") return false;
  const { id } = binding.principal;
  const project =
    id === ""
      ? binding.resource.project
      : graph.resource({ type: "project", name: { kind: "known", text: id, span: binding.grant.principal.span } });
  return project?.key === resource.key;
}
