import { readTable } from "./data-file.ts";

interface Table {
  readonly functions: Readonly<Record<string, string>>;
  readonly classes: Readonly<Record<string, string>>;
  readonly cdktf: Readonly<Record<string, string>>;
}

type Classes = Readonly<Record<string, Readonly<Record<string, string>>>>;

const table = (): Table => readTable<Table>("pulumi.json");

const own = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** `projects`, `IAMMember`: `google_project_iam_member`. Absent for classes without access, identity or operation. */
export function terraformTypeOfPulumi(module: string, name: string): string | undefined {
  const classes = readTable<Classes>("pulumi-types.json");
  const known = Object.hasOwn(classes, module) ? own(classes[module] ?? {}, name) : undefined;
  return prefixed(known ?? own(table().classes, `${module}.${name}`));
}

/** `organizations`, `getIAMPolicyOutput`: the data source `google_iam_policy`. */
export const terraformDataOfPulumi = (module: string, name: string): string | undefined =>
  prefixed(own(table().functions, `${module}.${name.replace(/Output$/, "")}`));

/** A class of CDK for Terraform: `ProjectIamMember`, `GoogleProjectIamMember`, `DataGoogleProject`. */
export function terraformTypeOfCdktf(name: string): { readonly type: string; readonly isData: boolean } {
  const isData = name.startsWith("DataGoogle");
  const bare = name.replace(/^Data(?=Google)/, "").replace(/^Google/, "");
  const type = own(table().cdktf, bare) ?? bare.replaceAll(/(?!^)[A-Z]/g, "_$&").toLowerCase();
  return { type: `google_${type}`, isData };
}

const prefixed = (type: string | undefined): string | undefined => (type === undefined ? undefined : `google_${type}`);
