import { type Value, partsOf, show } from "../../../model/value.ts";
import type { Part } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { valueAt } from "./reading.ts";

/** The number of a project, as a reference where the project is in the same root. */
export function projectNumber(project: Value | undefined, instances: readonly Instance[]): Part {
  const parts = project && partsOf(project);
  const [part] = parts ?? [];
  if (parts?.length === 1 && typeof part === "object" && "target" in part) {
    return { target: part.target, attribute: "number" };
  }
  const text = project === undefined ? "the default project" : show(project);
  const owner = instances.find((instance) => instance.type === "google_project" && projectIdOf(instance) === text);
  return owner === undefined ? { expression: `number of ${text}` } : { target: owner.object, attribute: "number" };
}

function projectIdOf({ config }: Instance): string | undefined {
  const value = valueAt(config, "project_id");
  return value && show(value);
}
