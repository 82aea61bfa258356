import { bucketAclRoles, memberOfEntity, objectAclRoles, predefinedAcls } from "../../../gcp/storage-acls.ts";
import type { Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known } from "../../../model/value.ts";
import { attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { grants } from "./iam.ts";
import { type Possible, joined, possibilities, requiredAt, withValue } from "./reading.ts";
import type { FactsOf } from "./scope.ts";
import { resourceOf } from "./target.ts";

/** Access control lists of Cloud Storage, as grants of the roles that they amount to. */
export const storageAclFacts: Readonly<Record<string, FactsOf>> = {
  google_storage_bucket_acl: (instance) => [
    ...listed(instance, "role_entity", bucketAclRoles, bucketOf(instance)),
    ...predefined(instance, "predefined_acl", bucketAclRoles, bucketOf(instance)),
    ...predefined(instance, "default_acl", objectAclRoles, bucketOf(instance)),
  ],
  google_storage_default_object_acl: (instance) => listed(instance, "role_entity", objectAclRoles, bucketOf(instance)),
  google_storage_object_acl: (instance) => [
    ...listed(instance, "role_entity", objectAclRoles, objectOf(instance)),
    ...predefined(instance, "predefined_acl", objectAclRoles, objectOf(instance)),
  ],
  google_storage_bucket_access_control: (instance) => single(instance, bucketAclRoles, bucketOf(instance)),
  google_storage_default_object_access_control: (instance) => single(instance, objectAclRoles, bucketOf(instance)),
  google_storage_object_access_control: (instance) => single(instance, objectAclRoles, objectOf(instance)),
};

type Roles = Readonly<Record<string, string>>;

const bucketOf = (instance: Instance): ResourceRef =>
  resourceOf({ type: "storage-bucket", name: requiredAt(instance.config, "bucket", instance.span) });

const objectOf = (instance: Instance): ResourceRef =>
  resourceOf({
    type: "storage-bucket-object",
    name: requiredAt(instance.config, "object", instance.span),
    around: [{ type: "storage-bucket", value: requiredAt(instance.config, "bucket", instance.span) }],
  });

/** `["READER:allUsers"]` */
const listed = (instance: Instance, argument: string, roles: Roles, resource: ResourceRef): Grant[] =>
  possibilities(attribute(instance.config, argument)).flatMap((entry) => {
    const [role, entity] = splitAtColon(entry.value);
    return aclGrants(instance, resource, roleFor(role, roles), withValue(entry, memberOfEntity(entity)));
  });

function single(instance: Instance, roles: Roles, resource: ResourceRef): Grant[] {
  const role = requiredAt(instance.config, "role", instance.span);
  return possibilities(attribute(instance.config, "entity")).flatMap((entity) =>
    aclGrants(instance, resource, roleFor(role, roles), withValue(entity, memberOfEntity(entity.value))),
  );
}

const predefined = (instance: Instance, argument: string, roles: Roles, resource: ResourceRef): Grant[] =>
  possibilities(attribute(instance.config, argument)).flatMap((entry) => {
    const acl = entry.value.kind === "known" ? predefinedAcls[entry.value.text] : undefined;
    if (acl === undefined) return [];
    const { span } = entry.value;
    return acl.flatMap(([role, member]) =>
      aclGrants(instance, resource, roleFor(known(role, span), roles), withValue(entry, known(member, span))),
    );
  });

const aclGrants = (writer: Instance, resource: ResourceRef, role: Value, principal: Possible): Grant[] =>
  grants(writer, {
    resource,
    roles: [{ value: role, datum: principal.datum }],
    principals: [principal],
    authority: "member",
  });

const roleFor = (role: Value, roles: Roles): Value =>
  role.kind === "known" ? known(roles[role.text.toUpperCase()] ?? role.text, role.span) : role;

function splitAtColon(value: Value): readonly [Value, Value] {
  const [first, ...rest] = value.kind === "known" ? [value.text] : value.parts;
  const colon = typeof first === "string" ? first.indexOf(":") : -1;
  if (typeof first !== "string" || colon < 0) return [value, value];
  const entity = joined([{ ...value, kind: "unknown", why: "", parts: [first.slice(colon + 1), ...rest] }], value.span);
  return [known(first.slice(0, colon), value.span), entity];
}
