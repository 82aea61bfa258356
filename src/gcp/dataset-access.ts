/** The API turns the roles of access entries into these: https://cloud.google.com/bigquery/docs/access-control-basic-roles. */
const basicRoles: Readonly<Record<string, string>> = {
  OWNER: "roles/bigquery.dataOwner",
  READER: "roles/bigquery.dataViewer",
  WRITER: "roles/bigquery.dataEditor",
};

export const datasetRole = (role: string): string =>
  Object.hasOwn(basicRoles, role) ? (basicRoles[role] ?? role) : role;

/** What stands before the name of somebody in an access entry, by its kind; views, routines and datasets are nobody. */
export const datasetMembers: Readonly<Record<string, string>> = {
  userByEmail: "user:",
  groupByEmail: "group:",
  domain: "domain:",
  iamMember: "",
  specialGroup: "",
};

/** Special groups that depend on the project; `allAuthenticatedUsers` is a member as it is. */
export const datasetGroups: Readonly<Record<string, string>> = {
  projectOwners: "projectOwner:",
  projectReaders: "projectViewer:",
  projectWriters: "projectEditor:",
};
