import { describe, expect, it } from "vitest";
import { callerNeedsOf, operationIds } from "../../src/gcp/operations.ts";
import { recommendRole } from "../../src/gcp/recommended-roles.ts";
import { permissionExists, roleContains } from "../../src/gcp/role-table.ts";
import { smallestCure } from "../../src/graph/cures.ts";
import { type Need, isMet, needsOf } from "../../src/graph/needs.ts";
import type { Fact, Operation } from "../../src/model/fact.ts";
import type { Graph } from "../../src/model/graph.ts";
import { grant, project, value, world } from "./world.ts";

const ci = "ci@serve-prj.iam.gserviceaccount.com";
const runner = "run@serve-prj.iam.gserviceaccount.com";

const operation = (
  id: string,
  more: Partial<Omit<Operation, "targets">> & { targets?: Record<string, string> } = {},
): Operation => {
  const { targets = {}, ...rest } = more;
  return {
    kind: "operation",
    id,
    surface: "gcloud",
    caller: value(ci),
    project: value("serve-prj"),
    targets: Object.fromEntries(Object.entries(targets).map(([name, text]) => [name, value(text)])),
    span: { path: "deploy.sh", start: 0, end: 1 },
    dialect: "shell",
    ...rest,
  };
};

const facts: readonly Fact[] = [project("serve-prj", "42"), project("train-prj", "7")];

const shown = ({ who, permission, resource, part, weight }: Need): string =>
  `${part} ${who.id} ${permission} ${resource.key}${weight === "required" ? "" : ` (${weight})`}`;

const needs = (id: string, more?: Parameters<typeof operation>[1], graph: Graph = world(facts)): readonly string[] =>
  needsOf(operation(id, more), graph).map(shown);

describe("needs of operations", () => {
  it("of a deployment by gcloud include reading the model where it lives", () => {
    const targets = { model: "projects/train-prj/locations/us-central1/models/7", endpoint: "1" };
    expect(needs("endpoint.deploy", { targets })).toEqual([
      `caller ${ci} aiplatform.endpoints.deploy project:serve-prj`,
      `caller ${ci} aiplatform.endpoints.get project:serve-prj (poll)`,
      `caller ${ci} aiplatform.models.get project:train-prj (look-up)`,
    ]);
    expect(needs("endpoint.deploy", { targets, surface: "node" })).toHaveLength(2);
  });

  it("of a deployment with an account include actAs on it alone", () => {
    expect(needs("endpoint.deploy", { runAs: value(runner) })).toContain(
      `act-as ${ci} iam.serviceAccounts.actAs service-account:${runner}`,
    );
    expect(needs("endpoint.deploy").join()).not.toContain("actAs");
  });

  it("of a pipeline fall back to the Compute Engine default account", () => {
    const found = needs("pipelinejob.create", { targets: { bucket: "gs://root/runs" } });
    expect(found).toContain(
      `act-as ${ci} iam.serviceAccounts.actAs service-account:42-compute@developer.gserviceaccount.com`,
    );
    expect(found).toContain(
      "run-as 42-compute@developer.gserviceaccount.com storage.objects.create storage-bucket:root",
    );
  });

  it("of a pipeline that writes to BigQuery are two: the job and the data", () => {
    const found = needs("pipelinejob.create", { runAs: value(runner), targets: { dataset: "data-prj.features" } });
    expect(found).toContain(`run-as ${runner} bigquery.jobs.create project:serve-prj`);
    expect(found).toContain(`run-as ${runner} bigquery.tables.updateData bigquery-dataset:data-prj/features`);
  });

  it("of a copy across projects are the destination agent's", () => {
    const targets = { model: "projects/train-prj/locations/us-central1/models/7" };
    expect(needs("model.copy", { targets })).toContain(
      "agent service-42@gcp-sa-aiplatform.iam.gserviceaccount.com aiplatform.models.export project:train-prj",
    );
  });

  it("of an account from another project include that the agent may mint its tokens", () => {
    expect(needs("customjob.create", { runAs: value("sa@train-prj.iam.gserviceaccount.com") })).toContain(
      "agent service-42@gcp-sa-aiplatform.iam.gserviceaccount.com iam.serviceAccounts.getAccessToken service-account:sa@train-prj.iam.gserviceaccount.com",
    );
  });

  it("of an upload are the agent's on files and images", () => {
    const targets = { bucket: "models", image: "us-docker.pkg.dev/train-prj/serving/app:1" };
    expect(needs("model.upload", { targets })).toEqual(
      expect.arrayContaining([
        "agent service-42@gcp-sa-aiplatform.iam.gserviceaccount.com storage.objects.get storage-bucket:models",
        "agent service-42@gcp-sa-aiplatform.iam.gserviceaccount.com artifactregistry.repositories.downloadArtifacts artifact-registry-repository:train-prj/serving@us",
      ]),
    );
  });

  it("of Cloud Run are met by either of creating and updating", () => {
    const [need] = needsOf(operation("run.deploy", { targets: { service: "api" } }), world(facts));
    const graph = world([
      ...facts,
      grant(`serviceAccount:${ci}`, "projects/serve-prj/roles/u", "projects/serve-prj"),
      {
        kind: "role",
        name: value("projects/serve-prj/roles/u"),
        permissions: [value("run.services.update")],
        open: false,
        change: "create",
        span: { path: "a", start: 0, end: 1 },
        dialect: "hcl",
      },
    ]);
    expect(need && isMet(need, graph)).toBe(true);
    expect(need && isMet(need, world(facts))).toBe(false);
  });

  it("of a service agent in its own project are met by what Google grants it", () => {
    const graph = world([
      ...facts,
      {
        kind: "resource",
        resource: { type: "storage-bucket", name: value("models"), project: value("serve-prj") },
        span: { path: "a", start: 0, end: 1 },
        dialect: "hcl",
      },
    ]);
    const own = needsOf(operation("model.upload", { targets: { bucket: "models" } }), graph).filter(
      ({ part }) => part === "agent",
    );
    expect(own.map((need) => isMet(need, graph))).toEqual([true, true]);
  });

  it("of an agent whose number nobody knows may be met by a grant to any such agent", () => {
    const copy = operation("model.copy", { targets: { model: "projects/train-prj/locations/l/models/7" } });
    const agent = (email: string): boolean => {
      const graph = world([grant(`serviceAccount:${email}`, "roles/aiplatform.serviceAgent", "projects/train-prj")]);
      return needsOf(copy, graph)
        .filter(({ part }) => part === "agent")
        .every((need) => isMet(need, graph));
    };
    expect(agent("service-111111111111@gcp-sa-aiplatform.iam.gserviceaccount.com")).toBe(true);
    expect(agent("service-111111111111@gcp-sa-notebooks.iam.gserviceaccount.com")).toBe(false);
  });

  it("name permissions that exist", () => {
    const names = operationIds()
      .flatMap((id) => callerNeedsOf(id))
      .flatMap(({ permission, or = [] }) => [permission, or].flat());
    expect(names.filter((name) => !permissionExists(name))).toEqual([]);
    expect(operationIds()).toHaveLength(57);
  });
});

