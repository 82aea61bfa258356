import { fabricModules } from "./modules-fabric.ts";
import { type ModuleRow, plainRows } from "./modules-rows.ts";
import { googleModules } from "./modules-google.ts";
import { type FactTables, type Table, compactJson } from "./table.ts";

/** `modules.json`: what well-known modules do with their inputs, by `namespace/name//sub`. */
export const modules: Table = {
  file: "modules.json",
  build: (facts) => {
    const rows = { ...iamModules(facts), ...googleModules, ...fabricModules };
    const missing = sourcesIn(facts).filter((source) => !(source in rows));
    if (missing.length > 0) throw new Error(`modules without a row: ${missing.join(", ")}`);
    return compactJson(rows);
  },
};

interface GoogleModule {
  readonly source: string;
  readonly resources?: Readonly<Record<string, number>>;
  readonly targets?: { readonly list: readonly string[]; readonly scalar: readonly string[] };
  readonly grants: readonly { readonly input: string; readonly value?: string; readonly authoritative?: unknown }[];
}

interface Facts {
  readonly terraformModules: readonly GoogleModule[];
  readonly fabric: { readonly modules: readonly { readonly module: string }[] };
}

const factsOf = (facts: FactTables): Facts => facts.json("modules.json") as Facts;

/** `terraform-google-modules/iam/google//modules/projects_iam`: `terraform-google-modules/iam//modules/projects_iam`. */
const keyOf = (source: string): string => source.replace("/google", "");

function sourcesIn(facts: FactTables): readonly string[] {
  const { terraformModules, fabric } = factsOf(facts);
  return [
    ...terraformModules.map(({ source }) => keyOf(source)),
    ...fabric.modules.map(({ module }) => `GoogleCloudPlatform/fabric//modules/${module}`),
  ];
}

/** The modules of terraform-google-iam have one shape: lists of targets, `bindings`, `conditional_bindings`, `mode`. */
function iamModules(facts: FactTables): Record<string, ModuleRow> {
  const plain = factsOf(facts).terraformModules.filter(
    ({ targets, grants }) => targets?.list.length === 1 && grants.length > 0,
  );
  return Object.fromEntries(plain.map((module) => [keyOf(module.source), iamModule(module)]));
}

function iamModule({ resources = {}, targets, grants }: GoogleModule): ModuleRow {
  const [resource = ""] = Object.keys(resources);
  const each = targets?.list[0] ?? "";
  const base = resource.replace(/^google_/, "").replace(/_iam_\w+$/, "");
  return {
    each,
    target: { base, name: "{each}" },
    mode: "mode",
    grants: grants.flatMap(({ input, value }) => plainRows(input, value)),
  };
}
