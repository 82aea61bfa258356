import { readTable } from "./data-file.ts";
import { resourceTypeOfTerraform } from "./resource-types.ts";

/** A field that names the account that something runs as. */
export interface ManifestPath {
  readonly path: string;
  readonly purpose: string;
  /** Who runs it when the field is absent. */
  readonly default: string;
}

/** A kind of Config Connector or Crossplane. */
export interface ManifestKind {
  /** Terraform's name for it, without `google_`. */
  readonly terraform: string;
  /** The canonical resource type. */
  readonly type: string;
  readonly workloads: readonly ManifestPath[];
}

type Row = readonly [terraform: string, paths?: readonly (readonly [path: string, purpose: string, absent: string])[]];

interface Table {
  readonly kinds: Readonly<Record<string, Row>>;
  readonly crossplane: Readonly<Record<string, Row>>;
}

const table = (): Table => readTable<Table>("kcc.json");

/** `StorageBucket`, `RunService`: absent for kinds that have nothing to do with access. */
export const configConnectorKind = (kind: string): ManifestKind | undefined => kindOf(table().kinds, kind);

/** A kind of Upbound's provider, and the first word of its API group: `ProjectIAMMember`, `cloudplatform`. */
export const crossplaneKind = (kind: string, group: string): ManifestKind | undefined =>
  kindOf(table().crossplane, `${kind}.${group}`);

function kindOf(rows: Readonly<Record<string, Row>>, key: string): ManifestKind | undefined {
  if (!Object.hasOwn(rows, key)) return undefined;
  const [terraform = "", paths = []] = rows[key] ?? [];
  return {
    terraform,
    type: resourceTypeOfTerraform(terraform),
    workloads: paths.map(([path, purpose, absent]) => ({ path, purpose, default: absent })),
  };
}
