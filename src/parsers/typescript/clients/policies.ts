import { resourceNamed } from "../../../gcp/resource-name.ts";
import type { Condition, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { unknown } from "../../../model/value.ts";
import { setEntry } from "../eval/evaluate.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type DictTerm, type Term, alternatives, dict, gap, list, literal, nameOfExternal, toValue } from "../terms.ts";
import type { ExternalTerm } from "../terms.ts";
import { type Link, bucketNamed, linksOf, termAt } from "./trail.ts";

/** What `getIamPolicy` returns: bindings of which none is known, to which the program may add. */
export function policyRead(external: ExternalTerm, site: Site): Term | undefined {
  const name = linksOf(external.steps).at(-1)?.name;
  if (name !== "getIamPolicy" && name !== "getPolicy") return undefined;
  const open = gap("policy", "is known when it runs", site.span);
  const policy: DictTerm = { ...dict(site.span, open), origin: "policy" };
  policy.entries.set("bindings", { key: literal("bindings", site.span), value: list([], site.span, open) });
  // `const [policy] = …` of most clients, `const { data } = …` of the discovery-based one.
  if (isDiscovery(external)) {
    const response: DictTerm = dict(site.span);
    setEntry(response, literal("data", site.span), policy);
    return response;
  }
  return list([policy], site.span);
}

/** `setIamPolicy({ resource, policy })`, `bucket.iam.setPolicy(policy)` */
export function policyWritten(machine: Machine, external: ExternalTerm, site: Site): void {
  const links = linksOf(external.steps);
  const last = links.at(-1);
  const [first] = last?.args ?? [];
  if (first === undefined || (last?.name !== "setIamPolicy" && last?.name !== "setPolicy")) return;
  const policy =
    termAt(first, "policy") ?? termAt(first, "requestBody.policy") ?? termAt(first, "resource.policy") ?? first;
  const resource = resourceOf(external, links, first, site);
  if (policy.type !== "dict" || resource === undefined) return;
  const writer = nameOfExternal(external).replace(/^@google-cloud\//, "");
  addPolicy(machine, site, policy, resource, writer);
}

function addPolicy(machine: Machine, site: Site, policy: DictTerm, resource: ResourceRef, writer: string): void {
  const bindings = policy.entries.get("bindings")?.value;
  const items = bindings?.type === "list" ? bindings.items : [];
  const isWhole =
    policy.origin === undefined && policy.open === undefined && bindings?.type === "list" && !bindings.open;
  for (const binding of items) {
    for (const grant of grantsOf(machine, site, binding, resource, writer, isWhole ? "policy" : "member")) {
      machine.facts.push(grant);
    }
  }
  if (isWhole && machine.uncertain === 0) {
    machine.facts.push({ kind: "policy-read", ...placeNow(machine, site.span), resource, mode: "replaces" });
  }
}

function* grantsOf(
  machine: Machine,
  site: Site,
  binding: Term,
  resource: ResourceRef,
  writer: string,
  authority: Grant["authority"],
): Iterable<Grant> {
  const role = termAt(binding, "role");
  if (role === undefined) return;
  const members = binding.type === "dict" ? binding.entries.get("members")?.value : undefined;
  const principals =
    members?.type === "list" ? [...members.items, ...(members.open ? [members.open] : [])] : members ? [members] : [];
  const condition = conditionOf(binding);
  for (const principal of principals) {
    for (const one of alternatives(role)) {
      const place = placeNow(machine, site.span);
      const isSure = !binding.conditional && !principal.conditional && alternatives(role).length === 1;
      yield {
        kind: "grant",
        ...place,
        ...(!isSure && { conditional: true as const }),
        principal: toValue(principal),
        role: toValue(one),
        resource,
        ...(condition && { condition }),
        change: "add",
        authority,
        writer,
      };
    }
  }
}

function conditionOf(binding: Term): Condition | undefined {
  const expression = termAt(binding, "condition.expression");
  const title = termAt(binding, "condition.title");
  return expression && { expression: toValue(expression), ...(title && { title: toValue(title) }) };
}

/** `googleapis`, `@googleapis/healthcare` */
export const isDiscovery = ({ package: from }: ExternalTerm): boolean => /^@?googleapis(?:\/|$)/.test(from);

/** Hosts that are not called like the package. */
const hosts: Readonly<Record<string, string>> = {
  kms: "cloudkms",
  "secret-manager": "secretmanager",
  "resource-manager": "cloudresourcemanager",
  functions: "cloudfunctions",
  "artifact-registry": "artifactregistry",
  tasks: "cloudtasks",
};

function resourceOf(
  external: ExternalTerm,
  links: readonly Link[],
  request: Term,
  site: Site,
): ResourceRef | undefined {
  const bucket = bucketNamed(links);
  if (bucket !== undefined) return { type: "storage-bucket", name: toValue(bucket) };
  const [topic, subscription] = ["topic", "subscription"].map(
    (kind) => links.find(({ name }) => name === kind)?.args?.[0],
  );
  if (subscription !== undefined) return { type: "pubsub-subscription", name: toValue(subscription) };
  if (topic !== undefined) return { type: "pubsub-topic", name: toValue(topic) };
  const [dataset, table] = ["dataset", "table"].map((kind) => links.find(({ name }) => name === kind)?.args?.[0]);
  if (dataset !== undefined && table !== undefined) {
    return {
      type: "bigquery-table",
      name: toValue(table),
      within: { type: "bigquery-dataset", name: toValue(dataset) },
    };
  }
  // In the discovery-based client `resource` may be the body.
  const named = ["resource", "resource_", "name"]
    .map((name) => termAt(request, name))
    .find((term) => term !== undefined && term.type !== "dict");
  if (named === undefined) return undefined;
  const service = external.package.replace("@google-cloud/", "");
  const isApi = isDiscovery(external);
  const host = isApi ? (links.find(({ args }) => args !== undefined)?.name ?? "") : (hosts[service] ?? service);
  const found = resourceNamed(`${host}.googleapis.com`, toValue(named));
  if (found === undefined && isApi && links.at(-2)?.name === "projects")
    return { type: "project", name: toValue(named) };
  return (
    found ?? {
      type: "unknown",
      name:
        named.type === "text" || named.type === "gap"
          ? toValue(named)
          : unknown("resource", "can't be known", site.span),
    }
  );
}
