import { given } from "../eval/annotations.ts";
import { type InstanceTerm, type Term } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";

/** May what stands at the end of this path be given after all, in something of which not all is known? */
export function mayBeHidden(call: Call, path: string): boolean {
  if (call.open !== undefined || isOpaque(requestOf(call)) || isOpaque(call.body)) return true;
  const names = path.split(".");
  return names.some((_, index) => index > 0 && isOpaque(argument(call, names.slice(0, index).join("."))));
}

const requestOf = ({ args, self }: Call): Term | undefined =>
  args.get("request") ?? (self?.of.endsWith("Client") ? args.get("0") : undefined);

function isOpaque(term: Term | undefined): boolean {
  switch (term?.type) {
    case "gap":
    case "external":
      return true;
    case "dict":
      return term.open !== undefined;
    case "list":
      return term.open !== undefined || isOpaque(term.items[0]);
    case "instance":
      return !isMessage(term);
    default:
      return false;
  }
}

/** `aiplatform_v1.CustomJob(…)`; what a function returns may be anything, but for what reads a dict. */
const isMessage = ({ of, args }: InstanceTerm): boolean =>
  (!args.has(given) && /(?:^|\.)[A-Z]\w*(?:\.[a-z_]\w*)*$/.test(of)) || args.get("0")?.type === "dict";
