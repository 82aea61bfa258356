import { describe, expect, test } from "vitest";
import { bucketIn, homeIn, nameMade, resourceNamed, segmentsOf, tableIn } from "../../src/gcp/resource-name.ts";
import { type Hole, type Reference, type Value, known, show, valueOf } from "../../src/model/value.ts";

const span = { path: "main.ts", start: 0, end: 1 };
const value = (...parts: readonly (string | Reference | Hole)[]): Value =>
  valueOf(parts, span, "is known when it runs");
const project: Hole = { expression: "project" };
const shown = (found: Value | undefined): string | undefined => found && show(found);

describe("parts of names", () => {
  test("gaps stay with the text around them", () => {
    expect(segmentsOf(value("projects/", project, "-dev/locations/eu")).map(show)).toEqual([
      "projects",
      "${project}-dev",
      "locations",
      "eu",
    ]);
  });

  test("what has no slash is one part", () => {
    const whole = value(project);
    expect(segmentsOf(whole)).toEqual([whole]);
  });
});

test.each([
  ["projects/p/locations/l/endpoints/e", "p", "l"],
  ["projects/p/zones/z/instances/i", "p", "z"],
  ["projects/p/locations/-", "p", undefined],
  ["projects//locations/l", undefined, "l"],
  ["publishers/google/models/gemini", undefined, undefined],
])("%s is in project %s and place %s", (name, inProject, place) => {
  const home = homeIn(known(name, span));
  expect([shown(home.project), shown(home.location)]).toEqual([inProject, place]);
});

test("what names nothing is nowhere", () => {
  expect(homeIn(undefined)).toEqual({});
});

test.each([
  [value("gs://", project, "-data/train.csv"), "${project}-data"],
  [value("gs://acme"), "acme"],
  [value("/gcs/acme"), undefined],
])("bucket %#", (uri, bucket) => {
  expect(shown(bucketIn(uri))).toBe(bucket);
});

test.each([
  ["bq://p.d.t", "p.d.t"],
  ["gs://p", undefined],
])("table of %s", (uri, table) => {
  expect(shown(tableIn(known(uri, span)))).toBe(table);
});

test.each([
  ["endpointPath", ["p", "l", "e"], "projects/p/locations/l/endpoints/e"],
  ["endpoint_path", ["p", "l", "e"], "projects/p/locations/l/endpoints/e"],
  ["crypto_key_path", ["p", "l", "r", "k"], "projects/p/locations/l/keyRings/r/cryptoKeys/k"],
  ["custom_job_path", ["p", "l", "1"], "projects/p/locations/l/customJobs/1"],
  ["customJobPath", ["p", "l", "1"], "projects/p/locations/l/customJobs/1"],
  ["organizationSourcePath", ["1", "2"], "organizations/1/sources/2"],
  ["project_registry_path", ["p", "r"], "projects/p/registries/r"],
  ["secretPath", ["p"], undefined],
  ["endpoint", ["p", "l", "e"], undefined],
  ["endpointPath", [], undefined],
])("%s(%j)", (method, args, made) => {
  const values = args.map((text) => known(text, span));
  expect(shown(nameMade(method, values, span))).toBe(made);
});

test("a name of a service is its resource, gaps and all", () => {
  const found = resourceNamed("cloudkms.googleapis.com", value("projects/", project, "/locations/eu/keyRings/ring"));
  expect([found?.type, shown(found?.name), shown(found?.project)]).toEqual(["kms-key-ring", "ring", "${project}"]);
  expect(resourceNamed("x.googleapis.com", value("folders/12"))).toMatchObject({
    type: "folder",
    name: { text: "12" },
  });
  expect(resourceNamed("x.googleapis.com", value("nothing"))).toBeUndefined();
});
