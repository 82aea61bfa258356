import { describe, expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { parseFiles, workspaceOf } from "./workspace.ts";

/** What the embedded scripts of some files grant, and who runs them. */
function grantsOf(files: Readonly<Record<string, string>>): string[] {
  const { embedded } = parseFiles(files);
  const shell = embedded.filter(({ language }) => language === "shell");
  const { facts } = gcloud.parseEmbedded?.(shell, workspaceOf(files)) ?? { facts: [] };
  return facts.flatMap((fact) =>
    fact.kind === "grant" ? [`${show(fact.role)} ${show(fact.principal)} ${show(fact.resource.name)}`] : [],
  );
}

const bind = (project: string, member = "user:a", role = "roles/viewer"): string =>
  `gcloud projects add-iam-policy-binding ${project} --member=${member} --role=${role}`;

const workflow = (job: string): Readonly<Record<string, string>> => ({
  ".github/workflows/a.yml": `on: push\njobs:\n  a:\n${job.replaceAll(/^/gm, "    ")}\n`,
});

describe("a matrix", () => {
  test("of lists: every combination", () => {
    const job = `strategy: {matrix: {env: [dev, prod], n: [1, 2], exclude: [{env: dev, n: 2}]}}\nsteps:\n  - run: ${bind("p-${{ matrix.env }}-${{ matrix.n }}")}`;
    expect(grantsOf(workflow(job))).toEqual(
      ["p-dev-1", "p-prod-1", "p-prod-2"].map((name) => `roles/viewer user:a ${name}`),
    );
  });

  test("of entries, some of which add to others", () => {
    const job = `strategy:
  matrix:
    env: [dev, prod]
    include:
      - {env: dev, who: user:d}
      - {env: prod, who: user:p}
      - {env: test, who: user:t}
env: {WHO: "\${{ matrix.who }}"}
steps:
  - run: ${bind("${{ matrix.env }}", "$WHO")}`;
    expect(grantsOf(workflow(job))).toEqual([
      "roles/viewer user:d dev",
      "roles/viewer user:p prod",
      "roles/viewer user:t test",
    ]);
  });

  test("of mappings", () => {
    const job = `strategy: {matrix: {target: [{project: p1, who: user:a}, {project: p2, who: user:b}]}}\nsteps:\n  - run: ${bind("${{ matrix.target.project }}", "${{ matrix.target.who }}")}`;
    expect(grantsOf(workflow(job))).toEqual(["roles/viewer user:a p1", "roles/viewer user:b p2"]);
  });

  test("that is made when it runs", () => {
    const job = `strategy: {matrix: {env: "\${{ fromJSON(inputs.list) }}"}}\nsteps:\n  - run: ${bind("p-${{ matrix.env }}")}`;
    expect(grantsOf(workflow(job))).toEqual(["roles/viewer user:a p-${{ matrix.env }}"]);
  });

  test("names the account of each combination", () => {
    const job = `strategy: {matrix: {sa: [x@p.iam.gserviceaccount.com, y@p.iam.gserviceaccount.com]}}
steps:
  - uses: google-github-actions/auth@v2
    with: {workload_identity_provider: w, service_account: "\${{ matrix.sa }}"}
  - run: gcloud run deploy api`;
    const accounts = parseFiles(workflow(job)).embedded.map(({ runsAs }) => runsAs && show(runsAs));
    expect(accounts).toEqual(["x@p.iam.gserviceaccount.com", "y@p.iam.gserviceaccount.com"]);
  });
});

test("what is switched off does not run", () => {
  const job = `steps:\n  - {if: false, run: "${bind("p")}"}\n  - {if: "\${{ false }}", run: "${bind("q")}"}\n  - {if: github.ref == 'x', run: "${bind("r")}"}`;
  expect(grantsOf(workflow(job))).toEqual(["roles/viewer user:a r"]);
  expect(grantsOf(workflow(`if: false\nsteps:\n  - run: ${bind("p")}`))).toEqual([]);
});

describe("a reusable workflow", () => {
  const reusable = `on:
  workflow_call:
    inputs:
      project: {type: string, required: true}
      role: {type: string, default: roles/editor}
jobs:
  a:
    steps:
      - run: ${bind("${{ inputs.project }}", "user:a", "${{ inputs.role }}")}
`;
  const path = ".github/workflows/grant.yml";

  test("takes the inputs of each caller in the repository", () => {
    const caller = `on: push
jobs:
  one: {uses: ./.github/workflows/grant.yml, with: {project: p1}}
  two: {uses: ./.github/workflows/grant.yml, with: {project: p2, role: roles/owner}}
  other: {uses: ./.github/workflows/else.yml, with: {project: p3}}
`;
    expect(grantsOf({ [path]: reusable, ".github/workflows/main.yml": caller })).toEqual([
      "roles/editor user:a p1",
      "roles/owner user:a p2",
    ]);
  });

  test("without a caller its inputs are not known", () => {
    expect(grantsOf({ [path]: reusable })).toEqual(["${{ inputs.role }} user:a ${{ inputs.project }}"]);
  });

  test("that people start themselves may get anything else", () => {
    const started = reusable.replace("on:\n", "on:\n  workflow_dispatch: {inputs: {project: {}, role: {}}}\n");
    const caller = `on: push\njobs:\n  one: {uses: ./.github/workflows/grant.yml, with: {project: p1}}\n`;
    expect(grantsOf({ [path]: started, ".github/workflows/main.yml": caller })).toEqual([
      "roles/editor user:a p1",
      "${{ inputs.role }} user:a ${{ inputs.project }}",
    ]);
  });
});

test("a composite action takes the inputs of the steps that use it", () => {
  const action = `inputs:\n  project: {required: true}\nruns:\n  using: composite\n  steps:\n    - {run: "${bind("${{ inputs.project }}")}", shell: bash}\n`;
  const caller = `on: push\njobs:\n  a:\n    steps:\n      - {uses: ./actions/grant, with: {project: p}}\n`;
  expect(grantsOf({ "actions/grant/action.yml": action, ".github/workflows/main.yml": caller })).toEqual([
    "roles/viewer user:a p",
  ]);
});

describe("Cloud Build", () => {
  test("substitutions in the account, and in one another", () => {
    const text = `substitutions: {_NAME: build, _SA: "\${_NAME}@p.iam.gserviceaccount.com"}
serviceAccount: projects/p/serviceAccounts/$_SA
steps:
- {name: gcr.io/cloud-builders/gcloud, args: [run, deploy, api]}
`;
    const [step] = parseFiles({ "cloudbuild.yaml": text }).embedded;
    expect(step?.runsAs && show(step.runsAs)).toBe("build@p.iam.gserviceaccount.com");
  });

  test.each([
    "{name: gcr.io/cloud-builders/gcloud, entrypoint: bash, args: [./grant.sh, p]}",
    "{name: gcr.io/cloud-builders/gcloud, entrypoint: ./grant.sh, args: [p]}",
    "{name: gcr.io/cloud-builders/gcloud, entrypoint: bash, args: [-c, './grant.sh p']}",
  ])("a script of the repository: %s", (step) => {
    const files = { "cloudbuild.yaml": `steps:\n- ${step}\n`, "grant.sh": `#!/bin/bash\n${bind("$1")}\n` };
    expect(grantsOf(files)).toEqual(["roles/viewer user:a p"]);
  });
});

describe("GitLab CI", () => {
  const base = `.base:
  variables: {P: base, Q: q}
  before_script: [echo gcloud]
  script:
    - ${bind("$P-$Q")}
`;

  test("a job takes what it extends, and says the rest itself", () => {
    expect(grantsOf({ ".gitlab-ci.yml": `${base}child:\n  extends: .base\n  variables: {P: child}\n` })).toEqual([
      "roles/viewer user:a child-q",
    ]);
    expect(
      grantsOf({ ".gitlab-ci.yml": `${base}child:\n  extends: [.base]\n  script: ["${bind("$Q", "user:b")}"]\n` }),
    ).toEqual(["roles/viewer user:b q"]);
  });

  test("of several templates the last one counts, and templates extend templates", () => {
    const other = `.other:\n  extends: .base\n  variables: {P: other}\n.last:\n  variables: {Q: last}\n`;
    expect(grantsOf({ ".gitlab-ci.yml": `${base}${other}child:\n  extends: [.other, .last]\n` })).toEqual([
      "roles/viewer user:a other-last",
    ]);
  });

  test("what !reference names is put in", () => {
    const job = `child:\n  variables: {P: p, Q: r}\n  script:\n    - !reference [.base, script]\n    - ${bind("$P", "user:b")}\n`;
    expect(grantsOf({ ".gitlab-ci.yml": `${base}${job}` })).toEqual([
      "roles/viewer user:a base-q",
      "roles/viewer user:a p-r",
      "roles/viewer user:b p",
    ]);
  });

  test("files of the repository are included", () => {
    const main = `include:\n  - local: /ci/base.yml\n  - https://example.com/x.yml\n  - {project: a/b, file: c.yml}\nchild:\n  extends: .base\n`;
    expect(grantsOf({ ".gitlab-ci.yml": main, "ci/base.yml": `${base}own:\n  script: ["${bind("own")}"]\n` })).toEqual([
      "roles/viewer user:a own",
      "roles/viewer user:a base-q",
    ]);
  });

  test("a template that nobody extends may be a job of another file", () => {
    expect(grantsOf({ ".gitlab-ci.yml": base })).toEqual(["roles/viewer user:a base-q"]);
  });

  test("files and jobs that name themselves end", () => {
    const text = `include: .gitlab-ci.yml\na:\n  extends: a\n  script:\n    - !reference [a, script]\n    - ${bind("p")}\n`;
    expect(grantsOf({ ".gitlab-ci.yml": text })).toContain("roles/viewer user:a p");
  });
});
