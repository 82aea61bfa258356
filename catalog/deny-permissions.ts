import { type Table, compactJson } from "./table.ts";

/** `deny-permissions.json`: which permissions a deny policy can name, by host; `resource:verb,verb` each. */
export const denyPermissions: Table = {
  file: "deny-permissions.json",
  build: (facts) => {
    const source = facts.json("deny-permissions.json") as Source;
    return compactJson({
      prefixes: source.fqdnToV1Prefix,
      permissions: Object.fromEntries(
        Object.entries(source.permissions).map(([host, resources]) => [
          host,
          Object.entries(resources)
            .map(([resource, verbs]) => `${resource}:${verbs.join(",")}`)
            .join(" "),
        ]),
      ),
    });
  },
};

interface Source {
  readonly fqdnToV1Prefix: Readonly<Record<string, string>>;
  readonly permissions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
