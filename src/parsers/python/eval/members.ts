import {
  type ClassTerm,
  type DictTerm,
  type Term,
  atRun,
  gap,
  knownText,
  list,
  literal,
  oneOf,
  textTerm,
} from "../terms.ts";
import type { Machine, Site } from "./machine.ts";

/** `a.b` */
export function memberOf(machine: Machine, object: Term, name: string, site: Site): Term {
  switch (object.type) {
    case "external": {
      const found = machine.packages.member(machine, object, name, site);
      return found ?? { ...object, name: `${object.name}.${name}`, span: site.span, written: site.written };
    }
    case "instance": {
      const found = machine.packages.member(machine, object, name, site) ?? object.args.get(name);
      return found ?? { type: "external", self: object, name, span: site.span, written: site.written };
    }
    case "module":
      return object.scope.names.get(name)?.value ?? gap(site.written, atRun, site.span);
    case "object":
      return attributeOf(machine, object, name, site) ?? gap(site.written, atRun, site.span);
    case "class":
      return classMember(object, name) ?? gap(site.written, atRun, site.span);
    case "dict":
      return object.entries.get(name)?.value ?? gap(site.written, atRun, site.span);
    case "resource":
      return textTerm([{ target: object.object, attribute: name }], site.span);
    case "gap":
      return object.choices === undefined
        ? gap(site.written, object.why, site.span)
        : oneOf(
            object.choices.map((choice) => memberOf(machine, choice, name, site)),
            site.written,
            site.span,
          );
    // `Account.TRAIN.value` of an enumeration.
    case "text":
    case "scalar":
      return name === "value" ? object : gap(site.written, atRun, site.span);
    default:
      return gap(site.written, atRun, site.span);
  }
}

function attributeOf(
  machine: Machine,
  object: Extract<Term, { type: "object" }>,
  name: string,
  site: Site,
): Term | undefined {
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  const found = classMember(object.of, name);
  if (found?.type !== "function") return found;
  const isStatic = found.decorators.includes("staticmethod");
  const method: Term = isStatic
    ? found
    : { ...found, self: found.decorators.includes("classmethod") ? object.of : object };
  return found.decorators.some((one) => /(?:^|\.)(?:cached_)?property$/.test(one))
    ? machine.packages.called(
        machine,
        { type: "external", name: "property", written: site.written, span: site.span },
        { positional: [method], named: new Map() },
        site,
      )
    : method;
}

/** A method or attribute of a class of the program, or of one above it. */
export function classMember(of: ClassTerm, name: string): Term | undefined {
  const found = memberIn(of, name, 0);
  return found?.type === "function" && found.decorators.includes("classmethod") ? { ...found, self: of } : found;
}

function memberIn({ scope, above }: ClassTerm, name: string, height: number): Term | undefined {
  const own = scope.names.get(name)?.value;
  if (own !== undefined || height > 10) return own;
  for (const one of above) {
    const found = one.type === "class" ? memberIn(one, name, height + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `a["b"]`, `a[0]` */
export function itemOf(machine: Machine, object: Term, index: Term, site: Site): Term {
  const unknown = (why = atRun): Term => gap(site.written, why, site.span);
  const key = knownText(index);
  if (object.type === "gap" && object.choices !== undefined) {
    return oneOf(
      object.choices.map((choice) => itemOf(machine, choice, index, site)),
      site.written,
      site.span,
    );
  }
  if (object.type === "dict" && object.origin === "policy" && key !== undefined && !object.entries.has(key)) {
    return membersOfRole(object, key, index);
  }
  if (object.type === "dict") {
    const own = key === undefined ? undefined : object.entries.get(key)?.value;
    return own ?? oneOfAll(object, key, site) ?? unknown();
  }
  if (object.type === "list" && key !== undefined && /^-?\d+$/.test(key)) {
    return object.open && Number(key) < 0 ? unknown() : (object.items.at(Number(key)) ?? unknown());
  }
  if (object.type === "external" || object.type === "instance") {
    return machine.packages.member(machine, object, `[${key ?? ""}]`, site) ?? unknown();
  }
  return unknown(object.type === "gap" ? object.why : atRun);
}

/** Under a key that can't be known it is one of all that is there, if that is known. */
function oneOfAll({ entries, open }: DictTerm, key: string | undefined, site: Site): Term | undefined {
  const unnamed = open?.choices ?? [];
  if (open !== undefined && unnamed.length === 0) return undefined;
  const named = key === undefined ? [...entries.values()].map(({ value }) => value) : [];
  const all = [...named, ...unnamed];
  return all.length === 0 ? undefined : oneOf(all, site.written, site.span);
}

/** `policy["roles/viewer"].add(…)`: the members of a binding of the policy, which it may get here. */
export function membersOfRole(policy: Extract<Term, { type: "dict" }>, role: string, key: Term): Term {
  const bindings = policy.entries.get("bindings")?.value;
  if (bindings?.type !== "list") return list([], key.span);
  const members = list([], key.span);
  bindings.items.push({
    type: "dict",
    span: key.span,
    entries: new Map([
      ["role", { key: literal("role", key.span), value: literal(role, key.span) }],
      ["members", { key: literal("members", key.span), value: members }],
    ]),
  });
  return members;
}
