import { readTable } from "./data-file.ts";

/** Which attributes of `google_BASE_iam_*` name the target. */
export interface IamTarget {
  /** The canonical resource type. */
  readonly type: string;
  /** Absent: there is one in every project. */
  readonly name?: string;
  /** It has a project, that of the provider if none is written. */
  readonly project?: true;
  readonly location?: string;
  /** The attributes that name what is around it, innermost first, each with its type. */
  readonly within?: readonly (readonly [attribute: string, type: string])[];
}

/** An argument that names the account that code runs as. */
export interface WorkloadPath {
  readonly path: string;
  readonly purpose: string;
  /** The argument is a map whose values name accounts. */
  readonly map?: true;
  /** Who runs it when the argument is absent: `compute-default`, `none`, `agent:EMAIL` … */
  readonly default: string;
  /** Who runs it when the block around the argument is absent; absent: `default`. */
  readonly absent?: string;
}

/** An operation that applying a resource calls. */
export interface TerraformOperation {
  readonly id: string;
  /** It is called only if this block or attribute is there. */
  readonly block?: string;
  /** The path of the argument that names the account that the new workload runs as. */
  readonly runAs?: string;
  readonly targets?: Readonly<Record<string, string>>;
  /** What it makes calls it, later, as the account that `caller` names: not whoever applies it. */
  readonly later?: true;
  readonly caller?: string;
  /** Where it is, if not where the resource is. */
  readonly location?: string;
}

interface Table {
  readonly iam: Readonly<Record<string, IamTarget>>;
  readonly workloads: Readonly<Record<string, readonly WorkloadPath[]>>;
  readonly definitions: Readonly<Record<string, readonly string[]>>;
  readonly operations: Readonly<Record<string, readonly TerraformOperation[]>>;
}

const table = (): Table => readTable<Table>("terraform.json");

/** Of `storage_bucket` in `google_storage_bucket_iam_member`; absent for families that the table does not list. */
export const iamTargetOf = (base: string): IamTarget | undefined => own(table().iam, base);

/** Of `cloud_run_v2_service`; empty for what runs nothing. */
export const workloadPathsOf = (type: string): readonly WorkloadPath[] => own(table().workloads, type) ?? [];

/** The operations that applying a resource of this type calls. */
export const operationsOf = (type: string): readonly TerraformOperation[] => own(table().operations, type) ?? [];

/** The attributes that rules ask of resources of this type, some as `name=path`; absent: it is of no interest by itself. */
export const definedAttributesOf = (type: string): readonly string[] | undefined =>
  own(table().definitions, type) ?? (iamTargetOf(type) === undefined ? undefined : []);

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
