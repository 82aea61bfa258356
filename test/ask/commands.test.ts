import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { repositoryWith } from "../cli/repository.ts";
import { editorGrant, folderWith, runMain } from "../cli/run-main.ts";

const example = fileURLToPath(new URL("../../fixtures/projects/predictive-maintenance", import.meta.url));
const cured = fileURLToPath(new URL("../../fixtures/projects/predictive-maintenance-cured", import.meta.url));
const deployer = "serviceAccount:iot-deployer@iot-prod.iam.gserviceaccount.com";
const ci = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com";

const ask = async (args: readonly string[], cwd: string): Promise<any_> => {
  const { code, out, err } = await runMain([...args, "--format", "json"], cwd);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
};

// eslint-disable-next-line typescript/no-explicit-any
type any_ = Record<string, ReturnType<typeof JSON.parse>>;

describe("why", () => {
  it("gives the grant that allows it, with its place", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    const answer = await ask(["why", ci, "aiplatform.endpoints.create", "ml-prod"], folder);
    expect(answer).toMatchObject({
      schemaVersion: 1,
      answer: "allowed",
      path: [{ principal: ci, role: "roles/editor", resource: "ml-prod", file: "main.tf", condition: null }],
      missing: [],
    });
  });

  it("takes a bare e-mail and a full resource name", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    const resource = "//cloudresourcemanager.googleapis.com/projects/ml-prod";
    const answer = await ask(["why", ci.slice("serviceAccount:".length), "pubsub.topics.create", resource], folder);
    expect(answer["answer"]).toBe("allowed");
  });

  it("gives the smallest grant that is missing, in three languages", async () => {
    const folder = folderWith({ "main.tf": editorGrant });
    const answer = await ask(["why", ci, "iam.serviceAccounts.actAs", "train@other.iam.gserviceaccount.com"], folder);
    expect(["denied", "unknown"]).toContain(answer["answer"]);
    expect(answer["missing"]).toMatchObject([{ principal: ci, role: "roles/iam.serviceAccountUser" }]);
    const { cure } = answer["missing"][0];
    expect(Object.keys(cure).toSorted()).toEqual(["gcloud", "hcl", "yaml"]);
    expect(cure.gcloud).toContain(
      "gcloud iam service-accounts add-iam-policy-binding train@other.iam.gserviceaccount.com",
    );
  });

  it("shows the condition of a conditional grant", async () => {
    const condition =
      '  condition {\n    title      = "t"\n    expression = "resource.name.startsWith(\\"projects/_/buckets/x\\")"\n  }\n}\n';
    const grant = editorGrant.replace("roles/editor", "roles/storage.objectViewer").replace("}\n", condition);
    const answer = await ask(["why", ci, "storage.objects.get", "ml-prod"], folderWith({ "main.tf": grant }));
    expect(answer["answer"]).toBe("conditional");
    expect(answer["path"][0].condition).toContain("resource.name.startsWith");
  });

  it("says what was not read", async () => {
    const { out } = await runMain(
      ["why", ci, "run.services.create", "ml-prod"],
      folderWith({ "main.tf": editorGrant.replace("editor", "logging.viewer") }),
    );
    expect(out).toContain("Not read: ");
  });

  it("says so when somebody has it by acting as another only", async () => {
    const minter = editorGrant
      .replace("google_project_iam_member", "google_service_account_iam_member")
      .replace(/project +=.*/, `service_account_id = "projects/ml-prod/serviceAccounts/${ci.slice(15)}"`)
      .replace("roles/editor", "roles/iam.serviceAccountTokenCreator")
      .replace(/member +=.*/, 'member = "user:tom@x.com"');
    const folder = folderWith({ "main.tf": editorGrant, "minter.tf": minter });
    const answer = await ask(["why", "user:tom@x.com", "pubsub.topics.create", "ml-prod"], folder);
    expect(answer).toMatchObject({ answer: "unknown", path: [], notes: [{ about: "principal", mistaken: false }] });
    expect(answer["notes"][0].text).toBe(
      `user:tom@x.com has no grant of it, but is able to act as somebody who has: ` +
        `user:tom@x.com holds roles/iam.serviceAccountTokenCreator on service account '${ci.slice(15)}'; ` +
        `user:tom@x.com can mint tokens of ${ci}; ${ci} holds roles/editor on project 'ml-prod'.`,
    );
    const other = await ask(["why", "user:tom@x.com", "pubsub.topics.create", "other-prod"], folder);
    expect(JSON.stringify(other["notes"])).not.toContain("act as");
  });

  it("does not say of a domain that somebody of another one is in it", async () => {
    const folder = folderWith({ "main.tf": editorGrant.replace(ci, "domain:acme.com") });
    const texts = async (who: string) =>
      (await ask(["why", who, "pubsub.topics.create", "ml-prod"], folder))["path"].map((hop: any_) => hop["text"]);
    expect((await texts("user:x@acme.com"))[0]).toBe("user:x@acme.com is in domain:acme.com");
    expect((await texts("user:x@other.com"))[0]).toBe("user:x@other.com may be in domain:acme.com");
  });

  it("names the words that it needs", async () => {
    const { code, err } = await runMain(["why", ci], folderWith({ "main.tf": editorGrant }));
    expect(code).toBe(2);
    expect(err).toContain("why needs PRINCIPAL PERMISSION RESOURCE");
  });
});

