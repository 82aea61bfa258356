import { resourceTypeNamed } from "../../gcp/resource-types.ts";
import type { ResourceRef } from "../../model/resource.ts";
import { type Value, unknown } from "../../model/value.ts";
import { type Call, flag, optional, projectOf, valueOfArgument } from "./call.ts";
import type { Argument } from "./command-line.ts";
import { type Text, flat, slice, split } from "./text.ts";

/** Types whose name says all: they are in no project, or in one that the name gives. */
const withoutProject: ReadonlySet<string> = new Set([
  "project",
  "folder",
  "organization",
  "billing-account",
  "service-account",
  "storage-bucket",
  "access-context-manager-access-policy",
  "iam-workforce-pool",
  "tags-tag-key",
  "tags-tag-value",
]);

const placeFlags = ["--location", "--region", "--zone"] as const;

/** A resource that a command names by position, and by flags that say where it is. */
export function resourceOf(
  call: Call,
  type: string,
  named: Argument | undefined,
  flags: readonly string[] = [],
): ResourceRef {
  const argument = named ?? { text: [], span: call.invocation.span };
  if (type.startsWith("storage-")) return storageResource(type, argument);
  const { name, project, location } = partsOfName(argument);
  const value =
    name.length === 0
      ? unknown("name", "the command does not say it", argument.span)
      : valueOfArgument({ text: name, span: argument.span });
  if (withoutProject.has(type)) return { type, name: value };
  const within = parentOf(call, type, flags) ?? parentInName(type, argument);
  const home = project ?? valueOfArgument(projectOf(call));
  return {
    type,
    name: value,
    project: home,
    ...optional("location", location ?? placeOfResource(call, type, flags)),
    ...optional("within", within),
  };
}

/** `projects/p/locations/l/keyRings/r/cryptoKeys/k`: the key ring r of the key. */
function parentInName(type: string, { text, span }: Argument): ResourceRef | undefined {
  const parent = resourceTypeNamed(type)?.parent;
  if (parent === undefined || withoutProject.has(parent)) return undefined;
  const segments = split(text, "/");
  const [collection, name] = segments.slice(-4, -2);
  const isPlace = /^(?:projects|locations|regions|zones|folders|organizations|global)$/.test(flat(collection ?? []));
  if (segments.length < 6 || collection === undefined || name === undefined || isPlace) return undefined;
  return { type: parent, name: valueOfArgument({ text: name, span }) };
}

interface NameParts {
  readonly name: Text;
  readonly project?: Value;
  readonly location?: Value;
}

/** `projects/p/locations/l/things/t`: t, in p and l. */
export function partsOfName({ text, span }: Argument): NameParts {
  const segments = split(text, "/");
  const at = (key: string): Value | undefined => {
    const index = segments.findIndex((segment) => flat(segment) === key);
    const segment = index < 0 ? undefined : segments[index + 1];
    return segment && valueOfArgument({ text: segment, span });
  };
  const isFull =
    segments.length > 1 &&
    segments.some((segment) =>
      /^(projects|folders|organizations|billingAccounts|locations|tagKeys|tagValues|accessPolicies)$/.test(
        flat(segment),
      ),
    );
  if (!isFull) return { name: text };
  const project = at("projects");
  return {
    name: segments.at(-1) ?? [],
    ...optional(
      "project",
      project !== undefined && project.kind === "known" && project.text === "-" ? undefined : project,
    ),
    ...optional("location", at("locations") ?? at("regions") ?? at("zones")),
  };
}

/** `gs://bucket/path`, by the part that the type means. */
export function storageResource(type: string, { text, span }: Argument): ResourceRef {
  const url = flat(text).startsWith("gs://") ? slice(text, 5) : text;
  const [bucket = [], ...rest] = split(url, "/", 2);
  const bucketRef: ResourceRef = { type: "storage-bucket", name: valueOfArgument({ text: bucket, span }) };
  const [path] = rest;
  if (type === "storage-bucket" || path === undefined || path.length === 0) return bucketRef;
  return { type, name: valueOfArgument({ text: path, span }), within: bucketRef };
}

/** The flags that name what holds the resource: `--keyring` for the type `kms-key-ring`. */
function parentOf(call: Call, type: string, flags: readonly string[]): ResourceRef | undefined {
  const parent = resourceTypeNamed(type)?.parent;
  if (parent === undefined || withoutProject.has(parent)) return undefined;
  const own = flags.find((name) => namesType(name, parent));
  const argument = own === undefined ? undefined : flag(call, own);
  if (argument === undefined) return undefined;
  return {
    type: parent,
    name: valueOfArgument({ ...argument, text: partsOfName(argument).name }),
    ...optional("within", parentOf(call, parent, flags)),
  };
}

const namesType = (name: string, type: string): boolean =>
  type.replaceAll("-", "").endsWith(name.replaceAll("-", "")) && name !== "--location";

function placeOfResource(call: Call, type: string, flags: readonly string[]): Value | undefined {
  const parents = new Set<string>();
  for (let parent = resourceTypeNamed(type)?.parent; parent !== undefined; parent = resourceTypeNamed(parent)?.parent) {
    for (const name of flags) if (namesType(name, parent)) parents.add(name);
  }
  const found = flag(call, ...placeFlags.filter((name) => !parents.has(name)));
  return found && valueOfArgument({ ...found, text: partsOfName(found).name });
}
