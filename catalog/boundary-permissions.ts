import { type Table, compactJson } from "./table.ts";

/**
 * `boundary-permissions.json`: what principal access boundary policies can block, by enforcement version; patterns and
 * exceptions of each row of the page `iam/docs/pab-blocked-permissions`, in the Markdown that Google serves it as.
 */
export const boundaryPermissions: Table = {
  file: "boundary-permissions.json",
  build: (facts) => {
    const page = facts.lines("pab-blocked-permissions.md").join("\n");
    const [before = "", ...sections] = page.split(/^## Enforcement version /m);
    const standard = /default enforcement version is version `(\d+)`/.exec(before)?.[1];
    return compactJson({
      standard: Number(standard),
      ...Object.fromEntries(sections.map((section) => [/^`?(\d+)/.exec(section)?.[1] ?? "", rowsOf(section)])),
    });
  },
};

/** A row: the host, its patterns, and what is excepted from them behind a ` - `. */
const rowsOf = (section: string): readonly string[] =>
  section
    .split(/<tr class="(?:odd|even)">/)
    .slice(1)
    .map((row) => {
      const [, patterns = "", exceptions = ""] = row.split(/<td>/).slice(1);
      const host = namesIn(patterns)[0]?.split("/")[0] ?? "";
      const short = (cell: string): string =>
        namesIn(cell)
          .map((name) => withoutHost(name, host))
          .join(" ");
      return `${host} ${[short(patterns), short(exceptions)].filter(Boolean).join(" - ")}`;
    });

const namesIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/<code[^>]*>([^<]*\/[^<]*)<\/code>/g)].map(([, name = ""]) => name.replaceAll(/\s/g, ""));

function withoutHost(name: string, host: string): string {
  if (!name.startsWith(`${host}/`)) throw new Error(`${name} is not of ${host}, as the rest of its row`);
  return name.slice(host.length + 1);
}
