import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/model/fact.ts";
import { account, ask, grant, read, under, world } from "./world.ts";

/** Every policy was read, so what is not possible is denied. */
const all: readonly Fact[] = [under("projects/p", "organizations/9"), read("projects/p"), read("organizations/9")];

const named = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com";
const object = "infra#google_service_account.ci";
const other = "infra#google_service_account.cd";

describe("principals with gaps", () => {
  it.each([
    // an expression that can't be known may be anybody of its kind
    ["serviceAccount:${var.sa}", named, "unknown"],
    ["serviceAccount:${var.sa}", "user:kim@x.com", "denied"],
    ["${var.member}", "user:kim@x.com", "unknown"],
    ["serviceAccount:ci@${var.project}.iam.gserviceaccount.com", named, "unknown"],
    ["serviceAccount:cd@${var.project}.iam.gserviceaccount.com", named, "denied"],
    ["serviceAccount:${var.name}@ml-dev.iam.gserviceaccount.com", named, "denied"],
    ["user:kim@${var.domain}", "user:kim@x.com", "unknown"],
    // who asks may be unknown too
    [named, "serviceAccount:${var.sa}", "unknown"],
    [named, "serviceAccount:cd@${var.project}.iam.gserviceaccount.com", "denied"],
    ["serviceAccount:${var.a}", "serviceAccount:${var.b}", "unknown"],
    ["serviceAccount:a@${var.x}", "serviceAccount:b@${var.x}", "denied"],
    ["serviceAccount:${var.a}", "serviceAccount:${var.a}", "allowed"],
    ["user:kim@x.com", "${var.member}", "unknown"],
    ["allUsers", "${var.member}", "allowed"],
    ["allAuthenticatedUsers", "${var.member}", "unknown"],
    ["domain:x.com", "${var.member}", "unknown"],
    ["domain:x.com", "group:ml@x.com", "unknown"],
    ["principalSet://goog/cloudIdentityCustomerId/C1", "${var.member}", "unknown"],
    [
      "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*",
      "${var.member}",
      "unknown",
    ],
    ["principalSet://agents.global.org-9.system.id.goog/*", "${var.member}", "unknown"],
    [
      "principalSet://agents.global.org-9.system.id.goog/attribute.team/ml",
      "principal://agents.global.org-9.system.id.goog/resources/aiplatform/projects/42/locations/l/reasoningEngines/1",
      "unknown",
    ],
    [
      "principalSet://agents.global.org-8.system.id.goog/*",
      "principal://agents.global.org-9.system.id.goog/resources/aiplatform/projects/42/locations/l/reasoningEngines/1",
      "denied",
    ],
    // two objects of the scanned code are two
    [`serviceAccount:\${${object}.email}`, `serviceAccount:\${${object}.email}`, "allowed"],
    [`serviceAccount:\${${object}.email}`, `serviceAccount:\${${other}.email}`, "denied"],
    [`serviceAccount:\${${object}.email}`, named, "unknown"],
    // agents as a set, and agents of no known project
    ["principalSet://cloudresourcemanager.googleapis.com/organizations/9/type/ServiceAgent", named, "denied"],
    [
      "principalSet://cloudresourcemanager.googleapis.com/organizations/9/type/ServiceAgent",
      "serviceAccount:service-agent-manager@system.gserviceaccount.com",
      "unknown",
    ],
    [
      "principalSet://cloudresourcemanager.googleapis.com/projects/p/type/ServiceAccount",
      "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com",
      "denied",
    ],
  ])("%s for %s: %s", (set, who, answer) => {
    expect(
      ask(world([...all, grant(set, "roles/viewer", "projects/p")]), who, "compute.instances.get", "projects/p"),
    ).toBe(answer);
  });

  it("are the same where a definition tells their e-mail", () => {
    const facts = [
      ...all,
      account("ci@ml-prod.iam.gserviceaccount.com", object),
      grant(`serviceAccount:\${${object}.email}`, "roles/viewer", "projects/p"),
    ];
    expect(ask(world(facts), named, "compute.instances.get", "projects/p")).toBe("allowed");
  });
});
