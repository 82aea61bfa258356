import { labelOf, resourceOfFullName, resourceTypeNamed } from "../gcp/resource-types.ts";
import type { Resource } from "../model/graph.ts";
import { shownText } from "./naming.ts";

/** The text that names a project, with its gaps. */
export const projectText = (project: Resource): string | undefined =>
  project.type === "project" ? project.key.slice("project:".length) : project.project && projectText(project.project);

/** The address in `projects/p/serviceAccounts/E`, `serviceAccount:E`, `principal://…/serviceAccounts/E`, or alone. */
export const bareAccount = (written: string): string => {
  const at = written.lastIndexOf("/serviceAccounts/");
  const address = at >= 0 ? written.slice(at + "/serviceAccounts/".length) : written;
  return address.startsWith("serviceAccount:") ? address.slice("serviceAccount:".length) : address;
};

export const nodePrefixes: Readonly<Record<string, string>> = {
  project: "projects/",
  folder: "folders/",
  organization: "organizations/",
};

/** A node of the hierarchy by its name as written; a collection in the name says more than the place it stands in. */
export function bareNode(type: string, written: string): { readonly type: string; readonly name: string } {
  const local = written.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, "");
  for (const [kind, prefix] of Object.entries(nodePrefixes)) {
    if (local.startsWith(prefix)) return { type: kind, name: local.slice(prefix.length) };
  }
  return { type, name: local };
}

export const bareName = (type: string, written: string): string =>
  type === "storage-bucket" ? written.replace(/^(?:gs:\/\/|b\/)/, "").replace(/\/$/, "") : written;

/** What a full or relative resource name says; a bare name says nothing. */
export function fullyNamed(type: string, written: string): ReturnType<typeof resourceOfFullName> {
  if (!written.includes("/") || written.startsWith("gs://")) return undefined;
  const service = resourceTypeNamed(type)?.service ?? "";
  return resourceOfFullName(written.startsWith("//") ? written : `//${service}/${written}`);
}

/** Types whose names are unique in the world. */
export const worldwide: ReadonlySet<string> = new Set(["storage-bucket"]);

export const isRegional = (type: string): boolean =>
  /\{(?:location|region|zone)\}/.test(resourceTypeNamed(type)?.path ?? "");

/** Buckets are named worldwide; billing accounts and access policies belong to no project. */
export const isInProject = (type: string): boolean =>
  !worldwide.has(type) && resourceTypeNamed(type)?.path.startsWith("projects/") !== false;

export const shownResource = (type: string, name: string): string =>
  type === "unknown" ? "a resource that is not named" : `${labelOf(type)} '${shownText(name)}'`;
