import { basicRoles, editorRoles, viewerRoles } from "../gcp/basic-roles.ts";
import type { Binding, Graph } from "../model/graph.ts";
import { grouped } from "../model/grouped.ts";
import type { Rule } from "../model/rule.ts";
import { standingGrants } from "../model/standing-grants.ts";
import { known, show } from "../model/value.ts";

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
    const basic = grouped(grants, ({ role, resource }) =>
      role.name !== undefined && resource.type === "project" && basicRoles.has(role.name) ? resource.key : undefined,
    );
    for (const binding of grants) {
      const roles = rolesOf[binding.principal.type];
      if (roles === undefined || !data.has(binding.resource.type)) continue;
      const holder = basic.get(projectMeant(binding, graph) ?? "")?.find(({ role }) => roles.has(role.name ?? ""));
      if (holder === undefined) continue;
      const { principal, role, resource, grant, certainty } = binding;
      yield {
        message: `${show(grant.principal)} holds ${role.shown} on ${resource.shown}, and with it ${show(holder.grant.principal)}, who holds ${holder.role.shown}.`,
        at: grant.principal.span,
        from: grant,
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

/** The project of the member, else that of the resource. */
function projectMeant({ principal, resource, grant }: Binding, graph: Graph): string | undefined {
  if (principal.id === "") return resource.project?.key;
  return graph.resource({ type: "project", name: known(principal.id, grant.principal.span) }).key;
}
