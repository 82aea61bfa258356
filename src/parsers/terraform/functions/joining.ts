import type { CallContext, TerraformFunction } from "../call.ts";
import { stringOf, stringParts } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { isClosed, isOpenEnded } from "./collection-arguments.ts";
import { joinParts } from "./patterns.ts";
import { marked, refused, unknownOf } from "./signature.ts";
import { joinKnown } from "./strings.ts";

/** What is known of the items stays known in the text. */
const join: TerraformFunction = (args, call) => {
  const [separator, ...lists] = args;
  const between = separator && stringParts(separator);
  if (lists.length === 0) return refused(call, "needs a list");
  if (!between) return joinKnown(args, call);
  if (lists.every(isClosed))
    return joinClosed(
      lists.flatMap(({ items }) => items),
      between,
      args,
      call,
    );
  const wrong = lists.find((one) => one.type !== "list" && !isOpenEnded(one));
  return wrong ? refused(call, `is a ${wrong.type}, not a list`) : unknownOf(lists.map(openOf), call);
};

const openOf = (datum: Datum): Datum => (datum.type === "list" && datum.open ? datum.open : datum);

function joinClosed(
  items: readonly Datum[],
  between: Parameters<typeof joinParts>[1],
  args: readonly Datum[],
  call: CallContext,
): Datum {
  const parts = joinParts(items, between);
  const hole = items.find((item) => item.type === "unknown" || item.type === "pattern");
  if (!parts) return refused(call, "has an item that is no string");
  const why = hole && (hole.type === "unknown" || hole.type === "pattern") ? hole.why : "";
  return marked([...args, ...items], stringOf(parts, call.span, why));
}

export const joiningFunctions: Readonly<Record<string, TerraformFunction>> = { join };
