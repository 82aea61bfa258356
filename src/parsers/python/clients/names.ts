import { nameMade } from "../../../gcp/resource-name.ts";
import { type Term, textOfValue, toValue } from "../terms.ts";

/** `client.endpoint_path(project, location, endpoint)`: the name that it makes. */
export function pathMade(method: string, args: readonly Term[]): Term | undefined {
  const [first] = args;
  if (first === undefined || !args.every(isTextLike)) return undefined;
  const made = nameMade(method, args.map(toValue), first.span);
  return made && textOfValue(made);
}

const isTextLike = ({ type }: Term): boolean => type !== "function" && type !== "dict" && type !== "list";
