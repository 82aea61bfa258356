import type { Class, Expression, MethodDefinition } from "oxc-parser";
import { type Scope, innerScope } from "../scope.ts";
import {
  type ClassTerm,
  type DictTerm,
  type FunctionTerm,
  type Term,
  dict,
  gap,
  knownText,
  literal,
  scalar,
} from "../terms.ts";
import { bindParameters, callExternal, runFunctionBody } from "./calls.ts";
import { evaluate, keyTerm, placeOf, setEntry } from "./evaluate.ts";
import { type Machine, type Site, mayEnter, reportLimit, callsItself } from "./machine.ts";
import { runStatements } from "./statements.ts";

export function classTerm(machine: Machine, node: Class, scope: Scope, name: string | undefined): ClassTerm {
  const span = placeOf(node, scope);
  const statics = dict(span);
  const above = node.superClass ? evaluate(machine, node.superClass, scope) : undefined;
  const term: ClassTerm = {
    type: "class",
    node,
    scope,
    name: node.id?.name ?? name ?? "class",
    statics,
    span,
    ...(above && { above }),
  };
  const inner = innerScope(scope, term);
  if (node.id) inner.names.set(node.id.name, { name: node.id.name, value: term });
  for (const element of node.body.body) {
    if (element.type === "StaticBlock") runStatements(machine, element.body, innerScope(inner));
    if (element.type !== "PropertyDefinition" || !element.static) continue;
    const key = keyTerm(machine, element.key, element.computed, inner);
    const value = element.value ? evaluate(machine, element.value, inner, knownText(key)) : scalar(undefined, span);
    setEntry(statics, key, value);
  }
  if (!machine.seen.has(node)) machine.seen.set(node, term);
  return term;
}

/** `new X(…)` of a class of the program. */
export function construct(machine: Machine, of: ClassTerm, args: readonly Term[], site: Site): DictTerm {
  const self: DictTerm = { ...dict(site.span), ofClass: of };
  machine.called.add(of.node);
  if (!mayEnter(machine, of.node)) {
    reportLimit(machine, of.scope, callsItself);
    return self;
  }
  if (!machine.instances.has(of.node)) machine.instances.set(of.node, self);
  machine.stack.push({ node: of.node, via: { label: `new ${of.name}`, span: site.span } });
  initialise(machine, of, self, args, site);
  machine.stack.pop();
  return self;
}

/** Fields and constructor, of what is above first where no constructor says otherwise. */
export function initialise(machine: Machine, of: ClassTerm, self: DictTerm, args: readonly Term[], site: Site): void {
  const constructor = of.node.body.body.find(
    (element): element is MethodDefinition => element.type === "MethodDefinition" && element.kind === "constructor",
  );
  if (constructor === undefined && of.above !== undefined) initialiseAbove(machine, of.above, self, args, site);
  initialiseFields(machine, of, self);
  if (constructor === undefined) return;
  const scope = innerScope(of.scope, self);
  scope.names.set(of.name, { name: of.name, value: of });
  if (of.above !== undefined) scope.names.set(superName, { name: superName, value: of.above });
  bindParameters(machine, constructor.value.params, args, scope);
  for (const parameter of constructor.value.params) {
    if (parameter.type !== "TSParameterProperty") continue;
    const inner = parameter.parameter.type === "AssignmentPattern" ? parameter.parameter.left : parameter.parameter;
    if (inner.type === "Identifier")
      setEntry(
        self,
        literal(inner.name, placeOf(inner, scope)),
        scope.names.get(inner.name)?.value ?? gap(inner.name, "is given by the caller", placeOf(inner, scope)),
      );
  }
  runFunctionBody(machine, constructor.value, scope);
}

/** Under this name the scope of a constructor knows the class above. */
export const superName = "super()";

export function initialiseAbove(
  machine: Machine,
  above: Term,
  self: DictTerm,
  args: readonly Term[],
  site: Site,
): void {
  if (above.type === "class") initialise(machine, above, self, args, site);
  else {
    // `class Deployer extends gcp.projects.IAMMember`: what the package makes of it.
    if (above.type === "external" && above.package !== "global") callExternal(machine, above, args, site, "new");
    machine.packages.called(
      machine,
      {
        type: "external",
        package: "super",
        steps: [{ kind: "new", args: [self, ...args], span: site.span }],
        span: site.span,
      },
      site,
    );
  }
}

function initialiseFields(machine: Machine, of: ClassTerm, self: DictTerm): void {
  const scope = innerScope(of.scope, self);
  for (const element of of.node.body.body) {
    if (element.type !== "PropertyDefinition" || element.static || element.value === null) continue;
    const key = keyTerm(machine, element.key, element.computed, scope);
    setEntry(self, key, evaluate(machine, element.value, scope, knownText(key)));
  }
}

/** A method as a function that knows what is above its class. */
export function methodTerm(of: ClassTerm, name: string, isStatic = false): FunctionTerm | undefined {
  const found = foundIn(of, name, isStatic);
  if (found === undefined) return undefined;
  const { method, owner } = found;
  return {
    type: "function",
    node: method.value,
    scope: owner.scope,
    name,
    span: of.span,
    ...(owner.above && { above: owner.above }),
  };
}

/** The method or getter of a name, own or inherited. */
export const methodOf = (of: ClassTerm, name: string, isStatic = false): MethodDefinition | undefined =>
  foundIn(of, name, isStatic)?.method;

function foundIn(
  of: ClassTerm,
  name: string,
  isStatic: boolean,
): { readonly method: MethodDefinition; readonly owner: ClassTerm } | undefined {
  for (let at: Term | undefined = of, height = 0; at?.type === "class" && height < 20; at = at.above, height++) {
    const found = at.node.body.body.find(
      (element): element is MethodDefinition =>
        element.type === "MethodDefinition" &&
        element.static === isStatic &&
        nameOfKey(element.key as Expression) === name,
    );
    if (found !== undefined && found.kind !== "constructor") return { method: found, owner: at };
  }
  return undefined;
}

const nameOfKey = (key: Expression): string | undefined => {
  if (key.type === "Identifier") return key.name;
  const { type, name } = key as unknown as { type: string; name?: string };
  if (type === "PrivateIdentifier") return `#${name}`;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
};
