import { expect, test } from "vitest";
import type { Embedded } from "../../../src/model/parser.ts";
import { known, partsOf, show, unknown } from "../../../src/model/value.ts";
import { accepts, glance } from "../../../src/parsers/gcloud/recogniser.ts";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { factsOf, parseScript, workspaceOf } from "./parse-fixture.ts";

const host = { path: "cloudbuild.yaml", start: 0, end: 1 };

const embed = (text: string, more: Partial<Embedded> = {}): Embedded => ({
  language: "shell",
  source: {
    path: "cloudbuild.yaml#steps[0]",
    text,
    host: { path: "cloudbuild.yaml", toHost: (offset) => offset + 10 },
  },
  ...more,
});

const operationOf = (embedded: Embedded) =>
  factsOf(
    gcloud.parseEmbedded?.([embedded], workspaceOf()) ?? { facts: [], problems: [], embedded: [] },
    "operation",
  )[0];

test("the host says who runs it, where, with which variables", () => {
  const operation = operationOf(
    embed("gcloud run deploy $SERVICE --region=us-central1", {
      runsAs: known("build@acme.iam.gserviceaccount.com", host),
      project: known("acme", host),
      environment: { SERVICE: unknown("env.SERVICE", "it is an input", host) },
    }),
  );
  expect(operation?.caller && show(operation.caller)).toBe("build@acme.iam.gserviceaccount.com");
  expect(operation?.project && show(operation.project)).toBe("acme");
  expect(operation?.targets["service"]).toMatchObject({ kind: "unknown", why: "it is an input" });
});

test("what the script says wins", () => {
  const operation = operationOf(
    embed("gcloud run deploy api --project=other --impersonate-service-account=x@other.iam.gserviceaccount.com", {
      runsAs: known("build@acme.iam.gserviceaccount.com", host),
      project: known("acme", host),
    }),
  );
  expect(operation?.caller && show(operation.caller)).toBe("x@other.iam.gserviceaccount.com");
  expect(operation?.project && show(operation.project)).toBe("other");
});

test("steps of one session share gcloud's configuration", () => {
  const steps = [
    embed("gcloud auth activate-service-account a@acme.iam.gserviceaccount.com --key-file=-; X=1", {
      session: "build",
    }),
    embed("gcloud run deploy first", { session: "build" }),
    embed("gcloud run deploy second", { session: "other" }),
    embed("gcloud run deploy third", { session: "build", runsAs: known("b@acme.iam.gserviceaccount.com", host) }),
  ];
  const parsed = gcloud.parseEmbedded?.(steps, workspaceOf()) ?? { facts: [], problems: [], embedded: [] };
  expect(factsOf(parsed, "operation").map(({ caller }) => caller && show(caller))).toEqual([
    "a@acme.iam.gserviceaccount.com",
    undefined,
    "b@acme.iam.gserviceaccount.com",
  ]);
});

test("steps of one file name one active project", () => {
  const script =
    'gcloud projects add-iam-policy-binding "$(gcloud config get-value project)" --member=user:a@b.c --role=roles/viewer';
  const at = (line: number) => {
    const { source } = embed(script);
    const place = { path: "cloudbuild.yaml", toHost: (offset: number) => line * 1000 + offset };
    return { ...embed(script), source: { ...source, path: `cloudbuild.yaml#run:${line}`, host: place } };
  };
  const parsed = gcloud.parseEmbedded?.([at(1), at(2)], workspaceOf()) ?? { facts: [], problems: [], embedded: [] };
  const names = factsOf(parsed, "grant").map(({ resource }) => partsOf(resource.name));
  expect(names).toHaveLength(2);
  expect(names[0]).toEqual(names[1]);
});

test("a variable that a step hands on", () => {
  const steps = [
    embed('echo "TARGET=acme" >> "$GITHUB_ENV"; echo B=c >> $GITHUB_ENV', { session: "build" }),
    embed("gcloud run deploy api --project=$TARGET", { session: "build" }),
  ];
  const parsed = gcloud.parseEmbedded?.(steps, workspaceOf()) ?? { facts: [], problems: [], embedded: [] };
  expect(factsOf(parsed, "operation").map(({ project }) => project && show(project))).toEqual(["acme"]);
});

test("what a matrix runs again stands in its file once", () => {
  const { source } = embed("gcloud run deploy api --project=acme");
  const steps = ["1", "2"].map((n): Embedded => ({
    language: "shell",
    source: Object.assign({}, source, { path: `cloudbuild.yaml#run:1.${n}` }),
  }));
  const parsed = gcloud.parseEmbedded?.(steps, workspaceOf()) ?? { facts: [], problems: [], embedded: [] };
  expect(factsOf(parsed, "operation")).toHaveLength(1);
});

test("places are those of the embedded text", () => {
  const operation = operationOf(embed("true && gcloud run deploy api"));
  expect(operation?.span).toEqual({ path: "cloudbuild.yaml#steps[0]", start: 8, end: 25 });
});

test("which files are read", () => {
  const read = [
    "deploy.sh",
    "a/b.bash",
    "Makefile",
    "rules.mk",
    "Dockerfile.prod",
    "Jenkinsfile",
    "package.json",
    "x.ps1",
    "x.cmd",
    "bin/deploy",
    "README.md",
    ".env",
    "prod.env",
  ];
  expect(read.filter((path) => !accepts(path))).toEqual([]);
  expect(["main.tf", "a.yaml", "x.ts", "x.py", "tsconfig.json", ".env.example", "a.sh.txt"].filter(accepts)).toEqual(
    [],
  );
});

test("a glance", () => {
  expect(glance("gcloud projects list", "a.sh")).toBe(true);
  expect(glance("echo hello", "a.sh")).toBe(false);
  expect(glance("gcloud projects list", "LICENSE")).toBe(false);
  expect(glance("#!/usr/bin/env bash\ngcloud projects list", "bin/deploy")).toBe(true);
});

test("documents are read for auditors only", () => {
  const text = "```sh\ngcloud projects add-iam-policy-binding p --member=user:a@example.com --role=roles/viewer\n```\n";
  expect(parseScript(text, {}, "README.md").facts).toEqual([]);
  const audited = gcloud.parse([{ path: "README.md", text }], workspaceOf({}, "auditor"));
  expect(factsOf(audited, "grant")).toMatchObject([{ conditional: true }]);
});
