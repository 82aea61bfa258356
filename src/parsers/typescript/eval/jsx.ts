import type { Expression, JSXChild, JSXElement, JSXExpression, JSXFragment } from "oxc-parser";
import type { Scope } from "../scope.ts";
import { type Term, gap } from "../terms.ts";
import { evaluate, placeOf } from "./evaluate.ts";
import type { Machine } from "./machine.ts";

/** Markup says nothing by itself; its attributes and children may. */
export function markup(machine: Machine, node: JSXElement | JSXFragment, scope: Scope): Term {
  const run = (expression: JSXExpression): void => {
    if (expression.type !== "JSXEmptyExpression") evaluate(machine, expression as Expression, scope);
  };
  for (const attribute of node.type === "JSXElement" ? node.openingElement.attributes : []) {
    if (attribute.type === "JSXSpreadAttribute") evaluate(machine, attribute.argument, scope);
    else if (attribute.value?.type === "JSXExpressionContainer") run(attribute.value.expression);
  }
  for (const child of node.children) runChild(machine, child, scope, run);
  return gap("<…>", "is markup", placeOf(node, scope));
}

function runChild(machine: Machine, child: JSXChild, scope: Scope, run: (expression: JSXExpression) => void): void {
  if (child.type === "JSXExpressionContainer") run(child.expression);
  else if (child.type === "JSXSpreadChild") evaluate(machine, child.expression as Expression, scope);
  else if (child.type !== "JSXText") evaluate(machine, child, scope);
}
