import { type FactTables, type Table, compactJson } from "./table.ts";

/** `pulumi-types.json`: Pulumi's classes (`projects.IAMMember`) as Terraform's types (`project_iam_member`). */
export const pulumiTypes: Table = {
  file: "pulumi-types.json",
  build: (facts) => compactJson(typesByClass(facts)),
};

interface Pulumi {
  readonly pulumi: Readonly<Record<string, { readonly class: string; readonly oldClasses?: readonly string[] }>>;
}

/** One line a module, so that the file stays small: module → class → type. */
function typesByClass(facts: FactTables): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { pulumi } = facts.json("pulumi-iam-resources.json") as Pulumi;
  const modules: Record<string, Record<string, string>> = {};
  for (const [terraform, { class: name, oldClasses = [] }] of Object.entries(pulumi)) {
    for (const spelling of [name, ...oldClasses]) {
      const [, module = "", type = ""] = spelling.split(".");
      (modules[module] ??= {})[type] = terraform.slice("google_".length);
    }
  }
  return Object.fromEntries(Object.entries(modules).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
