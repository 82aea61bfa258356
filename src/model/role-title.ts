import type { RoleDefinition } from "./fact.ts";
import { show } from "./value.ts";

/** A custom role as people call it: its full name where that is known, else its title. */
export const roleTitle = ({ name, title }: RoleDefinition): string =>
  show(name.kind === "known" || title === undefined ? name : title);
