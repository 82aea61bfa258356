import type { Fact } from "./fact.ts";
import type { Graph } from "./graph.ts";

const kinds: readonly Fact["kind"][] = [
  "grant",
  "role",
  "service-account",
  "key",
  "key-reference",
  "credential",
  "workload",
  "operation",
  "resource",
  "api",
];

/**
 * The folder that holds everything that was found, with a slash, or nothing: what lies in a `test` folder below it is a
 * test of the scanned code, while a scan of a `test` folder is about just that.
 */
export function scannedFolder(graph: Graph): string {
  let prefix: string | undefined;
  for (const { span } of kinds.flatMap((kind) => graph.facts(kind))) {
    const folder = span.path.slice(0, span.path.lastIndexOf("/") + 1);
    prefix = prefix === undefined ? folder : sharedFolder(prefix, folder);
  }
  return prefix ?? "";
}

/** Does it lie in a folder of tests below the folder that was scanned? */
export const isTestCode = (path: string, scanned: string): boolean => testFolder.test(path.slice(scanned.length));

const testFolder = /(^|\/)(tests?|testdata|fixtures|__tests__)\//;

function sharedFolder(a: string, b: string): string {
  let end = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") end = at + 1;
  return a.slice(0, end);
}
