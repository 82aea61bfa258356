import { expect, test } from "vitest";
import type { Workspace } from "../../../src/model/parser.ts";
import { show } from "../../../src/model/value.ts";
import { yaml } from "../../../src/parsers/yaml/index.ts";
import { emptyWorkspace, parseFiles } from "./workspace.ts";

const bindings = "bindings:\n- {role: roles/owner, members: [user:kim@acme.com]}\netag: x\n";

/** Whose policy it is, as `type name`. */
function ownerIn(path: string, text: string): string {
  const [grant] = parseFiles({ [path]: text }).facts;
  if (grant?.kind !== "grant") return "no grant";
  return grant.resource.type === "unknown" ? "unknown" : `${grant.resource.type} ${show(grant.resource.name)}`;
}

test.each([
  ["acme-prod-1-policy.yaml", "project acme-prod-1"],
  ["iam/acme-prod.iam-policy.json.yaml", "project acme-prod"],
  ["policy-acme-prod-1.yaml", "project acme-prod-1"],
  ["folder-123456789.yaml", "folder 123456789"],
  ["org-123456789-policy.yaml", "organization 123456789"],
  ["bucket-acme-data-policy.yaml", "storage-bucket acme-data"],
  ["projects/acme-prod/policy.yaml", "project acme-prod"],
  ["folders/123456789/iam.yaml", "folder 123456789"],
  ["policy.yaml", "unknown"],
  ["iam-policy.yaml", "unknown"],
  ["policy-for-tests.yaml", "unknown"],
  ["new-policy.yaml", "unknown"],
  ["project-policy.yaml", "unknown"],
])("the name %s says: %s", (path, owner) => {
  expect(ownerIn(path, bindings)).toBe(owner);
});

test.each([
  ["# gcloud projects get-iam-policy acme-prod > policy.yaml", "project acme-prod"],
  ["# gcloud resource-manager folders get-iam-policy 123456789", "folder 123456789"],
  ["# gcloud storage buckets get-iam-policy gs://acme-data", "storage-bucket acme-data"],
  ["# gsutil iam get gs://acme-data", "storage-bucket acme-data"],
  ["# //pubsub.googleapis.com/projects/acme-prod/topics/events", "pubsub-topic events"],
  ["# project: acme-prod", "project acme-prod"],
  ["# Copyright 2027\n#\n# organizations/123456789012", "organization 123456789012"],
  ["# gcloud projects get-iam-policy $PROJECT", "unknown"],
  ["# the policy of our project", "unknown"],
])("the comment %s says: %s", (comment, owner) => {
  expect(ownerIn("policy.yaml", `${comment}\n${bindings}`)).toBe(owner);
});

test("a key beside the policy says it before anything else", () => {
  const text = `resource: //cloudresourcemanager.googleapis.com/projects/acme-prod\npolicy:\n  ${bindings.replaceAll("\n", "\n  ")}\n`;
  expect(ownerIn("other-project-policy.yaml", text)).toBe("project acme-prod");
});

test("that nobody says it is a problem with its place", () => {
  const { problems } = parseFiles({ "policy.yaml": bindings });
  expect(problems.map(({ kind, at }) => [kind, at.start, at.end])).toEqual([["unanalysed", 0, 8]]);
});

test("a policy that a script applies is the script's", () => {
  const workspace: Workspace = {
    ...emptyWorkspace,
    list: (folder) => (folder === "iam" ? ["apply.sh", "policy.yaml"] : []),
    read: (path) => (path === "iam/apply.sh" ? "gcloud projects set-iam-policy acme-prod policy.yaml\n" : undefined),
  };
  const { facts, problems } = yaml.parse([{ path: "iam/policy.yaml", text: bindings }], workspace);
  expect([facts, problems]).toEqual([[], []]);
  expect(yaml.parse([{ path: "iam/other.yaml", text: bindings }], workspace).facts).not.toEqual([]);
});

test("roles of other systems are no policy of Google Cloud", () => {
  const text = "bindings:\n- {role: admin, members: [kim]}\n- {role: Viewer, members: [x]}\n";
  expect(parseFiles({ "rbac.yaml": `${text}# roles/viewer\n` })).toEqual({ facts: [], problems: [], embedded: [] });
});
