import { readTable } from "./data-file.ts";

/** What a well-known module does with its inputs. Templates: see `catalog/modules-rows.ts`. */
export interface KnownModule {
  /** An input that is a list: everything holds once for each of its items, `{each}`. */
  readonly each?: string;
  readonly target?: ModuleTarget;
  /** The input that says whether grants are authoritative. */
  readonly mode?: string;
  /** Roles that are granted elsewhere than on `target`. */
  readonly elsewhere?: Readonly<Record<string, ModuleTarget>>;
  /** It has the inputs that all of Fabric's modules share. */
  readonly iam?: true;
  readonly names?: Readonly<Record<string, string>>;
  readonly grants?: readonly ModuleGrant[];
  readonly effects?: readonly ModuleEffect[];
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface ModuleTarget {
  readonly base: string;
  readonly name: string;
  readonly project?: string;
  readonly location?: string;
}

export interface ModuleGrant {
  readonly form: string;
  readonly input?: string;
  readonly if?: readonly string[];
  readonly roles?: readonly string[];
  readonly member?: string;
  readonly authority?: "role" | "member";
  readonly target?: ModuleTarget;
}

export interface ModuleEffect {
  readonly kind: string;
  readonly input?: string;
  readonly default?: readonly string[];
  readonly if?: readonly string[];
  readonly name?: string;
  readonly project?: string;
  readonly base?: string;
  readonly location?: string;
  readonly account?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** References to outputs of the module do not mean it. */
  readonly anonymous?: true;
}

/** What the tables know of a module; absent for all others. */
export function knownModule(source: string): KnownModule | undefined {
  const key = keyOf(source);
  const table = readTable<Readonly<Record<string, KnownModule>>>("modules.json");
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * One name for the forms of a source: `terraform-google-modules/iam/google//modules/projects_iam` of the registry,
 * `github.com/terraform-google-modules/terraform-google-iam//modules/projects_iam?ref=v1` and its `git::` forms. Fabric is
 * often mirrored: it counts from anywhere.
 */
function keyOf(source: string): string | undefined {
  const bare = source.replace(/\?.*$/, "").replace(/\/+$/, "");
  const registry = /^(?:registry\.(?:terraform\.io|opentofu\.org)\/)?([\w-]+)\/([\w-]+)\/google(\/\/.+)?$/.exec(bare);
  if (registry !== null) return `${registry[1]}/${registry[2]}${registry[3] ?? ""}`;
  const fabric = /[/:][\w.-]+\/cloud-foundation-fabric(?:\.git)?\/\/?(modules\/.+)$/.exec(bare);
  if (fabric !== null) return `GoogleCloudPlatform/fabric//${fabric[1]}`;
  const git = /github\.com[/:]([\w-]+)\/([\w-]+?)(?:\.git)?(\/\/?.+)?$/.exec(bare);
  if (git === null) return undefined;
  return `${git[1]}/${git[2]?.replace(/^terraform-google-/, "")}${git[3] === undefined ? "" : `//${git[3].replace(/^\/+/, "")}`}`;
}
