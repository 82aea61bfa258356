import type { RoleDefinition } from "../../../model/fact.ts";
import { type Value, unknown } from "../../../model/value.ts";
import { type Datum, attribute } from "../datum.ts";
import { members } from "../possible.ts";
import type { Instance } from "../instances.ts";
import { alternativesOf, joined, placeOf, requiredAt, valueAt } from "./reading.ts";
import { type FactsOf, projectOf } from "./scope.ts";
import { segmentsOf } from "./target.ts";

/** Custom roles. */
export const roleFacts: Readonly<Record<string, FactsOf>> = {
  google_project_iam_custom_role: (instance) => [
    roleOf(instance, "projects", projectOf(instance) ?? requiredAt(instance.config, "project", instance.span)),
  ],
  google_organization_iam_custom_role: (instance) => [
    roleOf(instance, "organizations", requiredAt(instance.config, "org_id", instance.span)),
  ],
};

function roleOf(instance: Instance, level: string, parent: Value): RoleDefinition {
  const { config } = instance;
  const id = requiredAt(config, "role_id", instance.span);
  const stage = valueAt(config, "stage");
  const title = valueAt(config, "title");
  return {
    kind: "role",
    ...placeOf(instance),
    name: joined([`${level}/`, segmentsOf(parent).at(-1) ?? parent, "/roles/", id], id.span),
    object: instance.object,
    ...permissionsOf(attribute(config, "permissions")),
    ...(stage && { stage }),
    ...(title && { title }),
    change: "create",
  };
}

/** What a list of permissions is sure to hold; one that may be missing has its text as a choice. */
export function permissionsOf(datum: Datum | undefined): Pick<RoleDefinition, "permissions" | "open"> {
  if (datum === undefined) return { permissions: [], open: false };
  const { items, open } = members(datum);
  const permissions = items
    .flatMap(alternativesOf)
    .map(({ value, conditional }) => (conditional ? perhaps(value) : value));
  const isOpen = open !== undefined || permissions.some(({ kind }) => kind === "unknown");
  return { permissions, open: isOpen };
}

const perhaps = (value: Value): Value =>
  value.kind === "known"
    ? { ...unknown(value.text, "it depends on a condition", value.span), choices: [value.text] }
    : value;
