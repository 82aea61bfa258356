import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Parsed, Workspace } from "../../../src/model/parser.ts";
import { terraformPlan } from "../../../src/parsers/terraform/plan/index.ts";
import { compactFacts } from "./compact-facts.ts";

const folder = fileURLToPath(new URL("../../../fixtures/parsers/terraform/plan/", import.meta.url));
const textOf = (path: string): string => readFileSync(folder + path, "utf8");

const workspace: Workspace = {
  read: (path) => (statSync(folder + path, { throwIfNoEntry: false })?.isFile() === true ? textOf(path) : undefined),
  list: (dir) =>
    statSync(folder + dir, { throwIfNoEntry: false })?.isDirectory() === true
      ? readdirSync(folder + dir).toSorted()
      : [],
  options: { varFiles: [], variables: {}, profile: "default" },
  scanned: new Set(["with-source/main.tf", "with-source/modules/bucket/main.tf"]),
};

const parse = (path: string, text: string = textOf(path)): Parsed => terraformPlan.parse([{ path, text }], workspace);

test.each(["with-source/plan.json", "shown-state.json", "kept.tfstate"])(
  "%s says what its facts file lists",
  (path) => {
    expect(terraformPlan.accepts(path)).toBe(true);
    expect(terraformPlan.glance(textOf(path), path)).toBe(true);
    const expected: unknown = JSON.parse(textOf(`${path.replace(/\.\w+$/, "")}.facts.json`));
    const { facts, problems } = parse(path);
    expect(compactFacts(facts, textOf)).toEqual(expected);
    expect(problems).toEqual([]);
  },
);

test("sensitive values appear nowhere", () => {
  const facts = JSON.stringify([parse("with-source/plan.json"), parse("kept.tfstate")]);
  expect(facts).not.toContain("secret-reader");
  expect(facts).not.toContain("hidden@example.com");
  expect(facts).not.toContain("c2VjcmV0LXByaXZhdGUta2V5");
});

test.each<[string, string, Partial<Workspace>]>([
  ["its folder has no source tree", "elsewhere/plan.json", {}],
  ["the source tree is not part of the scan", "with-source/plan.json", { scanned: new Set() }],
])("places are those of the plan when %s", (_, path, other) => {
  const text = textOf("with-source/plan.json");
  const { facts } = terraformPlan.parse([{ path, text }], { ...workspace, ...other });
  const spans = facts.map(({ span }) => ({ path: span.path, text: text.slice(span.start, span.end) }));
  expect(spans).toContainEqual({ path, text: "google_project_iam_member.editor" });
  expect(new Set(spans.map((span) => span.path))).toEqual(new Set([path]));
});

test.each(["module.bucket", 'module.bucket["a.b"]'])(
  "the resources of %s in a state have places in its source",
  (module) => {
    const attributes = { bucket: "models", role: "roles/storage.objectViewer", member: "allUsers" };
    const resource = {
      module,
      mode: "managed",
      type: "google_storage_bucket_iam_member",
      name: "public",
      instances: [{ attributes }],
    };
    const text = JSON.stringify({ version: 4, terraform_version: "1.9.0", lineage: "l", resources: [resource] });
    const grant = parse("with-source/terraform.tfstate", text).facts.find(({ kind }) => kind === "grant");
    expect(grant?.kind === "grant" && grant.role.span.path).toBe("with-source/modules/bucket/main.tf");
  },
);

test("a plan that is cut off is a problem, and what was read counts", () => {
  const text = textOf("shown-state.json");
  const { facts, problems } = parse("cut.json", text.slice(0, text.lastIndexOf('"google_cloud_run_v2_service"')));
  expect(problems).toMatchObject([
    { kind: "unread", message: "The plan can't be read to the end: it is not valid JSON" },
  ]);
  expect(facts.map(({ kind }) => kind)).toContain("policy-read");
});

test.each(["5", "null", "true", "{}", "[]", "[[{}]]", '{"references": [1]}'])(
  "%s in place of every text breaks nothing",
  (value) => {
    for (const path of ["with-source/plan.json", "shown-state.json", "kept.tfstate"]) {
      for (const pattern of [/(?<=": )"(?:[^"\\]|\\.)*"/g, /(?<=": )\{\}/g, /(?<=": )true/g]) {
        expect(parse(path, textOf(path).replaceAll(pattern, value)).problems).toEqual([]);
      }
    }
  },
);

test("nesting is bounded", () => {
  const text = `{"format_version":"1.0","terraform_version":"1","values":${"[".repeat(100_000)}`;
  expect(parse("deep.json", text)).toMatchObject({ facts: [], problems: [{ kind: "unread" }] });
});

test.each(["main.tf.json", "main.tf", "notes.md"])("%s is for others", (path) => {
  expect(terraformPlan.accepts(path)).toBe(false);
});
