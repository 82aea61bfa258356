import { showPrincipal } from "./principal.ts";
import type { Principal } from "../model/principal.ts";
import { type Value, show } from "../model/value.ts";

/** Who a value names, as a member of a policy: `serviceAccount:ci@p.iam.gserviceaccount.com`, `serviceAccount:${SA}`. */
export function memberText(value: Value, principal: Principal): string {
  const text = show(value);
  if (!principal.opaque && value.kind === "known") return showPrincipal(principal);
  return /^[a-zA-Z]+:/.test(text) || text.endsWith(".member}") ? text : `serviceAccount:${text}`;
}