describe("recommended roles", () => {
  it.each([
    [["iam.serviceAccounts.actAs"], "roles/iam.serviceAccountUser"],
    [["iam.serviceAccounts.getAccessToken"], "roles/iam.serviceAccountTokenCreator"],
    [["bigquery.jobs.create"], "roles/bigquery.jobUser"],
    [["bigquery.tables.getData"], "roles/bigquery.dataViewer"],
    [["bigquery.tables.updateData", "bigquery.tables.create"], "roles/bigquery.dataEditor"],
    [["storage.objects.get"], "roles/storage.objectViewer"],
    [["storage.objects.create"], "roles/storage.objectCreator"],
    [["storage.objects.create", "storage.objects.get"], "roles/storage.objectUser"],
    [["storage.buckets.get"], "roles/storage.bucketViewer"],
    [["artifactregistry.repositories.downloadArtifacts"], "roles/artifactregistry.reader"],
    [["artifactregistry.repositories.uploadArtifacts"], "roles/artifactregistry.writer"],
    [["run.routes.invoke"], "roles/run.servicesInvoker"],
    [["run.services.create", "run.services.get"], "roles/run.developer"],
    [["aiplatform.models.get"], "roles/aiplatform.viewer"],
    [["cloudbuild.builds.create"], "roles/cloudbuild.builds.editor"],
    [["pubsub.topics.publish"], "roles/pubsub.publisher"],
    [["cloudkms.cryptoKeyVersions.useToEncrypt"], "roles/cloudkms.cryptoKeyEncrypter"],
    [["secretmanager.versions.access"], "roles/secretmanager.secretAccessor"],
    [["monitoring.timeSeries.create"], "roles/monitoring.metricWriter"],
    // Who only reads gets nothing that writes, and nobody who lists accounts may act as them.
    [["iam.serviceAccounts.list"], "roles/iam.serviceAccountViewer"],
    [["iam.roles.get", "iam.roles.list"], "roles/iam.roleViewer"],
    [["compute.instances.list"], "roles/compute.viewer"],
    [["run.services.get"], "roles/run.viewer"],
    [["cloudbuild.builds.list"], "roles/cloudbuild.builds.viewer"],
    [["cloudfunctions.functions.get"], "roles/cloudfunctions.viewer"],
    [["dataflow.jobs.list"], "roles/dataflow.viewer"],
    [["workflows.executions.get"], "roles/workflows.viewer"],
    [["cloudscheduler.jobs.list"], "roles/cloudscheduler.viewer"],
    [["pubsub.topics.list"], "roles/pubsub.viewer"],
    [["secretmanager.secrets.list"], "roles/secretmanager.viewer"],
    [["monitoring.timeSeries.list"], "roles/monitoring.viewer"],
    [["logging.logEntries.list"], "roles/logging.viewer"],
  ])("for %j: %s", (permissions, role) => {
    expect(recommendRole(permissions)).toEqual({ roles: [role], custom: [] });
    expect(permissions.every((permission) => roleContains(role, permission))).toBe(true);
  });

  it("are several where one would give too much", () => {
    const root = ["storage.objects.get", "storage.objects.create", "storage.buckets.get"];
    expect(recommendRole(root)).toEqual({
      roles: ["roles/storage.bucketViewer", "roles/storage.objectUser"],
      custom: [],
    });
    expect(recommendRole(["bigquery.jobs.create", "aiplatform.metadataStores.get"])).toEqual({
      roles: ["roles/bigquery.jobUser"],
      custom: ["aiplatform.metadataStores.get"],
    });
  });

  it("are custom where no predefined role is close", () => {
    expect(recommendRole(["aiplatform.endpoints.deploy", "aiplatform.endpoints.create"])).toEqual({
      roles: [],
      custom: ["aiplatform.endpoints.create", "aiplatform.endpoints.deploy"],
    });
  });
});