describe("what of a question may be a slip", () => {
  const folder = folderWith({ "main.tf": editorGrant });

  it.each([
    [["why", "c1@ml-prod.iam.gserviceaccount.com", "run.jobs.run", "ml-prod"], 0, `; did you mean ${ci}?`],
    [["why", "nobody", "run.jobs.run", "ml-prod"], 2, "'nobody' is no principal: write a member"],
    [["why", "user:kim@example.com", "aiplatform.endpoints.deply", "ml-prod"], 0, "mean aiplatform.endpoints.deploy?"],
    [["why", "user:kim@example.com", "deploy", "ml-prod"], 2, "deploy is not among the permissions of"],
    [["who-can", "run.jobs.run", "ml-prd"], 0, "Nothing that was read names project 'ml-prd'; did you mean ml-prod?"],
    [["least-privilege", "nobody"], 2, "'nobody' is no principal"],
  ])("%j ends with %i and says so", async (args, expected, text) => {
    const { code, err } = await runMain(args, folder);
    expect({ code, err }).toEqual({ code: expected, err: expect.stringContaining(text) });
  });

  it("proposes no role of a permission that does not exist", async () => {
    const answer = await ask(["why", "user:kim@example.com", "aiplatform.endpoints.deply", "ml-prod"], folder);
    expect(answer["missing"]).toEqual([]);
  });

  it("is silent where everything has a meaning", async () => {
    const { err } = await runMain(["why", ci, "aiplatform.endpoints.create", "ml-prod"], folder);
    expect(err).toBe("");
    const answer = await ask(["who-can", "run.jobs.run", "ml-prd"], folder);
    expect(answer["notes"]).toMatchObject([{ about: "resource", mistaken: false }]);
  });
});

describe("who-can", () => {
  it("lists direct holders and those through impersonation, marked", async () => {
    const minter = `resource "google_service_account_iam_member" "m" {\n  service_account_id = "projects/ml-prod/serviceAccounts/ci@ml-prod.iam.gserviceaccount.com"\n  role = "roles/iam.serviceAccountTokenCreator"\n  member = "user:dana@example.com"\n}\n`;
    const answer = await ask(
      ["who-can", "pubsub.topics.create", "ml-prod"],
      folderWith({ "main.tf": editorGrant + minter }),
    );
    const holders = answer["holders"].map(({ principal, via }: any_) => [principal, via]);
    expect(holders).toContainEqual([ci, "direct"]);
    expect(holders).toContainEqual(["user:dana@example.com", "impersonation"]);
  });

  it("says that nobody does, by what was read", async () => {
    const { out } = await runMain(["who-can", "run.jobs.run", "elsewhere"], folderWith({ "main.tf": editorGrant }));
    expect(out).toContain("Nobody, by what was read, has run.jobs.run on elsewhere.");
  });
});

