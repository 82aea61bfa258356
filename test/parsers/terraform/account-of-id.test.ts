import { expect, test } from "vitest";
import { analyse } from "../../../src/lint.ts";

const membersOf = async (email: string): Promise<readonly string[]> => {
  const text = `
resource "google_service_account" "ci" {
  project    = "seed"
  account_id = "ci"
}
resource "google_pubsub_topic" "ci" {
  project = "seed"
  name    = "ci"
}
resource "google_project_iam_member" "ci" {
  project = "seed"
  role    = "roles/viewer"
  member  = "serviceAccount:\${${email}}"
}`;
  const { graph } = await analyse([{ path: "main.tf", text }], {
    read: () => text,
    list: () => ["main.tf"],
    options: { varFiles: [], variables: {}, profile: "default" },
  });
  return graph.bindings.map(({ principal }) => principal.id);
};

const id = "google_service_account.ci.id";
const name = "google_service_account.ci.name";

test.each([
  `element(split("/", ${id}), length(split("/", ${id})) - 1)`,
  `element(split("/", ${name}), 3)`,
  `split("/", ${name})[3]`,
  `split("/", ${id})[length(split("/", ${id})) - 1]`,
  `reverse(split("/", ${id}))[0]`,
  `element(reverse(split("/", ${id})), 0)`,
  `basename(${id})`,
])("%s is the account's e-mail", async (email) => {
  expect(await membersOf(email)).toEqual(["ci@seed.iam.gserviceaccount.com"]);
});

test.each([`split("/", ${id})[1]`, `element(split("/", ${id}), 2)`, "basename(google_pubsub_topic.ci.id)"])(
  "%s is not",
  async (email) => {
    expect(await membersOf(email)).not.toEqual(["ci@seed.iam.gserviceaccount.com"]);
  },
);
