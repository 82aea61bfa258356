import type { Fact, Grant } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { type Value, known, show } from "../../../model/value.ts";
import { type ObjectDatum, attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { grants } from "./iam.ts";
import {
  type Possible,
  conditionOf,
  joined,
  placeOf,
  possibilities,
  requiredAt,
  withValue,
  blocksAt,
} from "./reading.ts";
import { type FactsOf, projectOf } from "./scope.ts";
import { resourceOf, targetOf } from "./target.ts";

/** The access lists of BigQuery: of a dataset as a whole, entry by entry, of rows and of masked columns. */
export const bigqueryAccessFacts: Readonly<Record<string, FactsOf>> = {
  google_bigquery_dataset: datasetFacts,
  google_bigquery_dataset_access: (instance) => accessGrants(instance, instance.config, "member"),
  google_bigquery_datapolicyv2_data_policy: (instance) =>
    granteesOf(instance, "roles/bigquerydatapolicy.maskedReader", "bigquery_datapolicyv2_data_policy"),
  google_bigquery_row_access_policy: (instance) =>
    granteesOf(instance, "roles/bigquery.filteredDataViewer", "bigquery_table"),
};

/** `access` blocks are the whole list: whoever they leave out loses access. */
function* datasetFacts(instance: Instance): Iterable<Fact> {
  const lists = blocksAt(instance.config, "access");
  const found = lists.flatMap((access) => accessGrants(instance, access, "policy"));
  yield* found;
  const isWhole = found.every(
    ({ principal, conditional }) => principal.kind !== "unknown" && conditional === undefined,
  );
  if (lists.length > 0 && isWhole && instance.conditional === undefined) {
    yield { kind: "policy-read", ...placeOf(instance), resource: datasetOf(instance), mode: "replaces" };
  }
}

const granteesOf = (instance: Instance, role: string, base: string): Grant[] =>
  possibilities(attribute(instance.config, "grantees")).flatMap((grantee) =>
    grants(instance, {
      resource: targetOf(instance, base),
      roles: [{ value: known(role, grantee.value.span), datum: grantee.datum }],
      principals: [grantee],
      authority: "role",
    }),
  );

function accessGrants(instance: Instance, access: ObjectDatum, authority: Grant["authority"]): Grant[] {
  const resource = datasetOf(instance);
  return grants(instance, {
    resource,
    roles: possibilities(attribute(access, "role")).map(asRole),
    principals: principalsOf(access, resource.project),
    condition: conditionOf(access),
    authority,
    conditional: access.conditional,
  });
}

function datasetOf(instance: Instance): ResourceRef {
  const project = projectOf(instance);
  return resourceOf({
    type: "bigquery-dataset",
    name: requiredAt(instance.config, "dataset_id", instance.span),
    ...(project && { project }),
  });
}

/** The API turns OWNER, WRITER and READER into these (bigquery/docs/access-control-basic-roles). */
const asRole = (role: Possible): Possible =>
  role.value.kind === "known" && role.value.text in basicRoles
    ? withValue(role, known(basicRoles[role.value.text] ?? role.value.text, role.value.span))
    : role;

const basicRoles: Readonly<Record<string, string>> = {
  OWNER: "roles/bigquery.dataOwner",
  READER: "roles/bigquery.dataViewer",
  WRITER: "roles/bigquery.dataEditor",
};

function principalsOf(access: ObjectDatum, project: Value | undefined): readonly Possible[] {
  return Object.entries(forms).flatMap(([argument, asMember]) =>
    possibilities(attribute(access, argument)).map((entry) => withValue(entry, asMember(entry.value, project))),
  );
}

const forms: Readonly<Record<string, (value: Value, project: Value | undefined) => Value>> = {
  user_by_email: (value) => joined([accountForm.test(show(value)) ? "serviceAccount:" : "user:", value], value.span),
  group_by_email: (value) => joined(["group:", value], value.span),
  domain: (value) => joined(["domain:", value], value.span),
  special_group: (value, project) => {
    const member = value.kind === "known" ? specialGroups[value.text] : undefined;
    return member === undefined || project === undefined ? value : joined([member, project], value.span);
  },
  iam_member: (value) => value,
};

/** Also e-mails of accounts that are only known by reference. */
const accountForm = /gserviceaccount\.com$|service_account|\.email\}$/;

const specialGroups: Readonly<Record<string, string>> = {
  projectOwners: "projectOwner:",
  projectReaders: "projectViewer:",
  projectWriters: "projectEditor:",
};
