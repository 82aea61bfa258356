import type { Fact, Pool, PoolProvider, ResourceDefinition, RoleDefinition, ServiceAccount } from "../model/fact.ts";
import { expressionScope } from "../model/expression-scope.ts";
import { type Hole, type Reference, type Value, isReference, partsOf } from "../model/value.ts";
import { own } from "../model/own.ts";

/** What a value comes to: known text, with `⟨object.attribute⟩` and `⟨?module#expression⟩` where something is missing. */
export interface Naming {
  readonly textOf: (value: Value) => string;
  readonly definitions: Definitions;
}

/** The objects of the scanned code by address. */
export interface Definitions {
  readonly accounts: ReadonlyMap<string, ServiceAccount>;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly pools: ReadonlyMap<string, Pool | PoolProvider>;
}

/** A part of the text is an expression that can't be known: it equals only the same expression of the same module. */
export const hasHole = (text: string): boolean => /[⟨‹]\?/.test(text);

/** Nothing of the text is missing. */
export const isExact = (text: string): boolean => !text.includes("⟨");

/** The text for people: `ci@${var.project}.iam.gserviceaccount.com`. */
export const shownText = (text: string): string =>
  isExact(text) ? text : text.replaceAll(/⟨\??([^⟩]*)⟩/g, (_, inner: string) => shownGap(inner));

/** Shells and workflows write their own `$`. */
function shownGap(inner: string): string {
  const expression = inner.slice(inner.lastIndexOf("#") + 1).replace("›", "");
  const counted =
    inner.startsWith("number of ") && !expression.startsWith("number of ") ? `number of ${expression}` : expression;
  return counted.startsWith("$") ? counted : `\${${counted}}`;
}

/** The one thing that a value names, if it is a lone reference. */
export function loneReference(value: Value): Reference | undefined {
  const [part, ...rest] = partsOf(value);
  return rest.length === 0 && part !== undefined && typeof part !== "string" && isReference(part) ? part : undefined;
}

/** References to references, and the names that they make, are followed only so far. */
const deepest = 50;
const longest = 2000;

export function createNaming(facts: readonly Fact[]): Naming {
  const definitions = definitionsIn(facts);
  const open = new Set<string>();
  const known = new Map<string, string>();

  function textOf(value: Value): string {
    if (value.kind === "known") return value.text;
    return value.parts.map((part) => partText(part, value)).join("");
  }

  function partText(part: string | Reference | Hole, value: Value): string {
    if (typeof part === "string") return part;
    if (isReference(part)) return referenceText(part);
    return `⟨?${part.scope ?? expressionScope(value.span.path)}#${plain(part.expression)}⟩`;
  }

  /** An object whose name depends on itself, on nothing known or on too much is named by its address. */
  function referenceText({ target, attribute }: Reference): string {
    const mark = `${target} ${attribute}`;
    if (open.has(mark) || open.size > deepest) return placeholder(target, attribute);
    let text = known.get(mark);
    if (text === undefined) {
      open.add(mark);
      text = definedText(target, attribute) ?? placeholder(target, attribute);
      open.delete(mark);
      if (text.length > longest) text = placeholder(target, attribute);
      known.set(mark, text);
    }
    return text;
  }

  function definedText(target: string, attribute: string): string | undefined {
    const account = definitions.accounts.get(target);
    if (account !== undefined) return accountText(target, account, attribute);
    const resource = definitions.resources.get(target);
    if (resource !== undefined) return resourceText(target, resource, attribute);
    const role = definitions.roles.get(target);
    if (role !== undefined) return nameText(ownName(target, role.name), attribute, "role_id");
    const pool = definitions.pools.get(target);
    // The number of its project, as far as anything says what project that is.
    if (attribute === "project_number") return pool?.kind === "pool" && pool.project ? textOf(pool.project) : undefined;
    return pool && nameText(ownName(target, pool.name), attribute, poolIds[pool.kind]);
  }

  function accountText(target: string, account: ServiceAccount, attribute: string): string | undefined {
    if (attribute === "project") return account.project && textOf(account.project);
    const email = ownName(target, account.email);
    if (attribute === "account_id") return isExact(email) ? email.slice(0, email.indexOf("@")) : undefined;
    return own(accountForms, attribute)?.(email);
  }

  function resourceText(target: string, definition: ResourceDefinition, attribute: string): string | undefined {
    const { resource, number } = definition;
    if (attribute === "number") return number && ownName(`${target}.number`, number);
    if (attribute === "project") return resource.project && textOf(resource.project);
    if (attribute === "location" || attribute === "region") return resource.location && textOf(resource.location);
    const name = ownName(resource.type === "project" ? `${target}.project_id` : target, resource.name);
    const plural = own(hierarchyNames, resource.type);
    if (plural === undefined) return name;
    const bare = name.startsWith(plural) ? name.slice(plural.length) : name;
    return pathAttributes.has(`${resource.type} ${attribute}`) ? plural + bare : bare;
  }

  /** Names that are a lone gap say less than the object's own address. */
  function ownName(address: string, name: Value): string {
    const text = textOf(name);
    return /^⟨\?[^⟩]*⟩$/.test(text) ? `⟨${address}⟩` : text;
  }

  return { textOf, definitions };
}

