import { folderOf, joinPath } from "./paths.ts";

/** A module source that names a repository: where that is, and the folder in it. */
interface NamedSource {
  /** `github.com/terraform-google-modules/terraform-google-iam`, in small letters. */
  readonly repository: string;
  readonly folder: string;
  /** `?ref=`: it is the repository as it was then. */
  readonly ref?: string;
}

/** What a folder says of the repository that it is in. */
interface Declared {
  readonly repository: string;
  readonly top: string;
  readonly version: string | undefined;
}

/** What is asked of the world. */
export interface Surroundings {
  readonly read: (path: string) => string | undefined;
  readonly hasModule: (folder: string) => boolean;
  /** What git calls the repository that is scanned. */
  readonly remotes: readonly string[];
}

/**
 * The folder of a module whose source is the repository that calls it, as modules' own examples do it. That it is the same
 * one is never guessed from names: the repository says so itself, in the `metadata.yaml` of Google's blueprints (whose own
 * tests replace such sources by paths: github.com/GoogleCloudPlatform/cloud-foundation-toolkit, infra/module-swapper), or
 * git says so. A version that is not the one here is another text.
 */
export function ownFolder(
  dir: string,
  source: string,
  version: string | undefined,
  { read, hasModule, remotes }: Surroundings,
): string | undefined {
  const named = namedSource(source);
  if (named === undefined || named.ref !== undefined) return undefined;
  for (const at of ancestors(dir)) {
    const declared = declaredIn(at, read(joinPath(at, "metadata.yaml")));
    if (declared?.repository !== named.repository) continue;
    const folder = joinPath(declared.top, named.folder);
    if (!hasModule(folder)) continue;
    const own = declaredIn(folder, read(joinPath(folder, "metadata.yaml")))?.version ?? declared.version;
    return version === undefined || fits(own, version) ? folder : undefined;
  }
  const isRemote = version === undefined && remotes.some((remote) => repositoryOf(remote) === named.repository);
  return isRemote && hasModule(named.folder) ? named.folder : undefined;
}

/** May it be a source of this kind? Without a look at any file. */
export const namesRepository = (source: string): boolean => namedSource(source) !== undefined;

function* ancestors(dir: string): Iterable<string> {
  for (let folder = dir; folder !== ""; folder = folderOf(folder)) yield folder;
  yield "";
}

/** `iam/google` of the public registry is `terraform-google-iam` on GitHub: the registry demands it of all modules. */
function namedSource(source: string): NamedSource | undefined {
  const [bare = "", query = ""] = source.split("?");
  const registry = /^(?:registry\.(?:terraform\.io|opentofu\.org)\/)?([\w-]+)\/([\w-]+)\/([\w-]+)(?:\/\/(.+))?$/.exec(
    bare,
  );
  const ref = /(?:^|&)ref=([^&]+)/.exec(query)?.[1];
  if (registry !== null) {
    const [, owner, name, provider, folder = ""] = registry;
    return { repository: `github.com/${owner}/terraform-${provider}-${name}`.toLowerCase(), folder };
  }
  if (!/^(?:git::|github\.com\/|bitbucket\.org\/|git@)/.test(bare)) return undefined;
  const [, place = "", folder = ""] = /^(.+?[^:/])(?:\/\/([^/].*))?$/.exec(bare) ?? [];
  const below = /^github\.com\/[^/]+\/[^/]+\/(.+)$/.exec(place)?.[1] ?? "";
  const repository = repositoryOf(below === "" ? place : place.slice(0, -below.length - 1));
  if (repository === undefined) return undefined;
  return { repository, folder: folder === "" ? below : folder, ...(ref !== undefined && { ref }) };
}

/** `git@github.com:acme/infra.git`, `https://github.com/acme/infra/`: `github.com/acme/infra`. */
function repositoryOf(url: string): string | undefined {
  const bare = url
    .replace(/^git::/, "")
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^@/]*@/, "");
  const [, host = "", path = ""] = /^([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?\/*$/.exec(bare) ?? [];
  return host.includes(".") && path.includes("/") ? `${host}/${path}`.toLowerCase() : undefined;
}

/** `kind: BlueprintMetadata` with `repo`, and `dir` where it stands in a folder below the top. */
function declaredIn(folder: string, text: string | undefined): Declared | undefined {
  if (text === undefined || !/^kind:\s*BlueprintMetadata\s*$/m.test(text)) return undefined;
  const field = (name: string, first = ""): string | undefined =>
    new RegExp(`^ +${name}:\\s*["']?(${first}[^\\s"'#]+)["']?\\s*$`, "m").exec(text)?.[1];
  const repository = repositoryOf(field("repo") ?? "");
  const below = (field("dir") ?? "").replace(/^\/+|\/+$/g, "");
  const isBelow = below === "" || folder === below || folder.endsWith(`/${below}`);
  if (repository === undefined || !isBelow) return undefined;
  const top = below === "" ? folder : folder.slice(0, folder.length - below.length).replace(/\/$/, "");
  return { repository, top, version: field("version", "\\d") };
}

/** Does a version fit `~> 8.0`, `>= 7.1, < 9.0`? One that is not known may be any. */
function fits(version: string | undefined, constraint: string): boolean {
  if (version === undefined) return false;
  const own = numbersOf(version);
  return constraint.split(",").every((part) => {
    const [, operator = "=", text = ""] = /^\s*(>=|<=|!=|~>|>|<|=)?\s*v?(\d[\w.-]*)\s*$/.exec(part) ?? [];
    return text !== "" && (operators[operator]?.(own, numbersOf(text)) ?? false);
  });
}

const numbersOf = (version: string): readonly number[] =>
  version
    .replace(/^v|-.*$/g, "")
    .split(".")
    .map(Number);

function compare(a: readonly number[], b: readonly number[]): number {
  for (const at of [0, 1, 2]) if ((a[at] ?? 0) !== (b[at] ?? 0)) return (a[at] ?? 0) - (b[at] ?? 0);
  return 0;
}

const operators: Readonly<Record<string, (own: readonly number[], wanted: readonly number[]) => boolean>> = {
  "=": (own, wanted) => compare(own, wanted) === 0,
  "!=": (own, wanted) => compare(own, wanted) !== 0,
  ">": (own, wanted) => compare(own, wanted) > 0,
  ">=": (own, wanted) => compare(own, wanted) >= 0,
  "<": (own, wanted) => compare(own, wanted) < 0,
  "<=": (own, wanted) => compare(own, wanted) <= 0,
  "~>": (own, wanted) => compare(own, wanted) >= 0 && wanted.slice(0, -1).every((number, at) => number === own[at]),
};
