import type { BindingPattern, FormalParameterRest, TSType } from "oxc-parser";
import { type Scope, lookUp } from "../scope.ts";
import type { ExternalTerm, Term } from "../terms.ts";
import { placeOf } from "./evaluate.ts";

/** `client: EndpointServiceClient`: something of a package, made elsewhere. */
export function typedBy(target: BindingPattern | FormalParameterRest, scope: Scope): Term | undefined {
  const type = target.typeAnnotation?.typeAnnotation;
  const found = type && externalNamed(type, scope);
  if (found === undefined) return undefined;
  const span = placeOf(target, scope);
  return { ...found, steps: [...found.steps, { kind: "new", args: [], span }], span };
}

function externalNamed(type: TSType, scope: Scope): ExternalTerm | undefined {
  if (type.type !== "TSTypeReference") return undefined;
  const names: string[] = [];
  let at = type.typeName;
  for (; at.type === "TSQualifiedName"; at = at.left) names.unshift(at.right.name);
  if (at.type !== "Identifier") return undefined;
  const found = lookUp(scope, at.name)?.value;
  if (found?.type !== "external" || found.package === "global") return undefined;
  return { ...found, steps: [...found.steps, ...names.map((name) => ({ kind: "member" as const, name }))] };
}