describe("denied", () => {
  const thread = `PermissionDenied: 403 POST https://aiplatform.googleapis.com/v1/projects/iot-prod/locations/us-central1/endpoints
IAM permission 'aiplatform.endpoints.create' denied
at VertexAIClient.deploy(vertex_client.py:245)
`;

  it("explains the thread's error with the right grant", async () => {
    const folder = folderWith({ "error.txt": thread });
    const answer = await ask(["denied", "error.txt", example], folder);
    expect(answer["missing"]).toHaveLength(1);
    expect(answer["missing"][0]).toMatchObject({
      principal: deployer,
      permission: "aiplatform.endpoints.create",
      resource: "iot-prod",
    });
    expect(answer["missing"][0].cure.gcloud).toContain(
      "--permissions=aiplatform.endpoints.create,aiplatform.endpoints.get",
    );
  });

  it("finds the grant in the cured copy", async () => {
    const answer = await ask(["denied", "error.txt", cured], folderWith({ "error.txt": thread }));
    expect(answer).toMatchObject({ answer: "allowed", missing: [] });
  });

  it("explains a missing actAs", async () => {
    const text =
      "400 You do not have permission to act as service_account: serving@iot-prod.iam.gserviceaccount.com. (or it may not exist).";
    const answer = await ask(
      ["denied", "error.txt", example, "--principal", deployer],
      folderWith({ "error.txt": text }),
    );
    expect(answer["missing"]).toMatchObject([{ principal: deployer, role: "roles/iam.serviceAccountUser" }]);
    const hint = "Vertex AI answers a missing actAs with 400, not with 403.";
    expect(answer["explanation"]).toContain(hint);
    const run =
      "(gcloud.run.deploy) PERMISSION_DENIED: Permission 'iam.serviceaccounts.actAs' denied on service account serving@iot-prod.iam.gserviceaccount.com (or it may not exist).";
    const other = await ask(["denied", "error.txt", example], folderWith({ "error.txt": run }));
    expect(other["denial"]).toMatchObject({ cause: "act-as" });
    expect(other["explanation"]).not.toContain(hint);
  });

  it("does not take a disabled API for a missing grant", async () => {
    const text =
      "Vertex AI API has not been used in project 12345678 before or it is disabled. https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview";
    const { out } = await runMain(["denied", "error.txt", example], folderWith({ "error.txt": text }));
    expect(out).toContain("This is no missing grant: aiplatform.googleapis.com is not enabled in project 12345678");
  });

  it.each([
    ["Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: abc", "This is not IAM"],
    ["Project p-one (#8085) has billing disabled. Please enable it.", "no billing account that is open"],
    ["Request had insufficient authentication scopes.", "lacks an OAuth scope"],
    [
      "Error 400: One or more users named in the policy do not belong to a permitted customer",
      "constraint iam.allowed",
    ],
    ["Anonymous caller does not have storage.objects.get access to the Google Cloud Storage object.", "as nobody"],
    ["googleapi: Error 403: The caller does not have permission, forbidden", "The audit log does:"],
    ["Permission 'logging.logEntries.create' denied on resource (or it may not exist).", "does not say on what"],
  ])("says what no grant cures: %s", async (text, explanation) => {
    const { code, out } = await runMain(["denied", "error.txt", example], folderWith({ "error.txt": text }));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(explanation) });
  });

  it("grants where the policy is: the secret, not its version; the table, not a project of that name", async () => {
    const refusal = `caller ${ci}: Permission 'secretmanager.versions.access' denied for resource 'projects/ml-prod/secrets/key/versions/3'`;
    const table = "Access Denied: Table ml-prod:d.t: User does not have permission to query table ml-prod:d.t.";
    const folder = folderWith({
      "a.txt": refusal,
      "b.txt": table,
      "main.tf": editorGrant.replace("editor", "browser"),
    });
    expect((await ask(["denied", "a.txt"], folder))["missing"][0]).toMatchObject({
      permission: "secretmanager.versions.access",
      resource: "key",
    });
    const { missing } = await ask(["denied", "b.txt", "--principal", ci], folder);
    expect(missing[0].cure.gcloud).toContain("bq add-iam-policy-binding ml-prod:d");
  });

  it("offers no grant where a deny policy refuses", async () => {
    const deny = `resource "google_iam_deny_policy" "d" {\n  parent = urlencode("cloudresourcemanager.googleapis.com/projects/ml-prod")\n  name = "d"\n  rules {\n    deny_rule {\n      denied_principals = ["principalSet://goog/public:all"]\n      denied_permissions = ["pubsub.googleapis.com/topics.create"]\n    }\n  }\n}\n`;
    const text = `caller ${ci}: Permission 'pubsub.topics.create' denied on resource 'projects/ml-prod'`;
    const folder = folderWith({ "e.txt": text, "main.tf": editorGrant + deny });
    const answer = await ask(["denied", "e.txt"], folder);
    expect(answer).toMatchObject({ answer: "denied", missing: [] });
    expect(answer["explanation"].join()).toContain("a deny policy on project 'ml-prod' refuses it");
  });

  it("gives all that the message lists, in one grant", async () => {
    const text = `Service account ${ci.slice(15)} does not have [storage.objects.get, storage.objects.create] IAM permission(s) to the bucket "root"`;
    const { missing } = await ask(["denied", "e.txt"], folderWith({ "e.txt": text, "main.tf": editorGrant }));
    expect(missing).toMatchObject([{ role: "roles/storage.objectUser" }]);
  });

  it("offers no grant to what is no principal", async () => {
    const folder = folderWith({ "e.txt": thread, "main.tf": editorGrant });
    const { code, out, err } = await runMain(["denied", "e.txt", "--principal", "zz", "--format", "json"], folder);
    expect({ code, missing: JSON.parse(out).missing }).toEqual({ code: 2, missing: [] });
    expect(err).toBe("");
    expect((await runMain(["denied", "e.txt", "--principal", "zz"], folder)).err).toContain("'zz' is no principal");
  });

  it("says that a text holds other refusals", async () => {
    const first =
      "Error: googleapi: Error 403: Permission 'pubsub.topics.create' denied on resource 'projects/ml-prod'";
    const second = "Error: googleapi: Error 403: x@y.com does not have storage.buckets.create access to the project.";
    const others = async (text: string) =>
      (await ask(["denied", "e.txt"], folderWith({ "e.txt": text })))["explanation"].filter((line: string) =>
        line.includes("also refuses"),
      );
    expect(await others(`${first}\n\n${second}\n`)).toEqual([
      "The text also refuses storage.buckets.create: ask about each refusal alone.",
    ]);
    expect(await others(`${first}\n\n${first}\n`)).toEqual([]);
  });

  it("says so when a text names no permission", async () => {
    const { code, out } = await runMain(["denied", "error.txt", example], folderWith({ "error.txt": "it broke" }));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("names no permission") });
  });
});

