import type { Condition, Dialect, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import type { Value } from "../../../model/value.ts";
import { optional } from "../text/optional.ts";

/** What a grant consists of; most writers add, without condition, for good. */
export interface GrantParts {
  readonly principal: Value;
  readonly role: Value;
  readonly resource: ResourceRef;
  readonly condition?: Condition | undefined;
  readonly change?: Grant["change"] | undefined;
  readonly authority: Grant["authority"];
  readonly writer: string;
  readonly eligible?: true | undefined;
  readonly span: Span;
  readonly dialect: Dialect;
}

export function grantOf(parts: GrantParts): Grant {
  const { condition, change = "add", eligible, ...rest } = parts;
  return { kind: "grant", ...rest, change, ...optional("condition", condition), ...optional("eligible", eligible) };
}
