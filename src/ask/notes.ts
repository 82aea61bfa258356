import { catalogDate, nearestPermission, permissionExists } from "../gcp/role-table.ts";
import { nearestOf } from "../gcp/nearest-name.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { callerOf } from "../graph/needs.ts";
import { canonicalPermission } from "../graph/roles.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";

/** What of a question may be a slip: the answer to it says little. */
export interface Note {
  readonly about: "principal" | "permission" | "resource";
  /** It can name nothing at all; otherwise it is only that nothing that was read names it. */
  readonly mistaken: boolean;
  readonly text: string;
}

export interface Asked {
  readonly principal?: { readonly written: string; readonly found: Principal };
  readonly permission?: string;
  readonly resource?: { readonly written: string; readonly found: Resource };
}

/** In the order of the question. */
export const notesOn = (graph: Graph, { principal, permission, resource }: Asked): readonly Note[] => [
  ...(principal === undefined ? [] : principalNote(graph, principal.written, principal.found)),
  ...(permission === undefined ? [] : permissionNote(graph, permission)),
  ...(resource === undefined ? [] : resourceNote(graph, resource.found)),
];

function principalNote(graph: Graph, written: string, found: Principal): readonly Note[] {
  if (found.type === "malformed") {
    const text = `'${written}' is no principal: write a member (serviceAccount:…, user:…, group:…, principal://…), an e-mail, or, where no e-mail can be known, what the code calls it (google_service_account.ci).`;
    return [{ about: "principal", mistaken: true, text }];
  }
  if (graph.bindingsOf(found).length > 0 || graph.accountDefinition(found) !== undefined) return [];
  const callers = graph.operations.flatMap((operation) => callerOf(operation, graph) ?? []);
  const accounts = graph.facts("service-account").map(({ email }) => graph.account(email).principal);
  const all = new Map([...callers, ...accounts, ...graph.principals()].map((one) => [one.key, showPrincipal(one)]));
  if (all.has(found.key)) return [];
  return [unmentioned("principal", showPrincipal(found), nearestOf(showPrincipal(found), [...all.values()]))];
}

function permissionNote(graph: Graph, written: string): readonly Note[] {
  const permission = canonicalPermission(written);
  if (permissionExists(permission)) return [];
  const isInRole = graph.facts("role").some((role) => graph.role(role.name).permissions?.has(permission) === true);
  if (isInRole) return [];
  const text = `${written} is not among the permissions of ${catalogDate()}${meant(nearestPermission(permission))}`;
  return [{ about: "permission", mistaken: !/^[a-z][\w-]*(?:\.[\w.]+\/\w+)?\.\w+\.[\w.]+$/.test(written), text }];
}

function resourceNote(graph: Graph, found: Resource): readonly Note[] {
  if (graph.bindingsOn(found).length > 0 || graph.coverageOf(found).partial) return [];
  const projects = graph.operations.flatMap(({ project }) =>
    project === undefined ? [] : graph.resource({ type: "project", name: project }),
  );
  const all = [...graph.resources(), ...projects];
  if (all.some(({ key, project }) => key === found.key || project?.key === found.key)) return [];
  const names = new Set(all.flatMap(({ type, name }) => (type === found.type && name !== undefined ? [name] : [])));
  return [unmentioned("resource", found.shown, nearestOf(found.name ?? "", [...names]))];
}

const unmentioned = (about: Note["about"], shown: string, near: string | undefined): Note => ({
  about,
  mistaken: false,
  text: `Nothing that was read names ${shown}${meant(near)}`,
});

const meant = (near: string | undefined): string => (near === undefined ? "." : `; did you mean ${near}?`);