describe("least-privilege", () => {
  it("gives the smallest grants for the operations found", async () => {
    const answer = await ask(["least-privilege", deployer, example], folderWith({}));
    const byResource = Object.fromEntries(answer["grants"].map((grant: any_) => [grant["resource"], grant]));
    expect(byResource["iot-prod"].permissions).toContain("aiplatform.endpoints.deploy");
    expect(byResource["serving@iot-prod.iam.gserviceaccount.com"].roles).toEqual(["roles/iam.serviceAccountUser"]);
    expect(JSON.stringify(answer["grants"])).not.toContain("roles/editor");
  });

  it("does not guess", async () => {
    const { out } = await runMain(["least-privilege", ci], folderWith({ "main.tf": editorGrant }));
    expect(out).toBe(`Nothing that was read says what ${ci} does.\n`);
  });
});

describe("diff", () => {
  it("tells access gained and lost as permissions on resources", async () => {
    const { top, write } = repositoryWith({ "main.tf": editorGrant.replace("roles/editor", "roles/pubsub.viewer") });
    write("main.tf", editorGrant.replace("roles/editor", "roles/pubsub.publisher"));
    const answer = await ask(["diff", "HEAD"], top);
    expect(answer["changes"]).toHaveLength(1);
    expect(answer["changes"][0]).toMatchObject({ principal: ci, resource: "ml-prod" });
    expect(answer["changes"][0].gained).toEqual(["pubsub.topics.publish"]);
    expect(answer["changes"][0].lost).toContain("pubsub.topics.list");
    const { out } = await runMain(["diff", "HEAD"], top);
    expect(out).toContain(`This change newly lets ${ci} do on ml-prod: pubsub.topics.publish.`);
  });

  it("is silent about moved lines", async () => {
    const { top } = repositoryWith({ "main.tf": editorGrant });
    writeFileSync(join(top, "main.tf"), `\n\n${editorGrant}`);
    expect((await runMain(["diff", "HEAD"], top)).out).toBe("No access is gained or lost since HEAD.\n");
  });

  it("compares what it is asked to read, and nothing else", async () => {
    const { top, write } = repositoryWith({
      "a/main.tf": editorGrant,
      "b/main.tf": editorGrant.replace("ml-prod", "b"),
    });
    const silent = "No access is gained or lost since HEAD.\n";
    expect((await runMain(["diff", "HEAD", "a"], top)).out).toBe(silent);
    expect((await runMain(["diff", "HEAD", "--exclude", "b/"], top)).out).toBe(silent);
    write("b/main.tf", "\n");
    expect((await runMain(["diff", "HEAD", "a/main.tf"], top)).out).toBe(silent);
    expect((await runMain(["diff", "HEAD", "b"], top)).out).toContain("This change no longer lets");
  });

  it("needs a repository and a revision", async () => {
    expect((await runMain(["diff", "HEAD"], folderWith({ "main.tf": editorGrant }))).code).toBe(2);
    expect((await runMain(["diff"], folderWith({}))).err).toContain("diff needs REF");
  });
});

