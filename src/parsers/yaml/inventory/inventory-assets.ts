import type { Condition, Fact, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Span, spanOf } from "../../../model/source.ts";
import { type Known, known } from "../../../model/value.ts";
import { type AssetPlace, placeOf, valueAt } from "./inventory-places.ts";
import { assetResourceFacts } from "./inventory-resources.ts";
import { refOfName, unknownRef } from "../policies/resource-refs.ts";

/**
 * One asset of Cloud Asset Inventory, as `gcloud asset export` and `gcloud asset search-all-iam-policies` write them:
 * snake or camel case, with the policy of the resource, and with what is above it.
 */
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Is this one element of an export, or one result of a search? */
export const isAsset = (value: unknown): boolean =>
  isObject(value) &&
  (textOf(value["asset_type"]) ?? textOf(value["assetType"])) !== undefined &&
  (textOf(value["name"]) ?? textOf(value["resource"]))?.startsWith("//") === true;

export function assetFacts(asset: unknown, place: AssetPlace): readonly Fact[] {
  if (!isObject(asset) || !isAsset(asset)) return [];
  const name = textOf(asset["name"]) ?? textOf(asset["resource"]) ?? "";
  const span = placeOf(place, name);
  const ancestors = ancestorsOf(asset);
  const ref = resourceOf(name, ancestors, span);
  const facts: Fact[] = [];
  hierarchyFacts(facts, ancestors, span, place);
  resourceFacts(facts, asset, ref, ancestors, span, place);
  const exported = asset["iam_policy"] ?? asset["iamPolicy"];
  if (isObject(exported)) policyFacts(facts, exported, ref, true, place);
  else if (isObject(asset["policy"])) policyFacts(facts, asset["policy"], ref, false, place);
  for (const policy of listOf(asset["org_policy"] ?? asset["orgPolicy"])) orgPolicyFacts(facts, policy, ref, place);
  return facts;
}

/** Nearest first, without the asset itself: `projects/1`, `folders/2`, `organizations/3`. */
function ancestorsOf(asset: Json): readonly string[] {
  const listed = listOf(asset["ancestors"]).filter((entry) => typeof entry === "string");
  if (listed.length > 0) return listed;
  const searched = [asset["project"], ...listOf(asset["folders"]), asset["organization"]];
  return searched.filter((entry) => typeof entry === "string" && entry !== "") as string[];
}

function resourceOf(name: string, ancestors: readonly string[], span: Span): ResourceRef {
  const ref = refOfSibling(name, span) ?? unlisted(name, span);
  const [nearest = ""] = ancestors;
  if (ref.project !== undefined || !nearest.startsWith("projects/") || hierarchy.has(ref.type)) return ref;
  const project = known(nearest.slice("projects/".length), span);
  // A literal, not a spread: it is made for every line.
  return ref.location === undefined && ref.within === undefined
    ? { type: ref.type, name: ref.name, project }
    : { ...ref, project };
}

/** What names have in common but their last part; exports list siblings together. */
const siblings = new Map<string, ResourceRef | undefined>();
const maxSiblings = 5000;

function refOfSibling(name: string, span: Span): ResourceRef | undefined {
  const slash = name.lastIndexOf("/") + 1;
  const above = name.slice(0, slash);
  if (!siblings.has(above)) {
    if (siblings.size > maxSiblings) siblings.clear();
    siblings.set(above, refOfName(name, span));
  }
  const sibling = siblings.get(above);
  if (sibling?.name.kind !== "known") return undefined;
  // Names may hold slashes (objects of a bucket): then the part that differs is not the name.
  if (sibling.name.text.includes("/")) return refOfName(name, span);
  return replaced(sibling, known(name.slice(slash), span));
}

/** The reference with another name, at the place of that name. */
function replaced({ type, project, location, within }: ResourceRef, name: Known): ResourceRef {
  const { span } = name;
  if (project === undefined && location === undefined && within === undefined) return { type, name };
  return {
    type,
    name,
    ...(project === undefined ? {} : { project: { ...project, span } }),
    ...(location === undefined ? {} : { location: { ...location, span } }),
    ...(within?.name.kind === "known" ? { within: replaced(within, { ...within.name, span }) } : {}),
  };
}

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization", "billing-account"]);

