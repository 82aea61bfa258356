import { describe, expect, test } from "vitest";
import { readTable } from "../../src/gcp/data-file.ts";
import { terraformDataOfPulumi, terraformTypeOfCdktf, terraformTypeOfPulumi } from "../../src/gcp/pulumi-resources.ts";

const classes = readTable<Readonly<Record<string, Readonly<Record<string, string>>>>>("pulumi-types.json");

test("classes of Pulumi, with their old names", () => {
  expect(terraformTypeOfPulumi("projects", "IAMMember")).toBe("google_project_iam_member");
  expect(terraformTypeOfPulumi("serviceAccount", "Account")).toBe("google_service_account");
  expect(terraformTypeOfPulumi("vertex", "AiEndpoint")).toBe("google_vertex_ai_endpoint");
  expect(terraformTypeOfPulumi("storage", "BucketObject")).toBe("google_storage_bucket_object");
  expect(terraformTypeOfPulumi("compute", "Network")).toBeUndefined();
  expect(terraformTypeOfPulumi("constructor", "name")).toBeUndefined();
});

test("functions that look things up, plain and as outputs", () => {
  expect(terraformDataOfPulumi("organizations", "getIAMPolicy")).toBe("google_iam_policy");
  expect(terraformDataOfPulumi("organizations", "getIAMPolicyOutput")).toBe("google_iam_policy");
  expect(terraformDataOfPulumi("compute", "getImage")).toBeUndefined();
});

describe("classes of CDK for Terraform are named like the types", () => {
  const types = [...new Set(Object.values(classes).flatMap((module) => Object.values(module)))];
  const pascalCase = (type: string): string =>
    type.replaceAll(/(?:^|_)([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
  test.each(types)("%s", (type) => {
    expect(terraformTypeOfCdktf(pascalCase(type))).toEqual({ type: `google_${type}`, isData: false });
    expect(terraformTypeOfCdktf(`Google${pascalCase(type)}`)).toEqual({ type: `google_${type}`, isData: false });
  });

  test("but for a few", () => {
    expect(terraformTypeOfCdktf("BigqueryDatasetAccessA").type).toBe("google_bigquery_dataset_access");
    expect(terraformTypeOfCdktf("DataGoogleIamPolicy")).toEqual({ type: "google_iam_policy", isData: true });
  });
});
