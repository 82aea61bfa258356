import { type FactTables, type Table, compactJson } from "./table.ts";
import { resourceTypesOf } from "./resource-types.ts";
import { definitions, operations, standIns } from "./terraform-curated.ts";

/** `terraform.json`: what Terraform's Google resources say about access, by type without `google_`. */
export const terraform: Table = {
  file: "terraform.json",
  build: (facts) =>
    compactJson({
      iam: iamOf(facts),
      workloads: workloadsOf(facts),
      definitions,
      operations,
    }),
};

interface Base {
  readonly target: readonly { readonly attr: string }[];
  readonly resourceName: string;
}

interface WorkloadRow {
  readonly path: string;
  readonly purpose: string;
  readonly form: string;
  readonly default: string;
  readonly ifBlockAbsent?: string;
}

/** Which attributes of `google_BASE_iam_*` name the target. */
function iamOf(facts: FactTables): Record<string, unknown> {
  const { bases } = facts.json("terraform-iam-resources.json") as { bases: Record<string, Base> };
  const { twins, types } = resourceTypesOf(facts);
  return Object.fromEntries(
    Object.entries(bases).map(([terraformBase, base]) => {
      const name = terraformBase.replace(/^google_/, "");
      const type = twins[name] ?? name.replaceAll("_", "-");
      const attributes = base.target.map(({ attr }) => attr);
      const inPath = placeholdersOf(base.resourceName).filter((attr) => attributes.includes(attr));
      const below = inPath.filter((attr) => !outside.has(attr));
      return [
        name,
        compact({
          type,
          name: name === "project" ? "project" : below.at(-1),
          project: (attributes.includes("project") && name !== "project") || undefined,
          location: attributes.find((attr) => places.has(attr)),
          within: withinOf(type, attributes, types),
        }),
      ];
    }),
  );
}

const places: ReadonlySet<string> = new Set(["location", "region", "zone"]);
const outside: ReadonlySet<string> = new Set(["project", "parent", ...places]);

type Types = ReturnType<typeof resourceTypesOf>["types"];

/** The attributes that name the resources around the target, innermost first, each with its type. */
function withinOf(type: string, attributes: readonly string[], types: Types): readonly (readonly [string, string])[] {
  const around: [string, string][] = [];
  const segments = types[type]?.path.split("/") ?? [];
  for (let inner = types[type]?.parent; inner !== undefined; inner = types[inner]?.parent) {
    const attribute = placeholdersOf(segments.at(-1 - 2 * (around.length + 1)) ?? "")[0];
    if (attribute !== undefined && attributes.includes(attribute)) around.push([attribute, inner]);
  }
  return attributes.includes("organization") ? [...around, ["organization", "organization"]] : around;
}

const placeholdersOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** Where a resource names the account that its code runs as, and who it is when nobody is named. */
function workloadsOf(facts: FactTables): Record<string, unknown> {
  const { workloads } = facts.json("terraform-iam-resources.json") as { workloads: Record<string, WorkloadRow[]> };
  return Object.fromEntries(
    Object.entries(workloads).map(([terraformType, rows]) => {
      const type = terraformType.replace(/^google_/, "");
      const standIn = standIns[type] ?? [];
      return [
        type,
        rows
          .filter(({ form }) => form !== "boolean")
          .map(({ path, purpose, form, default: fallback, ifBlockAbsent }) =>
            compact({
              path,
              purpose,
              map: form === "map" || undefined,
              default: fallback,
              absent: ifBlockAbsent ?? (path.includes(".") && !standIn.includes(path) ? "none" : undefined),
            }),
          ),
      ];
    }),
  );
}

const compact = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
