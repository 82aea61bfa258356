import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, runMain } from "../cli/run-main.ts";

const steps = `
resource "google_project_iam_member" "build" {
  project = "ml-prod"
  role    = "roles/owner"
  member  = "serviceAccount:build@ml-prod.iam.gserviceaccount.com"
}

resource "google_service_account_iam_member" "dev" {
  service_account_id = "projects/ml-prod/serviceAccounts/build@ml-prod.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "user:dev@example.com"
  condition {
    title      = "tagged"
    expression = "resource.matchTag('123456789012/env', 'dev')"
  }
}
`;

/** A path of which the first edge depends on a tag. */
describe("a path that a condition decides", () => {
  let folder: string;
  const lint = async (format: string): Promise<string> =>
    (await runMain(["lint", "--no-config", "--select", "escalation-path", "--format", format], folder)).out;

  beforeAll(() => {
    folder = folderWith({ "main.tf": steps });
  });

  it("is said to be conditional, step by step", async () => {
    const text = await lint("pretty");
    expect(text).toContain("in 3 steps, some of them under conditions");
    expect(text).toContain(
      "holds roles/iam.serviceAccountTokenCreator on service account 'build@ml-prod.iam.gserviceaccount.com', under a condition",
    );
    expect(text).toContain(
      "can mint tokens of serviceAccount:build@ml-prod.iam.gserviceaccount.com, if that grant holds",
    );
  });

  it("is dotted in the diagram where it depends, and there alone", async () => {
    const text = await lint("markdown");
    expect(text).toContain("```mermaid\nflowchart TD\n");
    expect(text).toContain("\n  s1 -.-> s2\n  s2 --> s3\n");
    const drawn = await runMain(["graph", "--format", "mermaid"], folder);
    expect(drawn.out.match(/-\.->/g)).toHaveLength(2);
    expect(drawn.out.match(/--[>]/g)?.length).toBeGreaterThan(0);
  });

  it("has its steps in the code flow", async () => {
    const { runs } = JSON.parse(await lint("sarif"));
    const [flow] = runs[0].results[0].codeFlows;
    expect(flow.threadFlows[0].locations).toHaveLength(3);
  });

  it("is one finding for the pair, however often it could be reached", async () => {
    const twice = folderWith({ "main.tf": steps, "more.tf": steps.replaceAll(/"(build|dev)" \{/g, '"$1_again" {') });
    const { out } = await runMain(["lint", "--no-config", "--select", "escalation-path", "--format", "json"], twice);
    expect(JSON.parse(out).findings).toHaveLength(1);
  });
});
