import { type Value, partsOf, show } from "../../../model/value.ts";
import type { Part } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { valueAt } from "./reading.ts";
import { projectOf } from "./scope.ts";

/** The number of an instance's project: the project's own where it is in the same root, else what the instance knows. */
export function projectNumber(instance: Instance, instances: readonly Instance[]): Part {
  const project = projectOf(instance);
  const [part, ...others] = project === undefined ? [] : partsOf(project);
  if (typeof part === "object" && "target" in part && others.length === 0) {
    return { target: part.target, attribute: "number" };
  }
  const owner = project && instances.find((one) => one.type === "google_project" && projectIdOf(one) === show(project));
  return owner === undefined
    ? { target: instance.object, attribute: "project_number" }
    : { target: owner.object, attribute: "number" };
}

function projectIdOf({ config }: Instance): string | undefined {
  const value: Value | undefined = valueAt(config, "project_id");
  return value && show(value);
}
