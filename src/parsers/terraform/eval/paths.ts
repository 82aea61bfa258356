/** Paths as sources name them: relative to the report root, forward slashes, `""` for the root itself. */
export function joinPath(folder: string, path: string): string {
  return path.startsWith("/") ? normal(path) : normal(folder === "" ? path : `${folder}/${path}`);
}

/** Without `.` and inner `..`; a leading `..` stays: it leaves the scanned roots. */
function normal(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else kept.push(segment);
  }
  return (path.startsWith("/") ? "/" : "") + kept.join("/");
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The way from one folder to another, as Terraform writes `path.module`: `.`, `../modules/vpc`, `modules/vpc`. */
export function relativePath(from: string, to: string): string {
  const start = from === "" ? [] : from.split("/");
  const goal = to === "" ? [] : to.split("/");
  let shared = 0;
  while (shared < start.length && shared < goal.length && start[shared] === goal[shared]) shared++;
  const path = [...start.slice(shared).map(() => ".."), ...goal.slice(shared)].join("/");
  return path === "" ? "." : path;
}

export const leavesRoot = (path: string): boolean => path === ".." || path.startsWith("../") || path.startsWith("/");
