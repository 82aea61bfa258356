import type { Resource } from "./graph.ts";

const nodes: ReadonlySet<string> = new Set(["project", "folder", "organization"]);

/** Is it a project, a folder or an organization: something whose policy reaches all that is below? */
export const isHierarchyNode = ({ type }: Resource): boolean => nodes.has(type);

/** Is it above projects? */
export const isAboveProjects = ({ type }: Resource): boolean => type === "folder" || type === "organization";
