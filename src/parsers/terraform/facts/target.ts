import { type IamTarget, iamTargetOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeNamed, resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { sortedKeys } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { valueAt } from "./reading.ts";
import { projectOf, providerValue } from "./scope.ts";

/** The resource that a `google_BASE_iam_*` names. */
export function targetOf(instance: Instance, base: string): ResourceRef {
  const target = iamTargetOf(base) ?? guessedTarget(instance, base);
  return resourceNamedBy(instance, target);
}

/** The resource that an instance names with the attributes of a target. */
function resourceNamedBy(instance: Instance, target: IamTarget): ResourceRef {
  const { config } = instance;
  const parent = valueAt(config, "parent");
  const project = projectOfParent(parent) ?? (target.project ? projectOf(instance) : undefined);
  const written = target.name === undefined ? projectOf(instance) : nameOf(instance, target, target.name);
  const name = written ?? unknown(target.name ?? "project", `${target.name ?? "project"} is not set`, instance.span);
  const around = (target.within ?? []).flatMap(([attribute, type]) => {
    const value = valueAt(config, attribute);
    return value === undefined ? [] : [{ type, value }];
  });
  return resourceOf({
    type: target.type,
    name,
    around,
    ...(project && { project }),
    ...locationOf(instance, target),
  });
}

/** A project may come from the provider; everything else must be written. */
const nameOf = (instance: Instance, target: IamTarget, attribute: string): Value | undefined =>
  target.type === "project" && attribute === "project" ? projectOf(instance) : valueAt(instance.config, attribute);

const projectOfParent = (parent: Value | undefined): Value | undefined =>
  parent !== undefined && textOf(segmentsOf(parent)[0]) === "projects" ? segmentsOf(parent)[1] : undefined;

function locationOf({ config, provider }: Instance, target: IamTarget): { location?: Value } {
  if (target.location === undefined) return {};
  const fallback = target.location === "zone" ? provider.zone : provider.region;
  const location = valueAt(config, target.location) ?? providerValue(fallback);
  return location === undefined ? {} : { location };
}

interface Named {
  readonly type: string;
  readonly name: Value;
  readonly project?: Value;
  readonly location?: Value;
  /** What is around it, innermost first. */
  readonly around?: readonly { readonly type: string; readonly value: Value }[];
}

/** A resource from what names it; a full name (`projects/p/secrets/s`) gives project, location and what is around it. */
export function resourceOf({ type, name, project, location, around = [] }: Named): ResourceRef {
  const full = holdsSlashes.has(type) ? undefined : fullNameOf(name);
  const [inner, ...outer] = around.length > 0 || full === undefined ? around : aroundIn(type, full.segments);
  const ownProject = full?.project ?? (inner && fullNameOf(inner.value)?.project) ?? project;
  const ownLocation = full?.location ?? location;
  const within =
    inner &&
    resourceOf({
      type: inner.type,
      name: inner.value,
      around: outer,
      ...(ownProject && { project: ownProject }),
      ...(ownLocation && { location: ownLocation }),
    });
  return {
    type,
    name: full?.name ?? name,
    ...((ownProject ?? within?.project) && { project: ownProject ?? (within?.project as Value) }),
    ...(ownLocation && { location: ownLocation }),
    ...(within && { within }),
  };
}

/** Names of these may hold slashes themselves. */
const holdsSlashes: ReadonlySet<string> = new Set(["storage-managed-folder", "storage-bucket-object"]);

interface FullName {
  readonly segments: readonly Value[];
  readonly name: Value;
  readonly project?: Value;
  readonly location?: Value;
}

/** `projects/p/locations/l/…/x`, `folders/1`, `//service/…/x`: its last part, with project and location. */
function fullNameOf(value: Value): FullName | undefined {
  const segments = segmentsOf(value);
  const name = segments.at(-1);
  if (segments.length < 2 || name === undefined) return undefined;
  const after = (words: ReadonlySet<string>): Value | undefined => {
    const at = segments.findIndex((segment) => words.has(textOf(segment) ?? ""));
    const found = at >= 0 && at + 1 < segments.length - 1 ? segments[at + 1] : undefined;
    return textOf(found) === "-" || textOf(found) === "_" ? undefined : found;
  };
  const project = after(projectWords);
  const location = after(locationWords);
  return { segments, name, ...(project && { project }), ...(location && { location }) };
}

/** The key ring in the full name of a key. */
function aroundIn(type: string, segments: readonly Value[]): Required<Named>["around"] {
  const described = resourceTypeNamed(type);
  const value = segments.at(-3);
  if (described?.parent === undefined || value === undefined) return [];
  const word = described.path.split("/").at(-4);
  return word !== undefined && word === textOf(segments.at(-4)) ? [{ type: described.parent, value }] : [];
}

const projectWords: ReadonlySet<string> = new Set(["projects"]);
const locationWords: ReadonlySet<string> = new Set(["locations", "regions", "zones"]);

const textOf = (value: Value | undefined): string | undefined => (value?.kind === "known" ? value.text : undefined);

/** The parts of a value between slashes. */
export function segmentsOf(value: Value): readonly Value[] {
  const segments: (string | Exclude<ReturnType<typeof partsOf>[number], string>)[][] = [[]];
  for (const part of partsOf(value)) {
    if (typeof part !== "string") {
      segments.at(-1)?.push(part);
      continue;
    }
    const [first = "", ...rest] = part.split("/");
    segments.at(-1)?.push(first);
    for (const text of rest) segments.push([text]);
  }
  if (segments.length === 1) return [value];
  return segments.map((parts) => valueOf(parts, value.span, value.kind === "unknown" ? value.why : undefined));
}

/** For families that the tables do not list: what is left of the arguments names the target. */
function guessedTarget({ config }: Instance, base: string): IamTarget {
  const rest = sortedKeys(config).filter((key) => !ofTheGrant.has(key));
  const own = base.slice(base.lastIndexOf("_") + 1);
  const name = rest.find((key) => key.includes(own)) ?? rest.find((key) => key === "name") ?? rest.at(-1);
  const location = ["location", "region", "zone"].find((key) => config.entries.has(key));
  return {
    type: resourceTypeOfTerraform(base),
    ...(name !== undefined && { name }),
    ...(config.entries.has("project") && { project: true as const }),
    ...(location !== undefined && { location }),
  };
}

const ofTheGrant: ReadonlySet<string> = new Set([
  "role",
  "member",
  "members",
  "condition",
  "policy_data",
  "service",
  "audit_log_config",
  "project",
  "location",
  "region",
  "zone",
]);
