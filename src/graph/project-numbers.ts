import type { ResourceDefinition } from "../model/fact.ts";
import type { Naming } from "./naming.ts";
import { bareNode } from "./resource-names.ts";

/** Which number is whose. */
export interface ProjectNumbers {
  readonly idOf: ReadonlyMap<string, string>;
  readonly numberOf: ReadonlyMap<string, string>;
}

/** Project ids and numbers that belong together; an object's number and id do so even if neither is known. */
export function projectNumbersIn(definitions: readonly ResourceDefinition[], { textOf }: Naming): ProjectNumbers {
  const idOf = new Map<string, string>();
  const numberOf = new Map<string, string>();
  for (const { resource, object, number } of definitions) {
    if (resource.type !== "project") continue;
    const id = bareNode("project", textOf(resource.name)).name;
    const found = number && textOf(number);
    if (found !== undefined && found !== id) {
      idOf.set(found, id);
      numberOf.set(id, found);
    }
    if (object !== undefined) {
      const placeholder = `⟨${object}.number⟩`;
      if (!idOf.has(placeholder)) idOf.set(placeholder, id);
      if (!numberOf.has(id)) numberOf.set(id, placeholder);
    }
  }
  return { idOf, numberOf };
}

export const numberPlaceholder = (id: string): string => {
  const object = /^⟨([^⟩]*)\.project_id⟩$/.exec(id)?.[1];
  return object === undefined ? `⟨number of ${id.replaceAll("⟨", "‹").replaceAll("⟩", "›")}⟩` : `⟨${object}.number⟩`;
};

/** The id of an object whose number is asked for, though neither is known. */
export function idOfPlaceholder(number: string): string | undefined {
  const id = /^⟨number of (.*)⟩$/.exec(number)?.[1];
  if (id !== undefined) return id.replaceAll("‹", "⟨").replaceAll("›", "⟩");
  const object = /^⟨([^⟩?]*)\.number⟩$/.exec(number)?.[1];
  return object === undefined ? undefined : `⟨${object}.project_id⟩`;
}
