import { showPrincipal } from "../gcp/principal.ts";
import { diffAccess } from "../graph/diff.ts";
import type { Graph } from "../model/graph.ts";
import type { Locate } from "./answer.ts";

/** Access gained and lost between two revisions, as permissions on resources. */
export interface DiffReply {
  readonly schemaVersion: 1;
  readonly question: Readonly<Record<string, string>>;
  readonly changes: readonly AccessChangeReply[];
}

export interface AccessChangeReply {
  readonly principal: string;
  readonly resource: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** Roles whose permissions are not known. */
  readonly gainedRoles: readonly string[];
  readonly lostRoles: readonly string[];
  /** The grants of now that reach the resource. */
  readonly places: readonly { readonly role: string; readonly file: string; readonly line: number }[];
}

export function diff(before: Graph, after: Graph, revision: string, locate: Locate): DiffReply {
  const changes = diffAccess(before, after).map(
    ({ principal, resource, gained, lost, gainedRoles, lostRoles, bindings }): AccessChangeReply => ({
      principal: showPrincipal(principal),
      resource: resource.name ?? resource.shown,
      gained,
      lost,
      gainedRoles,
      lostRoles,
      places: bindings.map(({ role, grant }) => {
        const { path, line } = locate(grant.span);
        return { role: role.name ?? role.shown, file: path, line };
      }),
    }),
  );
  return { schemaVersion: 1, question: { since: revision }, changes };
}
