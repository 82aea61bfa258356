import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { IamTarget, WorkloadPath } from "../../../src/gcp/terraform-resources.ts";
import type { Grant, Workload } from "../../../src/model/fact.ts";
import { show } from "../../../src/model/value.ts";
import { parseText } from "./facts-of-fixture.ts";

interface Table {
  readonly iam: Readonly<Record<string, IamTarget>>;
  readonly workloads: Readonly<Record<string, readonly WorkloadPath[]>>;
}

const table = JSON.parse(readFileSync("src/gcp/data/terraform.json", "utf8")) as Table;

const provider = `provider "google" {
  project = "home"
}
`;

const grantsIn = (text: string): readonly Grant[] =>
  parseText("main.tf", provider + text).facts.filter((fact): fact is Grant => fact.kind === "grant");

describe.each(Object.entries(table.iam))("google_%s_iam_*", (base, { type, name, location, within = [] }) => {
  const named = [name, location, ...within.map(([attribute]) => attribute)].filter((one) => one !== undefined);
  const target = named.map((attribute) => `  ${attribute} = "the-${attribute}"\n`).join("");
  const condition = `  condition {\n    title      = "until"\n    expression = "request.time < timestamp('2030-01-01T00:00:00Z')"\n  }\n`;
  const text = expect.stringMatching(new RegExp(`(?:^|/)the-${name ?? ""}$`)) as string;
  const resource = { type, ...(name !== undefined && { name: { kind: "known", text } }) };
  const role = { kind: "known", text: "roles/viewer" };

  test("_member adds one member", () => {
    const source = `resource "google_${base}_iam_member" "m" {\n${target}  role   = "roles/viewer"\n  member = "user:a@example.com"\n${condition}}\n`;
    expect(grantsIn(source)).toMatchObject([
      {
        resource,
        role,
        principal: { text: "user:a@example.com" },
        authority: "member",
        change: "add",
        condition: { title: { text: "until" } },
      },
    ]);
  });

  test("_binding owns a role", () => {
    const source = `resource "google_${base}_iam_binding" "b" {\n${target}  role    = "roles/viewer"\n  members = ["user:a@example.com", "group:b@example.com"]\n}\n`;
    expect(grantsIn(source)).toMatchObject([
      { resource, role, principal: { text: "user:a@example.com" }, authority: "role" },
      { resource, role, principal: { text: "group:b@example.com" }, authority: "role" },
    ]);
  });

  test("_policy owns the policy", () => {
    const source = `data "google_iam_policy" "p" {
  binding {
    role    = "roles/viewer"
    members = ["user:a@example.com"]
  }
}
resource "google_${base}_iam_policy" "p" {\n${target}  policy_data = data.google_iam_policy.p.policy_data\n}\n`;
    expect(grantsIn(source)).toMatchObject([
      { resource, role, principal: { text: "user:a@example.com" }, authority: "policy" },
    ]);
  });
});

/** `a.b.c = value`: blocks around an argument. */
const nested = (path: string, value: string | undefined): string => {
  const [first = "", ...rest] = path.split(".");
  if (rest.length > 0) return `${first} {\n${nested(rest.join("."), value)}\n}`;
  return value === undefined ? "" : `${first} = ${value}`;
};

const workloadsIn = (type: string, body: string): readonly Workload[] =>
  parseText("main.tf", `${provider}resource "google_${type}" "w" {\n  name = "w"\n${body}\n}\n`).facts.filter(
    (fact): fact is Workload => fact.kind === "workload",
  );

const rows = Object.entries(table.workloads).flatMap(([type, paths]) => paths.map((path) => [type, path] as const));
const account = "runner@home.iam.gserviceaccount.com";
const nobody: ReadonlySet<string> = new Set(["none", "unknown", "required", "inherited", "computed-agent"]);

describe("what runs as whom", () => {
  test.each(rows.map(([type, path]) => [type, path.path, path] as const))("google_%s, %s", (type, _, path) => {
    const value = path.map ? `{ k = "${account}" }` : `"${account}"`;
    const found = workloadsIn(type, nested(path.path, value));
    const named = found.map((one) => [one.purpose, one.account && show(one.account)]);
    expect(named).toContainEqual([path.purpose, account]);
  });

  const absent = rows.filter(([, { map, default: standIn }]) => !map && !nobody.has(standIn));
  test.each(absent.map(([type, path]) => [type, path.path, path] as const))("google_%s without %s", (type, _, path) => {
    const found = workloadsIn(type, nested(path.path, undefined));
    const stand = found.filter(({ purpose, account: named }) => purpose === path.purpose && named === undefined);
    expect(stand.map(({ defaultAccount }) => defaultAccount)).toContain(path.default);
  });
});

test("the tables have all families, workloads and paths of the provider", () => {
  expect(Object.keys(table.iam).length).toBeGreaterThanOrEqual(156);
  expect(Object.keys(table.workloads)).toHaveLength(75);
  expect(rows.length).toBeGreaterThanOrEqual(109);
});
