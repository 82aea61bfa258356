import type { Operation } from "../../../model/fact.ts";
import { type Value, partsOf, show } from "../../../model/value.ts";
import type { Instance } from "../instances.ts";
import { joined, placeOf, valueAt } from "./reading.ts";
import { type FactsOf, projectOf } from "./scope.ts";

/** Who is let into something that IAM opens and a list of its own narrows: databases, the clusters of a fleet. */
export const loginFacts: Readonly<Record<string, FactsOf>> = {
  google_sql_user: (instance) => {
    const type = valueAt(instance.config, "type");
    const form = type?.kind === "known" ? forms[type.text] : undefined;
    const name = valueAt(instance.config, "name");
    return form === undefined || name === undefined
      ? []
      : [loginOf(instance, "sql.login", memberOf(form, name), ["instance"])];
  },
  google_gke_hub_scope_rbac_role_binding: (instance) => operators(instance, ["scope_id"]),
  google_gke_hub_membership_rbac_role_binding: (instance) => operators(instance, ["membership_id"]),
};

/** cloud.google.com/sql/docs/postgres/add-manage-iam-users */
const forms: Readonly<Record<string, string>> = {
  CLOUD_IAM_USER: "user:",
  CLOUD_IAM_GROUP: "group:",
  CLOUD_IAM_GROUP_USER: "user:",
  CLOUD_IAM_GROUP_SERVICE_ACCOUNT: "serviceAccount:",
  CLOUD_IAM_SERVICE_ACCOUNT: "serviceAccount:",
};

/** PostgreSQL knows a service account by its address without the end. */
function memberOf(form: string, name: Value): Value {
  const whole = joined([form, name], name.span);
  const last = partsOf(whole).at(-1);
  const isCut = form === "serviceAccount:" && typeof last === "string" && last.endsWith(".iam");
  return isCut ? joined([whole, ".gserviceaccount.com"], name.span) : whole;
}

/** A user of a fleet's clusters may be a service account: its address says so. */
function operators(instance: Instance, targets: readonly string[]): readonly Operation[] {
  const user = valueAt(instance.config, "user");
  const group = valueAt(instance.config, "group");
  const isAccount = user !== undefined && show(user).endsWith("gserviceaccount.com");
  const members = [
    ...(user ? [joined([isAccount ? "serviceAccount:" : "user:", user], user.span)] : []),
    ...(group ? [joined(["group:", group], group.span)] : []),
  ];
  return members.map((member) => loginOf(instance, "gkehub.login", member, targets));
}

function loginOf(instance: Instance, id: string, caller: Value, targets: readonly string[]): Operation {
  const project = projectOf(instance);
  const named = targets.flatMap((name) => {
    const value = valueAt(instance.config, name);
    return value === undefined ? [] : [[name.replace(/_id$/, ""), value] as const];
  });
  return {
    kind: "operation",
    ...placeOf(instance),
    id,
    surface: "terraform",
    caller,
    ...(project && { project }),
    targets: Object.fromEntries(named),
  };
}