function definitionsIn(facts: readonly Fact[]): Definitions {
  const accounts = new Map<string, ServiceAccount>();
  const resources = new Map<string, ResourceDefinition>();
  const roles = new Map<string, RoleDefinition>();
  const pools = new Map<string, Pool | PoolProvider>();
  for (const fact of facts) {
    if (!("object" in fact) || fact.object === undefined) continue;
    if (fact.kind === "service-account") accounts.set(fact.object, fact);
    else if (fact.kind === "resource") resources.set(fact.object, fact);
    else if (fact.kind === "role") roles.set(fact.object, fact);
    else if (fact.kind === "pool" || fact.kind === "pool-provider") pools.set(fact.object, fact);
  }
  return { accounts, resources, roles, pools };
}

const plain = (expression: string): string => expression.replaceAll(/\s+/g, " ").replaceAll("⟩", ")").trim();

const accountForms: Readonly<Record<string, (email: string) => string>> = {
  email: (email) => email,
  member: (email) => `serviceAccount:${email}`,
  iam_email: (email) => `serviceAccount:${email}`,
  name: (email) => `projects/-/serviceAccounts/${email}`,
  id: (email) => `projects/-/serviceAccounts/${email}`,
  service_account_id: (email) => `projects/-/serviceAccounts/${email}`,
};

const hierarchyNames: Readonly<Record<string, string>> = {
  project: "projects/",
  folder: "folders/",
  organization: "organizations/",
};

/** Attributes that carry the collection's name. */
const pathAttributes: ReadonlySet<string> = new Set([
  "project id",
  "folder id",
  "folder name",
  "organization id",
  "organization name",
]);

const poolIds = { pool: "workload_identity_pool_id", "pool-provider": "workload_identity_pool_provider_id" } as const;

const nameText = (name: string, attribute: string, idAttribute: string): string =>
  attribute === idAttribute ? name.slice(name.lastIndexOf("/") + 1) : name;

const accountLike = /service_?accounts?\b/i;

/** The address of an object that the scanned code does not define, or does not name. */
function placeholder(target: string, attribute: string): string {
  if (accountLike.test(target.slice(target.lastIndexOf("#") + 1))) {
    const form = own(accountForms, attribute);
    if (form !== undefined) return form(`⟨${target}⟩`);
  }
  return identityAttributes.has(attribute) ? `⟨${target}⟩` : `⟨${target}.${attribute}⟩`;
}

const identityAttributes: ReadonlySet<string> = new Set(["id", "name", "email", "self_link"]);
