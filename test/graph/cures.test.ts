import { expect, test } from "vitest";
import { buildGraph } from "../../src/graph/build.ts";
import { grantsCure, nameOf } from "../../src/graph/cures.ts";
import type { ResourceRef } from "../../src/model/resource.ts";
import { ref, value } from "./world.ts";

const named = (resource: ResourceRef): ReturnType<typeof nameOf> => nameOf(buildGraph([]).resource(resource));

test("a name with slashes and at signs in what can't be known is shown whole", () => {
  const script = { path: "ci/deploy.yaml#run:100" };
  expect(named({ type: "storage-bucket", name: value("${outputs/bucket@v1}", script) })).toMatchObject({
    name: "${outputs/bucket@v1}",
  });
  expect(named(ref("gs://data"))).toMatchObject({ name: "data" });
});

test("the project that gcloud is set to is asked for", () => {
  const project = "${gcloud config.project}";
  const member = "serviceAccount:${number of gcloud config.project}-compute@developer.gserviceaccount.com";
  const { gcloud } = grantsCure([{ member, role: "roles/run.invoker", type: "project", name: project }], {
    dialect: "shell",
  });
  expect(gcloud).toContain('add-iam-policy-binding "$(gcloud config get project)"');
  expect(gcloud).toContain('projects describe "$(gcloud config get project)" --format');
});
