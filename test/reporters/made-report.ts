import type { Judged } from "../../src/model/judged.ts";
import type { Report, RuleInReport } from "../../src/model/report.ts";
import type { Problem, Source, Span } from "../../src/model/source.ts";
import { buildReport, type ReportInput } from "../../src/report/build.ts";

const main = `resource "google_storage_bucket_iam_binding" "b" {
\tbucket  = "b"
\trole    = "roles/storage.objectViewer"
\tmembers = ["allUsers", "allAuthenticatedUsers"]
}

resource "google_project_iam_member" "ci" {
  project = "ml-prod"
  role    = "roles/editor" # AIzaSyA-0123456789abcdefghijklmnopqrstu
  member  = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com"
}

resource "google_project_iam_member" "boss" {
  project = "ml-prod"
  role    = "roles/owner"
  member  = "user:jane@example.com"
}
`;

const workflow = `on: push
jobs:
  deploy:
    steps:
      - run: |
          gcloud ai endpoints deploy-model 123 \\
            --model=projects/other/models/7
`;

const script = `gcloud ai endpoints deploy-model 123 \\
  --model=projects/other/models/7
`;

const odd = `{"bindings":[{"role":"roles/viewer","members":["user:\u202Eeve@example.com"]}]}\n`;

const scriptStart = workflow.indexOf("gcloud");

export const files: Readonly<Record<string, string>> = {
  "infra/main.tf": main,
  ".github/workflows/deploy.yml": workflow,
  "a b/[1] ünï%c:ö.json": odd,
};

/** The two lines of the script stand ten columns further right in the workflow. */
const toHost = (offset: number): number => scriptStart + offset + 10 * (script.slice(0, offset).split("\n").length - 1);

const embedded: Source = {
  path: ".github/workflows/deploy.yml#jobs.deploy.steps[0]",
  text: script,
  host: { path: ".github/workflows/deploy.yml", toHost },
};

export const sources = (path: string): Source | undefined => {
  if (path === embedded.path) return embedded;
  const text = files[path];
  return text === undefined ? undefined : { path, text };
};

/** The first place of a text in a source. */
export function span(path: string, text: string): Span {
  const start = sources(path)?.text.indexOf(text) ?? -1;
  if (start < 0) throw new Error(`no '${text}' in ${path}`);
  return { path, start, end: start + text.length };
}

const rule = (id: string, over: Partial<Omit<RuleInReport, "meta">> = {}): RuleInReport => ({
  meta: {
    id,
    summary: `Summary of ${id}`,
    why: `Why '${id}' matters.`,
    fix: `How to cure ${id}.`,
    references: ["https://cloud.google.com/iam/docs/overview"],
  },
  level: "error",
  precision: "high",
  tags: ["security", "gcp", "iam"],
  controls: { "cis-gcp": ["1.5"], soc2: ["CC6.3"] },
  ...over,
});

const rules: readonly RuleInReport[] = [
  rule("basic-role-editor", { securitySeverity: 8 }),
  rule("basic-role-owner", { securitySeverity: 9.1 }),
  rule("basic-role-viewer", { level: "warning", securitySeverity: 4.5, precision: "medium" }),
  rule("cross-project-model-get", { securitySeverity: 3, tags: ["availability"], controls: {} }),
  rule("public-member", { securitySeverity: 9.1, precision: "very-high" }),
  rule("unused-ignore", { level: "warning", tags: ["maintenance"], controls: {} }),
];

const publicTo = (member: string): Judged => ({
  rule: "public-member",
  level: "error",
  certainty: "proven",
  message: `'${member}' holds 'roles/storage.objectViewer' on bucket 'b'.`,
  at: span("infra/main.tf", `"${member}"`),
  subject: [member, "roles/storage.objectViewer", "storage-bucket:b"],
  related: [{ span: span("infra/main.tf", '"roles/storage.objectViewer"'), message: "this role" }],
  cure: { gcloud: `gcloud storage buckets remove-iam-policy-binding gs://b --member=${member}` },
});

const principal = {
  type: "service-account",
  id: "ci@ml-prod.iam.gserviceaccount.com",
  key: "serviceAccount:ci",
} as const;
const model = { key: "ai-model:7", type: "ai-model", shown: "model '7'", opaque: false };

const violations: readonly Judged[] = [
  publicTo("allUsers"),
  publicTo("allAuthenticatedUsers"),
  {
    rule: "basic-role-editor",
    level: "error",
    certainty: "proven",
    message: "'ci@ml-prod.iam.gserviceaccount.com' holds 'roles/editor' on project 'ml-prod'.",
    at: span("infra/main.tf", '"roles/editor"'),
    subject: ["serviceAccount:ci@ml-prod.iam.gserviceaccount.com", "roles/editor", "project:ml-prod"],
    cure: { hcl: 'role = "roles/aiplatform.user"\n' },
    edit: { safe: true, changes: [{ span: span("infra/main.tf", '"roles/editor"'), text: '"roles/aiplatform.user"' }] },
  },
  {
    rule: "basic-role-owner",
    level: "error",
    certainty: "proven",
    message: "'user:jane@example.com' holds 'roles/owner' on project 'ml-prod'.",
    at: span("infra/main.tf", '"roles/owner"'),
    subject: ["user:jane@example.com", "roles/owner", "project:ml-prod"],
    ignored: { reason: "break-glass account", owner: "ops", until: "2027-03-31" },
  },
  {
    rule: "cross-project-model-get",
    level: "warning",
    certainty: "likely",
    message: "The deployer may not read model '7' of project 'other'.",
    at: span(embedded.path, "--model=projects/other/models/7"),
    subject: ["serviceAccount:ci", "ai-model:7"],
    related: [
      {
        span: span("infra/main.tf", '"serviceAccount:ci@ml-prod.iam.gserviceaccount.com"'),
        message: "The [caller] is here.",
      },
    ],
    path: [
      {
        principal,
        permission: "",
        resource: model,
        text: "the workflow runs as 'ci'",
        at: span(embedded.path, "gcloud"),
      },
      {
        principal,
        permission: "aiplatform.models.get",
        resource: model,
        text: "aiplatform.models.get on model '7' is missing",
      },
    ],
    cure: { gcloud: "gcloud projects add-iam-policy-binding other \\\n  --role=roles/aiplatform.viewer" },
  },
  {
    rule: "basic-role-viewer",
    level: "note",
    certainty: "unknown",
    severity: 2,
    message: "'user:\u202Eeve@example.com' holds 'roles/viewer' on [a](b) project that is not named.",
    at: span("a b/[1] ünï%c:ö.json", '"roles/viewer"'),
    subject: ["user:eve@example.com", "roles/viewer", "unknown"],
  },
];

const problems: readonly Problem[] = [
  { kind: "unread", message: "The block has no closing brace.", at: { path: "infra/main.tf", start: 0, end: 8 } },
  { kind: "unanalysed", message: "module 'x' is not installed", at: { path: "infra/gone.tf", start: 10, end: 20 } },
];

export const input: ReportInput = {
  tool: { name: "iam-lint", version: "1.2.3" },
  catalog: { date: "2026-11-02", roles: 2390 },
  rules,
  violations,
  problems,
  sources,
  stats: { files: 12, filesRead: 3, bindings: 5, facts: 9 },
  paths: ["clean.tf", ...Object.keys(files)],
};

export const madeReport: Report = buildReport(input);

export const emptyReport: Report = buildReport({ ...input, violations: [], problems: [] });
