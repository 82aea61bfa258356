import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Locate, analyse, denied, diff, leastPrivilege, readDenial, why, whoCan } from "../../src/index.ts";

const projects = fileURLToPath(new URL("../../fixtures/projects/", import.meta.url));
const deployer = "iot-deployer@iot-prod.iam.gserviceaccount.com";
const locate: Locate = ({ path }) => ({ path, line: 1, column: 1, endLine: 1, endColumn: 1 });

async function graphOf(name: string): ReturnType<typeof analyse> {
  const paths = readdirSync(join(projects, name), { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(?:tf|sh|ya?ml)$/.test(path),
  );
  const texts = new Map(paths.map((path) => [path, readFileSync(join(projects, name, path), "utf8")]));
  return analyse(
    [...texts].map(([path, text]) => ({ path, text })),
    {
      read: (path) => texts.get(path),
      list: () => [],
      options: { varFiles: [], variables: {}, profile: "default" },
    },
    { today: "2026-11-24" },
  );
}

describe("the questions from the library", async () => {
  const [before, after] = await Promise.all(
    ["predictive-maintenance", "predictive-maintenance-cured"].map(async (name) => (await graphOf(name)).graph),
  );
  if (before === undefined || after === undefined) throw new Error("two projects are read");

  it("why", () => {
    expect(why(before, deployer, "aiplatform.endpoints.create", "iot-prod", locate).answer).toBe("unknown");
    expect(why(after, deployer, "aiplatform.endpoints.create", "iot-prod", locate)).toMatchObject({
      answer: "allowed",
      missing: [],
      notes: [],
    });
  });

  it("whoCan", () => {
    const { holders } = whoCan(after, "aiplatform.endpoints.deploy", "iot-prod", locate);
    expect(holders.map(({ principal }) => principal)).toContain(`serviceAccount:${deployer}`);
  });

  it("denied", () => {
    const text =
      "IAM permission 'aiplatform.endpoints.create' denied\nPOST https://aiplatform.googleapis.com/v1/projects/iot-prod/locations/us-central1/endpoints";
    expect(readDenial(text).cause).toBe("permission");
    expect(denied(before, text, locate).missing).toMatchObject([{ principal: `serviceAccount:${deployer}` }]);
    expect(denied(after, text, locate)).toMatchObject({ answer: "allowed", missing: [] });
  });

  it("leastPrivilege: what the cure grants is what is needed", () => {
    const { grants } = leastPrivilege(after, deployer);
    for (const { permissions, resource } of grants) {
      for (const permission of permissions) {
        const { answer } = why(after, deployer, permission, resource, locate);
        expect(`${permission} on ${resource}: ${answer}`).toMatch(/allowed$/);
      }
    }
  });

  it("diff", () => {
    const { changes } = diff(before, after, "HEAD", locate);
    const gained = changes
      .filter(({ principal, resource }) => principal.endsWith(deployer) && resource === "iot-prod")
      .flatMap((change) => change.gained);
    expect(gained).toContain("aiplatform.endpoints.create");
    expect(diff(after, after, "HEAD", locate).changes).toEqual([]);
  });
});
