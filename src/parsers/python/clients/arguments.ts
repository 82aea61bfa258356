import { camelCase } from "../../../gcp/spelling.ts";
import type { Args } from "../eval/machine.ts";
import { type InstanceTerm, type Term, isNone, knownText } from "../terms.ts";
import type { Row } from "./row.ts";

/** Arguments under their names. */
export function namedArguments({ positional, named }: Args, params: readonly string[] = []): Map<string, Term> {
  const found = new Map<string, Term>();
  for (const [index, term] of positional.entries()) found.set(params[index] ?? String(index), term);
  for (const [name, term] of named) found.set(name, term);
  return found;
}

/** A call of a client: what it is called on, and with what. */
export interface Call {
  readonly name: string;
  readonly self?: InstanceTerm;
  readonly args: ReadonlyMap<string, Term>;
  readonly row?: Row;
  /** What a request of the HTTP API carries. */
  readonly body?: Term;
  /** Arguments that are handed on, of which not all is known: `**options`. */
  readonly open?: Term;
}

/** An argument by its path, of the call or of what it is called on. */
export function argument(call: Call, path: string): Term | undefined {
  if (path === "self") return call.self;
  const own = termAt(call.args, path) ?? termAt(call.args.get("request") ?? call.args.get("0"), path);
  return own ?? inBody(call.body, path) ?? argumentOfMaker(call.self, path);
}

/** In HTTP bodies the resource stands without the name of its field: `jobSpec`, not `customJob.jobSpec`. */
function inBody(body: Term | undefined, path: string): Term | undefined {
  if (body === undefined) return undefined;
  const found = termAt(body, path);
  const [field = "", ...bare] = path.split(".");
  if (found !== undefined || bare.length === 0 || termAt(body, field) !== undefined) return found;
  return termAt(body, bare.join("."));
}

function argumentOfMaker(self: InstanceTerm | undefined, path: string): Term | undefined {
  for (let at = self; at !== undefined; at = at.from) {
    const found = termAt(at, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The term at the end of a path of entries: `deployed_model.service_account`; the first item of lists. */
export function termAt(of: Term | ReadonlyMap<string, Term> | undefined, path: string): Term | undefined {
  let at: Term | ReadonlyMap<string, Term> | undefined = of;
  for (const name of path.split(".")) {
    if (isTerm(at) && at.type === "list") at = at.items[0];
    at = entryOf(at, name) ?? entryOf(at, camelCase(name));
  }
  if (!isTerm(at) || isNone(at)) return undefined;
  return knownText(at) === "" ? undefined : at;
}

const isTerm = (of: Term | ReadonlyMap<string, Term> | undefined): of is Term => of !== undefined && "type" in of;

function entryOf(of: Term | ReadonlyMap<string, Term> | undefined, name: string): Term | undefined {
  if (of === undefined) return undefined;
  if (!isTerm(of)) return of.get(name);
  if (of.type === "dict") return of.entries.get(name)?.value;
  if (of.type === "instance") return of.args.get(name) ?? entryOf(of.args.get("0"), name);
  return of.type === "object" ? of.attributes.get(name) : undefined;
}