/** A kind of resource that has no policy in any table: its full name is name enough. */
function unlisted(name: string, span: Span): ResourceRef {
  const project = /\/projects\/([^/]+)\//u.exec(name)?.[1];
  const ref = unknownRef(span, "a kind of resource that is not in the tables");
  return { ...ref, name: known(name, span), ...(project === undefined ? {} : { project: known(project, span) }) };
}

const ancestorRef = (name: string, span: Span): ResourceRef | undefined => {
  const slash = name.indexOf("s/");
  const type = name.slice(0, slash);
  return hierarchy.has(type) ? { type, name: known(name.slice(slash + 2), span) } : undefined;
};

/** Every pair of neighbours once a file. */
function hierarchyFacts(facts: Fact[], ancestors: readonly string[], span: Span, { seen }: AssetPlace): void {
  for (let n = 0; n + 1 < ancestors.length; n++) {
    const child = ancestors[n] ?? "";
    if (seen.has(child)) continue;
    const parent = ancestors[n + 1] ?? "";
    seen.add(child);
    const resource = ancestorRef(child, span);
    const above = ancestorRef(parent, span);
    if (resource !== undefined && above !== undefined) {
      facts.push({ kind: "resource", resource, parent: above, span, dialect: "json" });
    }
  }
}

/** What the asset itself says: a project's id and number, a service account's e-mail, what a custom role holds. */
function resourceFacts(
  facts: Fact[],
  asset: Json,
  ref: ResourceRef,
  ancestors: readonly string[],
  span: Span,
  place: AssetPlace,
): void {
  const wrapper = asset["resource"];
  const data = isObject(wrapper) && isObject(wrapper["data"]) ? wrapper["data"] : {};
  if (ref.type === "project") projectFact(facts, ref, data, ancestors, span, place);
  const type = textOf(asset["asset_type"]) ?? textOf(asset["assetType"]) ?? "";
  facts.push(...assetResourceFacts(type, { name: textOf(asset["name"]) ?? "", ref, data, span, place }));
}

function projectFact(
  facts: Fact[],
  ref: ResourceRef,
  data: Json,
  ancestors: readonly string[],
  span: Span,
  place: AssetPlace,
): void {
  const { seen } = place;
  const named = ref.name.kind === "known" ? ref.name.text : "";
  const id = textOf(data["projectId"]) ?? named;
  const own = ancestors[0]?.startsWith("projects/") === true ? ancestors[0].slice("projects/".length) : named;
  const number = /^\d+$/u.test(own) ? own : undefined;
  if (/^\d+$/u.test(id) || seen.has(`id/${id}`)) return;
  seen.add(`id/${id}`);
  const parent = ancestors.find((name) => !name.startsWith("projects/"));
  const above = parent === undefined ? undefined : ancestorRef(parent, span);
  facts.push({
    kind: "resource",
    resource: { type: "project", name: known(id, placeOf(place, id)) },
    ...(above === undefined ? {} : { parent: above }),
    ...(number === undefined ? {} : { number: known(number, span) }),
    span,
    dialect: "json",
  });
}

/** `isWhole`: a search may list the bindings that match it alone. */
function policyFacts(facts: Fact[], policy: Json, ref: ResourceRef, isWhole: boolean, place: AssetPlace): void {
  const first = Math.max(0, place.line.indexOf("bindings"));
  let cursor = first;
  for (const binding of listOf(policy["bindings"])) cursor = bindingFacts(facts, binding, ref, place, cursor);
  for (const config of listOf(policy["auditConfigs"] ?? policy["audit_configs"])) auditFact(facts, config, ref, place);
  if (!isWhole || ref.type === "unknown") return;
  const span = spanOf(place.path, place.offset + first, place.offset + first + "bindings".length);
  facts.push({ kind: "policy-read", resource: ref, mode: "snapshot", span, dialect: "json" });
}

