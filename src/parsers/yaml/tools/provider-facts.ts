import { iamTargetOf } from "../../../gcp/terraform-resources.ts";
import { resourceTypeOfTerraform } from "../../../gcp/resource-types.ts";
import type { Fact, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Span, spanOf } from "../../../model/source.ts";
import { known, unknown } from "../../../model/value.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { policyFacts } from "../policies/allow-policy.ts";
import { grantOf } from "../policies/grants.ts";
import { refOfName } from "../policies/resource-refs.ts";
import { type Document, spanAt } from "../text/document.ts";
import { readJson } from "../text/json-text.ts";
import { optional } from "../text/optional.ts";
import { type Scalar, get, isScalar, itemsOf, scalarsOf } from "../text/tree.ts";
import { definitionFacts } from "./provider-definitions.ts";
import { type ProviderResource, argumentOf, isHierarchy, listOf, placeOf } from "./provider-resource.ts";
import { providerWorkloads } from "./provider-workloads.ts";

/** What one resource says: its grants, or what it defines and runs. */
export function providerFacts(resource: ProviderResource): readonly Fact[] {
  const match = /^(.+)_iam_(member|binding|policy|audit_config)$/u.exec(resource.terraform);
  if (match !== null) return policyPart(resource, match[1] ?? "", match[2] ?? "");
  return [...definitionFacts(resource), ...providerWorkloads(resource)];
}

function policyPart(resource: ProviderResource, base: string, kind: string): readonly Fact[] {
  const target = targetOf(resource, base);
  if (kind === "policy") return wholePolicy(resource, target);
  if (kind === "audit_config") return auditConfig(resource, target);
  const role = resource.value("role") ?? unknown("role", "the resource has no role", placeOf(resource).span);
  const principals = kind === "member" ? [resource.value("member")] : listOf(resource, "members");
  const { span, dialect } = placeOf(resource);
  const condition = conditionOf(resource);
  const authority: Grant["authority"] = kind === "member" ? "member" : "role";
  return principals.flatMap((principal) =>
    principal === undefined
      ? []
      : grantOf({ principal, role, resource: target, condition, authority, writer: resource.writer, span, dialect }),
  );
}

function conditionOf(resource: ProviderResource): Grant["condition"] {
  const expression = argumentOf(resource, "condition.expression");
  if (!isScalar(expression)) return undefined;
  const title = argumentOf(resource, "condition.title");
  return { expression: resource.scalar(expression), ...(isScalar(title) ? { title: resource.scalar(title) } : {}) };
}

/** The resource that `google_BASE_iam_*` is about. */
function targetOf(resource: ProviderResource, base: string): ResourceRef {
  const target = iamTargetOf(base);
  const { span } = placeOf(resource);
  const type = target?.type ?? resourceTypeOfTerraform(base);
  const name = target?.name === undefined ? undefined : resource.value(target.name);
  if (type === "service-account" && name !== undefined) return { type, name: accountPath(name) };
  const full = name?.kind === "known" && name.text.includes("/") ? refOfName(name.text, name.span) : undefined;
  if (full?.type === type) return full;
  const location = target?.location === undefined ? undefined : resource.value(target.location);
  const [outer] = target?.within ?? [];
  const around = outer === undefined ? undefined : resource.value(outer[0]);
  return {
    type,
    name:
      name ??
      (type === "project" ? resource.project : undefined) ??
      unknown(base, "the resource does not name it", span),
    ...(isHierarchy(type) ? {} : optional("project", resource.value("project") ?? resource.project)),
    ...optional("location", location),
    ...(outer === undefined || around === undefined ? {} : { within: { type: outer[1], name: around } }),
  };
}

/** `policyData` is JSON in a string, unless it is made elsewhere. */
function wholePolicy(resource: ProviderResource, target: ResourceRef): readonly Fact[] {
  const data = argumentOf(resource, "policy_data");
  if (!isScalar(data) || !/^\s*\{/u.test(data.text)) return [];
  const { span } = placeOf(resource);
  const inner: Document = { ...resource.document, text: data.text, parsed: data.text };
  const writer = { resource: target, authority: "policy", writer: resource.writer, mode: "replaces", span } as const;
  const place = spanOf(resource.document.path, data.start, data.end);
  return readJson(data.text)
    .roots.flatMap((policy) => policyFacts(inner, policy, writer))
    .map((fact) => moved(fact, place));
}

/** Values inside a string stand where the string stands. */
const moved = (fact: Fact, span: Span): Fact =>
  fact.kind === "grant" ? { ...fact, principal: { ...fact.principal, span }, role: { ...fact.role, span } } : fact;

function auditConfig(resource: ProviderResource, target: ResourceRef): readonly Fact[] {
  const service = resource.value("service");
  if (service === undefined) return [];
  const logs = itemsOf(argumentOf(resource, "audit_log_configs") ?? argumentOf(resource, "audit_log_config"));
  const scalars = (key: string): readonly Scalar[] => logs.flatMap((log) => scalarsOf(get(log, key)));
  return [
    {
      kind: "audit-config",
      resource: target,
      service,
      logTypes: scalars("logType").map((type) => known(type.text, spanAt(resource.document, type))),
      exempted: scalars("exemptedMembers").map((member) => resource.scalar(member)),
      ...placeOf(resource),
    },
  ];
}
