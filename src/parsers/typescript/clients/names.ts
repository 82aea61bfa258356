import { type Home, homeIn, nameMade } from "../../../gcp/resource-name.ts";
import { type ExternalTerm, type Term, textOfValue, toValue } from "../terms.ts";

/** The project and the place that a term names. */
export function homeOf(name: Term | undefined): Home {
  if (name === undefined) return {};
  return name.type === "external" ? homeOfResult(name) : homeIn(toValue(name));
}

/** What a call returned is where the call says: `createEndpoint({ parent })`. */
function homeOfResult({ steps }: ExternalTerm): Home {
  for (const step of steps) {
    const [request] = step.kind === "call" ? step.args : [];
    if (request?.type !== "dict") continue;
    const said = request.entries.get("parent") ?? request.entries.get("name");
    if (said !== undefined && said.value.type !== "external") return homeOf(said.value);
  }
  return {};
}

/** `client.endpointPath(project, location, endpoint)`: the name that it makes. */
export function pathMade(method: string, args: readonly Term[]): Term | undefined {
  const [first] = args;
  if (first === undefined || !args.every(isTextLike)) return undefined;
  const made = nameMade(method, args.map(toValue), first.span);
  return made && textOfValue(made);
}

const isTextLike = ({ type }: Term): boolean => type !== "function" && type !== "dict" && type !== "list";
