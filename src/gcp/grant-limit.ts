import { permissionsOfRole } from "./role-table.ts";
import { standingOf } from "./role-tier.ts";

/** Which roles somebody who sets policies may grant, by the condition of his own grant. */
export interface GrantLimit {
  readonly roles: readonly string[];
  /** Those of them that lead to all others. */
  readonly strong: readonly string[];
}

/** Of `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/x'])`; `undefined`: no limit. */
export function grantLimitOf(expression: string): GrantLimit | undefined {
  const call = /modifiedGrantsByRole['"]\s*,\s*\[\s*\]\s*\)\s*\.hasOnly\(\s*\[([^\]]*)\]\s*\)/.exec(expression);
  // What stands beside it by `||` opens the door again.
  if (call === null || /\|\||!/.test(expression)) return undefined;
  const roles = [...(call[1] ?? "").matchAll(/['"]([^'"]+)['"]/g)].map(([, name = ""]) => name);
  return { roles, strong: roles.filter(isStrong) };
}

/** A role of unknown content may be anything. */
function isStrong(name: string): boolean {
  const held = permissionsOfRole(name);
  const tier = standingOf(held)?.tier;
  return held === undefined || tier === "guardrail" || tier === "takeover";
}
