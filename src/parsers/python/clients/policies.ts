import { resourceNamed } from "../../../gcp/resource-name.ts";
import { unknown } from "../../../model/value.ts";
import type { Condition, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import {
  type DictTerm,
  type InstanceTerm,
  type Term,
  alternatives,
  atRun,
  dict,
  gap,
  list,
  literal,
  partsOfTerm,
  toValue,
} from "../terms.ts";
import { type Call, argument, termAt } from "./arguments.ts";
import { tableNamed, tableRef } from "./tables.ts";

/**
 * What `get_iam_policy` returns: bindings of which none is known, to which the program may add. Of
 * `google.api_core.iam.Policy()` there are none.
 */
export function policyRead(name: string, site: Site): Term | undefined {
  const isNew = name === "google.api_core.iam.Policy";
  if (!isNew && !/\.(?:get_iam_policy|getIamPolicy)$/.test(name)) return undefined;
  const open = isNew ? undefined : gap("policy", atRun, site.span);
  const policy: DictTerm = { ...dict(site.span, open), origin: "policy" };
  policy.entries.set("bindings", { key: literal("bindings", site.span), value: list([], site.span, open) });
  return policy;
}

/** `bucket.set_iam_policy(policy)`, `client.set_iam_policy(request={"resource": …, "policy": …})` */
export function policyWritten(machine: Machine, call: Call, site: Site): void {
  if (!/\.(?:set_iam_policy|setIamPolicy)$/.test(call.name)) return;
  const policy = argument(call, "policy") ?? call.body ?? call.args.get("0");
  const resource = resourceOf(call, site);
  if (policy === undefined) return;
  addPolicy(machine, site, policy, resource, call.name);
}

function addPolicy(machine: Machine, site: Site, policy: Term, resource: ResourceRef, writer: string): void {
  const bindings = termAt(policy, "bindings");
  const items = bindings?.type === "list" ? bindings.items : [];
  const isWhole = bindings?.type === "list" && !bindings.open;
  for (const binding of items) {
    machine.facts.push(...grantsOf(machine, site, binding, resource, writer, isWhole ? "policy" : "member"));
  }
  if (isWhole && machine.uncertain === 0) {
    machine.facts.push({ kind: "policy-read", ...placeNow(machine, site.span), resource, mode: "replaces" });
  }
}

function grantsOf(
  machine: Machine,
  site: Site,
  binding: Term,
  resource: ResourceRef,
  writer: string,
  authority: Grant["authority"],
): readonly Grant[] {
  const role = termAt(binding, "role");
  const members = termAt(binding, "members");
  if (role === undefined || members === undefined) return [];
  const principals = members.type === "list" ? [...members.items, ...(members.open ? [members.open] : [])] : [members];
  const condition = conditionOf(binding);
  const roles = alternatives(role);
  const grants: Grant[] = [];
  for (const principal of principals) {
    for (const one of roles) {
      const isSure = !binding.conditional && !principal.conditional && roles.length === 1;
      grants.push({
        kind: "grant",
        ...placeNow(machine, site.span),
        ...(!isSure && { conditional: true as const }),
        principal: toValue(principal),
        role: toValue(one),
        resource,
        ...(condition && { condition }),
        change: "add",
        authority,
        writer,
      });
    }
  }
  return grants;
}

function conditionOf(binding: Term): Condition | undefined {
  const expression = termAt(binding, "condition.expression");
  const title = termAt(binding, "condition.title");
  return expression && { expression: toValue(expression), ...(title && { title: toValue(title) }) };
}

/** Services that are not called like the family of their classes. */
const hosts: Readonly<Record<string, string>> = {
  kms: "cloudkms",
  resourcemanager: "cloudresourcemanager",
  functions: "cloudfunctions",
  tasks: "cloudtasks",
  iam_admin: "iam",
};

function resourceOf(call: Call, site: Site): ResourceRef {
  const bucket = bucketOf(call.self) ?? (isOfStorage(call) ? argument(call, "bucket") : undefined);
  if (bucket !== undefined) return { type: "storage-bucket", name: toValue(bucket) };
  const table = call.self?.of === "bigquery.Client" ? argument(call, "table") : undefined;
  if (table !== undefined) return tableRef(toValue(tableNamed(table)));
  const named = argument(call, "resource") ?? argument(call, "name");
  const missing: ResourceRef = { type: "unknown", name: unknown("resource", "can't be known", site.span) };
  if (named === undefined || named.type === "dict") return missing;
  // Version 1 of the API takes the id of a project alone.
  if (/^discovery\.cloudresourcemanager\.(?:.+\.)?projects\.setIamPolicy$/.test(call.name) && isAlone(named))
    return { type: "project", name: toValue(named) };
  const [family = ""] = call.name.replace(/^discovery\./, "").split(".");
  return (
    resourceNamed(`${hosts[family] ?? family}.googleapis.com`, toValue(named)) ?? {
      type: "unknown",
      name: toValue(named),
    }
  );
}

const isOfStorage = ({ name }: Call): boolean => name.startsWith("discovery.storage.");

const isAlone = (term: Term): boolean =>
  partsOfTerm(term).every((part) => typeof part !== "string" || !part.includes("/"));

export function bucketOf(self: InstanceTerm | undefined): Term | undefined {
  for (let at = self; at !== undefined; at = at.from) if (at.of === "storage.Bucket") return at.args.get("bucket_name");
  return undefined;
}
