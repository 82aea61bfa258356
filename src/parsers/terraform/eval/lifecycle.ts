import type { Lifecycle } from "../instances.ts";
import type { Block, Expression } from "../syntax.ts";
import { blocksIn, expressionIn } from "./definition.ts";

export function lifecycleOf(block: Block): Lifecycle | undefined {
  const [lifecycle] = blocksIn(block, "lifecycle");
  if (!lifecycle) return undefined;
  const prevents = expressionIn(lifecycle, "prevent_destroy");
  const ignores = expressionIn(lifecycle, "ignore_changes");
  return {
    preventDestroy: prevents?.type === "boolean" && prevents.value,
    ignoreChanges: ignores ? namesIn(ignores) : [],
  };
}

/** `all`, or `[labels, template[0].spec]`: the first name of each. */
function namesIn(expression: Expression): readonly string[] {
  switch (expression.type) {
    case "variable":
      return [expression.name];
    case "tuple":
      return expression.items.flatMap(namesIn);
    case "get-attribute":
    case "get-index":
    case "splat":
      return namesIn(expression.object);
    case "template": {
      const [part] = expression.parts;
      return part?.type === "literal" ? [part.text] : [];
    }
    default:
      return [];
  }
}
