import { editorRoles, ownerRoles } from "../gcp/basic-roles.ts";
import type { Binding, Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { pathOf } from "./coverage.ts";

/** What makes an account worth reaching: a basic role, or the right to change a policy of the hierarchy. */
export interface Power {
  readonly level: "editor" | "owner" | "policy";
  readonly resource: Resource;
}

export interface Held extends Power {
  readonly binding: Binding;
}

const setPolicy: Readonly<Record<string, string>> = {
  project: "resourcemanager.projects.setIamPolicy",
  folder: "resourcemanager.folders.setIamPolicy",
  organization: "resourcemanager.organizations.setIamPolicy",
};

export const powerPermission = ({ level, resource }: Power): string =>
  level === "editor" ? "iam.serviceAccounts.actAs" : (setPolicy[resource.type] ?? "");

/** Everybody's powers over projects, folders and the organization. */
export function powersIn(graph: Graph): ReadonlyMap<string, { readonly principal: Principal; readonly held: Held[] }> {
  const powers = new Map<string, { readonly principal: Principal; readonly held: Held[] }>();
  for (const binding of graph.bindings) {
    const level = levelOf(binding);
    if (level === undefined || binding.grant.eligible === true) continue;
    const { principal, resource } = binding;
    const own = powers.get(principal.key) ?? { principal, held: [] };
    own.held.push({ level, resource, binding });
    powers.set(principal.key, own);
  }
  return powers;
}

function levelOf({ role, resource }: Binding): Power["level"] | undefined {
  const permission = setPolicy[resource.type];
  if (permission === undefined || role.kind === "retired") return undefined;
  if (role.name !== undefined && ownerRoles.has(role.name)) return "owner";
  if (role.name !== undefined && editorRoles.has(role.name)) return "editor";
  // A role on a folder that may change projects' policies owns the projects.
  const held = role.permissions?.has(permission) === true || role.permissions?.has(setPolicy["project"] ?? "") === true;
  return held ? "policy" : undefined;
}

const levels: readonly Power["level"][] = ["editor", "owner", "policy"];

/** Whoever owns a node or may change its policy has all of what is below it. */
export const covers = (mine: Power, other: Power): boolean =>
  (mine.level !== "editor" || other.level === "editor") &&
  pathOf(other.resource).some(({ key }) => key === mine.resource.key);

/** Through a group, or a role that says otherwise what it gives. */
export function holds(principal: Principal, { level, resource }: Power, graph: Graph): boolean {
  const held = graph.permissionsOf(principal, resource);
  const wanted = level === "editor" ? editorSigns : [setPolicy[resource.type] ?? ""];
  return wanted.every(held.has);
}

/** What no other role of a project has together. */
const editorSigns = ["iam.serviceAccountKeys.create", "compute.instances.create", "storage.buckets.create"];

const heights = ["project", "folder", "organization"];

export function strongest(powers: readonly Held[]): Held | undefined {
  const rank = ({ level, resource }: Held): number =>
    heights.indexOf(resource.type) * levels.length + levels.indexOf(level);
  return powers.toSorted((a, b) => rank(b) - rank(a))[0];
}
