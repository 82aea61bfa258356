import { type ClassTerm, type ObjectTerm, type Term } from "../terms.ts";
import { callFunction } from "./calls.ts";
import type { Args, Machine, Site } from "./machine.ts";
import { classMember } from "./members.ts";

/** An instance of a class of the program. */
export function construct(machine: Machine, of: ClassTerm, args: Args, site: Site): Term {
  machine.called.add(of.node);
  const made: ObjectTerm = { type: "object", of, attributes: new Map(), span: site.span };
  const initialiser = classMember(of, "__init__");
  if (initialiser?.type === "function")
    callFunction(machine, { ...initialiser, self: made }, args, site, `class ${of.name}`);
  else setFields(made, args);
  if (!machine.instances.has(of.node)) machine.instances.set(of.node, made);
  return made;
}

/** Data classes take their fields in order, or by name. */
function setFields(made: ObjectTerm, args: Args): void {
  for (const [name, value] of args.named) made.attributes.set(name, value);
  const fields = made.of.node.body.flatMap((statement) =>
    statement.type === "assign" && statement.annotation !== undefined && statement.targets[0]?.type === "name"
      ? [statement.targets[0].name]
      : [],
  );
  for (const [index, value] of args.positional.entries()) {
    const name = fields[index];
    if (name !== undefined) made.attributes.set(name, value);
  }
}
