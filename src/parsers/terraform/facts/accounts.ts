import type { DefaultAccountsChange, ServiceAccount } from "../../../model/fact.ts";
import { type Value, known, partsOf, valueOf } from "../../../model/value.ts";
import { type Part, attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { flagOf, joined, placeOf, requiredAt, valueAt } from "./reading.ts";
import { projectNumber } from "./project-number.ts";
import { type FactsOf, projectOf } from "./scope.ts";

/** Service accounts that are created or looked up, and what happens to the default ones. */
export const accountFacts: Readonly<Record<string, FactsOf>> = {
  google_service_account: (instance) => {
    const disabled = flagOf(attribute(instance.config, "disabled"));
    return [{ ...accountOf(instance, "created"), ...(disabled !== undefined && { disabled }) }];
  },
  "data.google_service_account": (instance) => [accountOf(instance, "lookup")],
  "data.google_compute_default_service_account": (instance, { root }) => [
    defaultAccountOf(instance, () => computeDefault(instance, projectNumber(instance, root.instances))),
  ],
  "data.google_app_engine_default_service_account": (instance) => [
    defaultAccountOf(instance, (project) => appEngineDefault(instance, project)),
  ],
  google_project_default_service_accounts: (instance) => {
    const action = valueAt(instance.config, "action");
    const change = action?.kind === "known" ? actions[action.text.toLowerCase()] : undefined;
    return change === undefined ? [] : [changeOf(instance, change)];
  },
};

function accountOf(instance: Instance, origin: ServiceAccount["origin"]): ServiceAccount {
  const id = requiredAt(instance.config, "account_id", instance.span);
  const project = holdsAddress(id) ? valueAt(instance.config, "project") : projectOf(instance);
  return {
    kind: "service-account",
    ...placeOf(instance),
    object: instance.object,
    email: emailOf(id, project),
    ...(project && { project }),
    origin,
  };
}

/** The e-mail of an account id; ids of look-ups may be e-mails or full names already. */
function emailOf(accountId: Value, project: Value | undefined): Value {
  const [first] = partsOf(accountId);
  if (accountId.kind === "known" && accountId.text.includes("@")) {
    return known(accountId.text.slice(accountId.text.lastIndexOf("/") + 1), accountId.span);
  }
  if (holdsAddress(accountId)) return accountId;
  if (typeof first === "object" && "target" in first && addresses.has(first.attribute)) return accountId;
  const where = project === undefined ? { expression: "project" } : undefined;
  const domain: Value = project
    ? inEmail(project)
    : { kind: "unknown", why: "the project is not known", parts: where ? [where] : [], span: accountId.span };
  return joined([accountId, "@", domain, ".iam.gserviceaccount.com"], accountId.span);
}

const holdsAddress = (id: Value): boolean => partsOf(id).some((part) => typeof part === "string" && part.includes("@"));

const addresses: ReadonlySet<string> = new Set(["email", "name", "id", "member", "unique_id"]);

/** `example.com:project` stands in e-mails as `project.example.com`. */
function inEmail(project: Value): Value {
  if (project.kind !== "known") return project;
  const [domain, id] = project.text.split(":");
  return id === undefined ? project : known(`${id}.${domain}`, project.span);
}

const computeDefault = (instance: Instance, number: Part): Value =>
  valueOf([number, "-compute@developer.gserviceaccount.com"], instance.span);

const appEngineDefault = (instance: Instance, project: Value | undefined): Value =>
  joined(
    [project ?? requiredAt(instance.config, "project", instance.span), "@appspot.gserviceaccount.com"],
    instance.span,
  );

function defaultAccountOf(instance: Instance, email: (project: Value | undefined) => Value): ServiceAccount {
  const project = projectOf(instance);
  return {
    kind: "service-account",
    ...placeOf(instance),
    object: instance.object,
    email: email(project),
    ...(project && { project }),
    origin: "lookup",
  };
}

const actions: Readonly<Record<string, DefaultAccountsChange["action"]>> = {
  delete: "delete",
  deprivilege: "deprivilege",
  disable: "disable",
};

const changeOf = (instance: Instance, action: DefaultAccountsChange["action"]): DefaultAccountsChange => ({
  kind: "default-accounts",
  ...placeOf(instance),
  project: projectOf(instance) ?? requiredAt(instance.config, "project", instance.span),
  action,
});
