import { basicRoles } from "../gcp/basic-roles.ts";
import { permissionsOfRole, roleInfo } from "../gcp/role-table.ts";
import type { Fact, RoleDefinition } from "../model/fact.ts";
import type { PermissionSet, Role } from "../model/graph.ts";
import type { Value } from "../model/value.ts";
import { fitsParts } from "./glob.ts";
import { isExact, shownText } from "./naming.ts";
import type { Naming } from "./naming.ts";

/** Roles by canonical name, custom ones with what their definitions say. */
export function createRoles(facts: readonly Fact[], naming: Naming): (value: Value) => Role {
  const { textOf } = naming;
  const definitions = definitionsByName(facts, naming);
  const interned = new Map<string, Role>();
  return (value) => {
    const name = bareRole(textOf(value));
    let role = interned.get(name);
    if (role === undefined) {
      role = { ...roleNamed(name, definitions.get(name) ?? [], textOf), value };
      interned.set(name, role);
    }
    return role;
  };
}

/** Service-agent roles end so; Google names one differently. */
const isServiceAgentRole = (name: string): boolean =>
  /serviceagent$/i.test(name) || name === "roles/composer.ServiceAgentV2Ext";

/** The role without the hash under which a policy of version 1 shows a conditional grant. */
const bareRole = (name: string): string =>
  name.replace(/^\/\/iam\.googleapis\.com\//, "").replace(/_withcond_[0-9a-f]+$/, "");

function roleNamed(
  name: string,
  definitions: readonly RoleDefinition[],
  textOf: Naming["textOf"],
): Omit<Role, "value"> {
  const named = { shown: shownText(name), ...(isExact(name) ? { name } : {}) };
  const [definition] = definitions;
  if (definition !== undefined) return { ...named, ...customRole(definitions, textOf), kind: "custom", definition };
  if (!isExact(name)) return { ...named, kind: "unknown" };
  if (/^(?:projects|organizations)\/[^/]+\/roles\/[^/]+$/.test(name)) return { ...named, kind: "custom" };
  const permissions = permissionsOfRole(name);
  const held = permissions === undefined || permissions.size === 0 ? {} : { permissions };
  return { ...named, ...held, kind: kindOf(name) };
}

function kindOf(name: string): Role["kind"] {
  if (basicRoles.has(name)) return "basic";
  const info = roleInfo(name);
  if (info === undefined) return "unknown";
  if (info.kind === "retired") return "retired";
  if (isServiceAgentRole(name)) return "service-agent";
  return info.kind === "undisclosed" ? "unlisted" : "predefined";
}

function definitionsByName(facts: readonly Fact[], { textOf }: Naming): ReadonlyMap<string, RoleDefinition[]> {
  const byName = new Map<string, RoleDefinition[]>();
  for (const fact of facts) {
    if (fact.kind !== "role" || fact.change === "delete") continue;
    const text = textOf(fact.name);
    // A definition that does not know its own name is known by its address alone.
    const name = fact.object !== undefined && /^⟨\?[^⟩]*⟩$/.test(text) ? `⟨${fact.object}⟩` : bareRole(text);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [fact]);
    else if (fact.change === "create") known.unshift(fact);
    else known.push(fact);
  }
  return byName;
}

/** Everything that any definition lists: which of them was applied last can't be known. */
function customRole(
  definitions: readonly RoleDefinition[],
  textOf: Naming["textOf"],
): { readonly permissions: PermissionSet; readonly open?: true } {
  if (definitions.some(({ stage }) => stage?.kind === "known" && stage.text.toUpperCase() === "DISABLED")) {
    return { permissions: permissionSet([]) };
  }
  const listed = definitions.flatMap(({ permissions }) => permissions);
  const texts = listed.map(textOf);
  const open = definitions.some((definition) => definition.open) || !texts.every(isExact);
  return { permissions: permissionSet(texts.filter(isExact)), ...(open ? { open: true } : {}) };
}

/** A set of permissions as written; `aiplatform.*` stands for what its author means, though the API refuses it. */
export function permissionSet(permissions: readonly string[]): PermissionSet {
  const literal = new Set(permissions.map(canonicalPermission));
  const patterns = [...literal].filter((text) => text.includes("*")).map((text) => text.split("*"));
  return {
    size: literal.size,
    has: (permission) => {
      const canonical = canonicalPermission(permission);
      return literal.has(canonical) || patterns.some((parts) => fitsParts(canonical, parts));
    },
    list: () => [...literal].toSorted(),
  };
}

/** Pools and OAuth clients have two spellings; the table's own is the longer one. */
export const canonicalPermission = (permission: string): string =>
  longNames.test(permission) ? `iam.googleapis.com/${permission.slice("iam.".length)}` : permission;

const longNames = /^iam\.(?:work(?:loadIdentity|force|space)Pool|oauthClient)[A-Za-z]*\./;
