import { expect, test } from "vitest";
import { parseFiles } from "./workspace.ts";

/** Each inner text with where its first and last characters stand, as text of the host. */
const innerTexts = (path: string, text: string): readonly (readonly [string, string, string])[] =>
  parseFiles({ [path]: text }).embedded.map(({ source }) => {
    const at = (offset: number): number => source.host?.toHost(offset) ?? -1;
    const from = source.text.search(/\S/u);
    const to = source.text.trimEnd().length;
    return [source.path, source.text.trim(), text.slice(at(from), at(to - 1) + 1)];
  });

test("texts that begin on one line have names of their own", () => {
  const text =
    "steps: [{name: gcr.io/cloud-builders/gcloud, args: [info]}, {name: gcr.io/cloud-builders/gcloud, args: [version]}]\n";
  expect(innerTexts("cloudbuild.yaml", text)).toEqual([
    ["cloudbuild.yaml#run:1", "gcloud info", "info"],
    ["cloudbuild.yaml#run:1.2", "gcloud version", "version"],
  ]);
});

test("a workflow's expressions become variables, at the places of the expressions", () => {
  const run = "gcloud run deploy ${{ inputs.name }} --region=${{ env.REGION }} --quiet";
  const text = `on: push\njobs:\n  a:\n    steps:\n      - run: ${run}\n`;
  expect(innerTexts(".github/workflows/a.yml", text)).toEqual([
    [".github/workflows/a.yml#run:5", "gcloud run deploy ${_inputs_name} --region=${REGION} --quiet", run],
  ]);
});

test("steps run as who signed in last before them", () => {
  const text = `on: push
jobs:
  a:
    steps:
      - run: gcloud one
      - uses: google-github-actions/auth@v2
        with: {service_account: a@p.iam.gserviceaccount.com, workload_identity_provider: x}
      - run: gcloud two
      - uses: google-github-actions/auth@v2
        with: {credentials_json: "\${{ secrets.KEY }}"}
      - run: gcloud three
  b:
    steps:
      - run: gcloud four
`;
  const runsAs = parseFiles({ ".github/workflows/a.yml": text }).embedded.map(({ runsAs: who }) =>
    who === undefined ? "nobody" : who.kind === "known" ? who.text : who.kind,
  );
  expect(runsAs).toEqual(["nobody", "a@p.iam.gserviceaccount.com", "unknown", "nobody"]);
});

test("shells that nobody here reads are left alone", () => {
  const text =
    "on: push\njobs:\n  a:\n    steps:\n      - {run: gcloud a, shell: pwsh}\n      - {run: import gcloud, shell: python}\n";
  const languages = parseFiles({ ".github/workflows/a.yml": text }).embedded.map(({ language }) => language);
  expect(languages).toEqual(["python"]);
});

test("a federated identity's configuration is no key", () => {
  const uses =
    "      - uses: google-github-actions/auth@v2\n        id: auth\n        with: {workload_identity_provider: x}\n";
  const env =
    "      - run: gcloud x\n        env: {GOOGLE_APPLICATION_CREDENTIALS: '${{ steps.auth.outputs.credentials_file_path }}'}\n";
  const { facts } = parseFiles({ ".github/workflows/a.yml": `on: push\njobs:\n  a:\n    steps:\n${uses}${env}` });
  expect(facts).toEqual([]);
});

test("steps of one job share what they signed in as, jobs share nothing", () => {
  const workflow = `on: push
jobs:
  a:
    steps: [{run: gcloud one}, {run: gcloud two}]
  b:
    steps: [{run: gcloud three}]
`;
  const pipeline = `jobs:
  - job: a
    steps: [{script: gcloud one}, {script: gcloud two}]
  - job: b
    steps: [{script: gcloud three}]
`;
  for (const [path, text] of [
    [".github/workflows/a.yml", workflow],
    ["azure-pipelines.yml", pipeline],
  ] as const) {
    const [one, two, three] = parseFiles({ [path]: text }).embedded.map(({ session }) => session);
    expect(one).toMatch(/#job:/);
    expect(two).toBe(one);
    expect(three).toMatch(/#job:/);
    expect(three).not.toBe(one);
  }
});