/** Returns where in the line the binding ends: the next one is looked for from there. */
function bindingFacts(facts: Fact[], binding: unknown, resource: ResourceRef, place: AssetPlace, from: number): number {
  if (!isObject(binding) || typeof binding["role"] !== "string") return from;
  const role = valueAt(place, binding["role"], from);
  const condition = conditionOf(binding["condition"], place, from);
  let end = role.span.end - place.offset;
  let cursor = from;
  for (const member of listOf(binding["members"])) {
    if (typeof member !== "string") continue;
    const principal = valueAt(place, member, cursor);
    cursor = Math.max(cursor, principal.span.end - place.offset);
    facts.push(grant(principal, role, resource, condition, place.path));
  }
  end = Math.max(end, cursor, condition === undefined ? 0 : condition.expression.span.end - place.offset);
  return end;
}

// A literal, not a spread: there are millions of them.
function grant(
  principal: Known,
  role: Known,
  resource: ResourceRef,
  condition: Condition | undefined,
  writer: string,
): Grant {
  const authority = "listed";
  const { span } = role;
  return condition === undefined
    ? { kind: "grant", principal, role, resource, change: "add", authority, writer, span, dialect: "json" }
    : { kind: "grant", principal, role, resource, condition, change: "add", authority, writer, span, dialect: "json" };
}

function conditionOf(condition: unknown, place: AssetPlace, from: number): Condition | undefined {
  if (!isObject(condition) || typeof condition["expression"] !== "string") return undefined;
  const title = textOf(condition["title"]);
  const description = textOf(condition["description"]);
  return {
    expression: valueAt(place, condition["expression"], from),
    ...(title === undefined ? {} : { title: valueAt(place, title, from) }),
    ...(description === undefined ? {} : { description: valueAt(place, description, from) }),
  };
}

function auditFact(facts: Fact[], config: unknown, resource: ResourceRef, place: AssetPlace): void {
  const service = isObject(config) ? textOf(config["service"]) : undefined;
  if (!isObject(config) || service === undefined) return;
  const from = Math.max(0, place.line.search(/audit_?[cC]onfigs/u));
  const logs = listOf(config["auditLogConfigs"] ?? config["audit_log_configs"]).filter(isObject);
  const texts = (keys: readonly string[]): readonly Known[] =>
    logs
      .flatMap((log) => keys.flatMap((key) => (Array.isArray(log[key]) ? (log[key] as unknown[]) : [log[key]])))
      .flatMap((text) => (typeof text === "string" ? [valueAt(place, text, from)] : numbered(text, place, from)));
  const value = valueAt(place, service, from);
  facts.push({
    kind: "audit-config",
    resource,
    service: value,
    logTypes: texts(["logType", "log_type"]),
    exempted: texts(["exemptedMembers", "exempted_members"]),
    span: value.span,
    dialect: "json",
  });
}

/** Exports to files have the numbers of the enumeration. */
const logTypes: Readonly<Record<number, string>> = { 1: "ADMIN_READ", 2: "DATA_WRITE", 3: "DATA_READ" };

const numbered = (number: unknown, { path, offset }: AssetPlace, from: number): readonly Known[] =>
  typeof number === "number" && logTypes[number] !== undefined
    ? [known(logTypes[number], spanOf(path, offset + from, offset + from))]
    : [];

function orgPolicyFacts(facts: Fact[], policy: unknown, resource: ResourceRef, place: AssetPlace): void {
  const constraint = isObject(policy) ? textOf(policy["constraint"]) : undefined;
  if (!isObject(policy) || constraint === undefined) return;
  const named = valueAt(place, constraint, 0);
  const boolean = policy["boolean_policy"] ?? policy["booleanPolicy"];
  const list = policy["list_policy"] ?? policy["listPolicy"];
  const values = (snake: string, camel: string): readonly Known[] =>
    isObject(list)
      ? listOf(list[snake] ?? list[camel]).flatMap((text) =>
          typeof text === "string" ? [valueAt(place, text, 0)] : [],
        )
      : [];
  const allowed = values("allowed_values", "allowedValues");
  const denied = values("denied_values", "deniedValues");
  facts.push({
    kind: "org-policy",
    resource,
    constraint: named,
    ...(isObject(boolean) ? { enforced: boolean["enforced"] === true } : {}),
    ...(allowed.length === 0 ? {} : { allowed }),
    ...(denied.length === 0 ? {} : { denied }),
    span: named.span,
    dialect: "json",
  });
}