describe("cures", () => {
  it("grant actAs on the one account, in the language at hand", () => {
    const need = needsOf(operation("endpoint.deploy", { runAs: value(runner) }), world(facts)).find(
      ({ part }) => part === "act-as",
    );
    const all = need === undefined ? [] : [need];
    expect(smallestCure(all, { dialect: "shell" }).gcloud).toBe(
      `gcloud iam service-accounts add-iam-policy-binding ${runner} \\\n  --member=serviceAccount:${ci} \\\n  --role=roles/iam.serviceAccountUser`,
    );
    expect(smallestCure(all, { dialect: "hcl" }).hcl).toContain("google_service_account_iam_member");
    expect(smallestCure(all, { dialect: "typescript" }).pulumi).toContain(
      `serviceAccountId: "projects/serve-prj/serviceAccounts/${runner}"`,
    );
  });

  it("look up a project's number that nobody tells", () => {
    const copy = operation("model.copy", { targets: { model: "projects/train-prj/locations/l/models/7" } });
    const needed = needsOf(copy, world([])).filter(({ part }) => part === "agent");
    expect(smallestCure(needed, { dialect: "hcl" })).toMatchObject({
      hcl: expect.stringContaining("serviceAccount:service-${data.google_project.serve_prj.number}@gcp-sa-aiplatform"),
      gcloud: expect.stringContaining(
        "service-$(gcloud projects describe serve-prj --format='value(projectNumber)')@gcp-sa",
      ),
    });
  });

  it("define a custom role of exactly what is missing", () => {
    const missing = needsOf(operation("endpoint.create+deploy"), world(facts)).filter(({ part }) => part === "caller");
    const { hcl = "", gcloud = "" } = smallestCure(missing, { dialect: "hcl" });
    expect(gcloud).toContain(
      "--permissions=aiplatform.endpoints.create,aiplatform.endpoints.deploy,aiplatform.endpoints.get",
    );
    expect(hcl).toContain("role    = google_project_iam_custom_role.aiplatformEndpointsCreate.name");
  });

  it("grant on the bucket, the data set and the repository, never above", () => {
    const { gcloud = "" } = smallestCure(
      needsOf(
        operation("pipelinejob.create", { runAs: value(runner), targets: { bucket: "root", dataset: "p-1.d" } }),
        world(facts),
      ).filter(({ part, weight }) => part === "run-as" && weight === "required"),
      { dialect: "shell" },
    );
    expect(gcloud).toContain("gcloud storage buckets add-iam-policy-binding gs://root");
    expect(gcloud).toContain("bq add-iam-policy-binding p-1:d");
    expect(gcloud).toContain("roles/storage.objectUser");
  });
});
