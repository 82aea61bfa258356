import type { Scope } from "../scope.ts";
import type { Expression } from "../syntax/tree.ts";
import {
  type DictTerm,
  type ExternalTerm,
  type InstanceTerm,
  type Term,
  atRun,
  conditionally,
  dict,
  gap,
  isSame,
  knownText,
  list,
  literal,
  oneOf,
  setEntry,
} from "../terms.ts";
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

/** Under a key that can't be known: it is one of the values, whatever it is called. */
export function addUnnamed(object: DictTerm, key: Term, value: Term): void {
  const before = object.open?.choices ?? [];
  const isKnown = before.length >= maxUnnamed || before.some((one) => isSame(one, value));
  object.open = { ...gap("{…}", "a key can't be known", key.span), choices: isKnown ? before : [...before, value] };
}

const maxUnnamed = 32;

/** `policy["roles/viewer"] = ["user:…"]` */
function setMembers(policy: DictTerm, role: string, key: Term, value: Term): void {
  const bindings = policy.entries.get("bindings")?.value;
  if (bindings?.type !== "list") return;
  const made = dict(key.span);
  setEntry(made, literal("role", key.span), literal(role, key.span));
  setEntry(made, literal("members", key.span), value);
  bindings.items.push(made);
}

function unpack(machine: Machine, targets: readonly Expression[], value: Term, scope: Scope): void {
  const items = value.type === "list" && !value.open ? value.items : undefined;
  const rest = targets.findIndex(({ type }) => type === "starred");
  const surplus = items === undefined ? 0 : items.length - targets.length;
  for (const [index, target] of targets.entries()) {
    const isRest = index === rest;
    const at = rest >= 0 && index > rest ? index + surplus : index;
    const item = isRest && items ? list(items.slice(index, index + surplus + 1), value.span) : items?.[at];
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
  const own = object.type === "external" ? fieldOf(object) : undefined;
  if (own !== undefined) {
    assignMember(machine, own, name, value, target, scope);
    return;
  }
  const joinedWith = (before: Term | undefined): Term =>
    machine.uncertain > 0 && before !== undefined ? oneOf([before, value], "…", value.span) : value;
  if (object.type === "object") object.attributes.set(name, joinedWith(object.attributes.get(name)));
  else if (object.type === "instance") object.args.set(name, joinedWith(object.args.get(name)));
  else if (object.type === "dict")
    setEntry(object, literal(name, value.span), joinedWith(object.entries.get(name)?.value));
  else if (object.type === "module" || object.type === "class") bind(machine, object.scope, name, value);
  machine.packages.assignedMember(machine, object, name, value, siteOf(target, scope));
}

/** `job.job_spec` of a message: a message that is made when something is set in it. */
export function fieldOf({ self, name, written, span }: ExternalTerm): InstanceTerm | undefined {
  let at = self;
  for (const field of name.split(".")) {
    if (at === undefined) return undefined;
    const known = at.args.get(field);
    const made: InstanceTerm =
      known?.type === "instance"
        ? known
        : { type: "instance", of: `${at.of}.${field}`, args: new Map(), written, span };
    at.args.set(field, made);
    at = made;
  }
  return at;
}

function assignItem(machine: Machine, object: Term, key: Term, value: Term, target: Expression, scope: Scope): void {
  const text = knownText(key);
  if (object.type === "dict") {
    if (text === undefined) addUnnamed(object, key, value);
    else if (object.origin === "policy" && text.startsWith("roles/")) setMembers(object, text, key, value);
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
