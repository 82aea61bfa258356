/** The basic roles and their previewed successors: the only predefined roles whose names Google gives a meaning of their own. */
export const ownerRoles: ReadonlySet<string> = new Set(["roles/owner", "roles/admin"]);
export const editorRoles: ReadonlySet<string> = new Set(["roles/editor", "roles/writer"]);
export const viewerRoles: ReadonlySet<string> = new Set(["roles/viewer", "roles/reader"]);
export const basicRoles: ReadonlySet<string> = new Set([...ownerRoles, ...editorRoles, ...viewerRoles]);
