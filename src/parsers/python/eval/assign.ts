import type { Scope } from "../scope.ts";
import type { Expression } from "../syntax/tree.ts";
import { type Term, atRun, conditionally, gap, knownText, literal, oneOf, setEntry } from "../terms.ts";
import { evaluate, siteOf, writtenOf, placeOf } from "./evaluate.ts";
import type { Machine } from "./machine.ts";
import { bind } from "./scopes.ts";

/** `a = …`, `a.b = …`, `a["b"] = …`, `a, b = …` */
export function assignTo(machine: Machine, target: Expression, value: Term, scope: Scope): void {
  switch (target.type) {
    case "name":
      bind(machine, scope, target.name, value);
      return;
    case "starred":
      assignTo(machine, target.value, value, scope);
      return;
    case "sequence":
      unpack(machine, target.items, value, scope);
      return;
    case "member":
      assignMember(machine, evaluate(machine, target.object, scope), target.name, value, target, scope);
      return;
    case "subscript": {
      const object = evaluate(machine, target.object, scope);
      if (target.index.type === "slice") return;
      assignItem(machine, object, evaluate(machine, target.index, scope), value, target, scope);
      return;
    }
    default:
  }
}

function unpack(machine: Machine, targets: readonly Expression[], value: Term, scope: Scope): void {
  const isPlain = value.type === "list" && !value.open && !targets.some(({ type }) => type === "starred");
  for (const [index, target] of targets.entries()) {
    const item = isPlain ? value.items[index] : undefined;
    assignTo(machine, target, item ?? gap(writtenOf(target, scope), atRun, placeOf(target, scope)), scope);
  }
}

function assignMember(
  machine: Machine,
  object: Term,
  name: string,
  value: Term,
  target: Expression,
  scope: Scope,
): void {
  const joinedWith = (before: Term | undefined): Term =>
    machine.uncertain > 0 && before !== undefined ? oneOf([before, value], "…", value.span) : value;
  if (object.type === "object") object.attributes.set(name, joinedWith(object.attributes.get(name)));
  else if (object.type === "instance") object.args.set(name, joinedWith(object.args.get(name)));
  else if (object.type === "dict")
    setEntry(object, literal(name, value.span), joinedWith(object.entries.get(name)?.value));
  else if (object.type === "module" || object.type === "class") bind(machine, object.scope, name, value);
  machine.packages.assignedMember(machine, object, name, value, siteOf(target, scope));
}

function assignItem(machine: Machine, object: Term, key: Term, value: Term, target: Expression, scope: Scope): void {
  const text = knownText(key);
  if (object.type === "dict") {
    if (text === undefined) object.open = gap("{…}", "a key can't be known", key.span);
    else {
      const before = object.entries.get(text)?.value;
      const after =
        machine.uncertain === 0
          ? value
          : before === undefined
            ? conditionally(value)
            : oneOf([before, value], "…", value.span);
      setEntry(object, literal(text, key.span), after);
    }
  } else if (object.type === "list" && text !== undefined && /^\d+$/.test(text) && Number(text) < object.items.length) {
    object.items[Number(text)] = value;
  }
  machine.packages.assignedItem(machine, object, key, value, siteOf(target, scope));
}
