import type { Report } from "../../model/report.ts";

/** The page of a rule, once the project has a home. */
export function docsLink({ homepage }: Report["tool"], rule: string): string | undefined {
  if (homepage === undefined) return undefined;
  const home = homepage.replace(/[#?].*$/, "").replace(/\/+$/, "");
  return home.startsWith("https://github.com/") ? `${home}/blob/main/docs/rules/${rule}.md` : `${home}/rules/${rule}`;
}