describe("what could not be read", () => {
  const broken = 'resource "google_project" "x {{{\n';
  const expected = "Not analysed: a.tf:1: This string is never closed on its line\n";

  it.each([
    [["why", ci, "pubsub.topics.create", "ml-prod"]],
    [["who-can", "pubsub.topics.create", "ml-prod"]],
    [["graph"]],
  ])("is told beside the answer: %j", async (question) => {
    const { code, err } = await runMain(question, folderWith({ "a.tf": broken, "main.tf": editorGrant }));
    expect({ code, err }).toEqual({ code: 0, err: expected });
  });

  it("is counted where it is much", async () => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.tf`, broken]));
    const { err } = await runMain(["graph"], folderWith(files));
    expect(err.split("\n")).toHaveLength(7);
    expect(err).toContain("Not analysed: 3 more; iam-lint lint lists them.\n");
  });

  it("is told by diff of both revisions", async () => {
    const { top, write } = repositoryWith({ "a.tf": broken });
    write("b.tf", broken);
    const { err } = await runMain(["diff", "HEAD"], top);
    expect(err).toBe(`Not analysed at HEAD: ${expected.slice(14)}${expected}${expected.replace("a.tf", "b.tf")}`);
  });
});

describe("what scanned files and pasted texts say", () => {
  const steering = String.raw`kim\u001b[2J\u009b1m\u202e\u001bc\nallowed`;
  const folder = folderWith({
    "main.tf": editorGrant.replace(ci, `user:${steering}@x.com`),
    "e.txt":
      "403: Permission 'storage.objects.get' denied on resource '//storage.googleapis.com/projects/_/buckets/x\u001bcy'",
  });

  it.each([
    [["who-can", "pubsub.topics.create", "ml-prod"]],
    [["denied", "e.txt"]],
    [["why", "user:x\u001bc@x.com", "pubsub.topics.create", "ml-prod"]],
  ])("steers no terminal: %j", async (question) => {
    for (const format of ["text", "json"]) {
      const { out, err } = await runMain([...question, "--format", format], folder);
      expect(out).not.toBe("");
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(out).not.toMatch(/^allowed/m);
    }
  });
});

describe("graph", () => {
  const hostile = editorGrant.replace("ci@ml-prod", 'a\\"]<b>@ml-prod');

  it.each([
    ["json", /^\{\n {2}"schemaVersion": 1/],
    ["dot", /^digraph access \{\n {2}rankdir=LR;/],
    ["mermaid", /^flowchart LR\n/],
    ["graphml", /^<\?xml version="1.0"/],
    ["csv", /^\uFEFFfrom,to,kind,label,condition,certainty,conditional\r\n/],
  ])("as %s", async (format, beginning) => {
    const { code, out } = await runMain(["graph", "--format", format], folderWith({ "main.tf": editorGrant }));
    expect(code).toBe(0);
    expect(out).toMatch(beginning);
    expect(out).toContain("roles/editor");
  });

  it.each(["json", "dot", "mermaid", "graphml", "csv"])("steers no terminal as %s", async (format) => {
    const member = String.raw`user:kim\u001b[2J\u009b1m\u202e@x.com`;
    const folder = folderWith({ "main.tf": editorGrant.replace(ci, member) });
    const { out } = await runMain(["graph", "--format", format], folder);
    expect(out).toContain("user:kim");
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it("lets no scanned text break out of its form", async () => {
    const folder = folderWith({ "main.tf": hostile });
    expect((await runMain(["graph", "--format", "graphml"], folder)).out).not.toContain("<b>");
    expect((await runMain(["graph", "--format", "mermaid"], folder)).out).not.toContain('"]<b>');
    expect((await runMain(["graph", "--format", "dot"], folder)).out).not.toMatch(/[^\\]"\]</);
  });
});
