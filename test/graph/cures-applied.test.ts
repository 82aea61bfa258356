import { describe, expect, it } from "vitest";
import { analyse } from "../../src/lint.ts";
import type { Workspace } from "../../src/model/parser.ts";
import type { Cure, Rule, RuleOptions, Violation } from "../../src/model/rule.ts";
import * as rules from "../../src/rules/index.ts";
import { type CureCase, cureCases } from "./cure-cases.ts";

type Files = CureCase["files"];

const options: RuleOptions = {
  breakGlass: [],
  allowedDomains: [],
  knownProjects: [],
  sandboxProjects: [],
  trustedDeployers: [],
  trustedRoleAdmins: [],
  auditors: [],
  publicResources: [],
  today: "2026-10-01",
};

const ruleNamed = (id: string): Rule => {
  const rule = Object.values(rules).find(({ meta }) => meta.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
};

const workspaceOf = (files: Files): Workspace => ({
  read: (path) => files[path],
  list: () => Object.keys(files).toSorted(),
  options: { varFiles: [], variables: {}, profile: "default" },
});

/** What the rule finds, and what could not be read. */
async function findings(id: string, files: Files): Promise<{ found: readonly Violation[]; unread: readonly string[] }> {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { graph, problems } = await analyse(sources, workspaceOf(files));
  const found = [...ruleNamed(id).check(graph, options)];
  return { found, unread: problems.filter(({ kind }) => kind === "unread").map(({ message }) => message) };
}

/** The file that somebody puts the cure into, after having filled in what only they know. */
const filled = (text: string): string => text.replaceAll("PROJECT_NUMBER", "123456789012");

const asFile: Readonly<Record<keyof Cure, (text: string, python: boolean) => readonly [path: string, text: string]>> = {
  hcl: (text) => ["cure.tf", `${text}\n`],
  gcloud: (text) => ["cure.sh", `${text}\n`],
  yaml: (text) => ["cure.yaml", `${text}\n`],
  pulumi: (text, python) =>
    python
      ? ["cure/__main__.py", `import pulumi\nimport pulumi_gcp as gcp\n\n${text}\n`]
      : [
          "cure/index.ts",
          `import * as gcp from "@pulumi/gcp";\nimport * as pulumi from "@pulumi/pulumi";\n\n${text}\n`,
        ],
};

/** The languages in which a finding in a file must be cured. */
const expected: Readonly<Record<CureCase["language"], readonly (keyof Cure)[]>> = {
  hcl: ["hcl", "gcloud"],
  shell: ["gcloud"],
  yaml: ["yaml", "gcloud"],
  json: ["yaml", "gcloud"],
  typescript: ["pulumi", "gcloud"],
  python: ["gcloud"],
  "pulumi typescript": ["pulumi", "gcloud"],
  "pulumi python": ["pulumi", "gcloud"],
};

const subjectOf = ({ subject }: Violation): string => subject.join("\n");

describe.each(cureCases)("the cure of $rule, in $language", ({ rule, language, files }) => {
  it("is in the language at hand, can be read, and leaves nothing missing", async () => {
    const { found } = await findings(rule, files);
    const curable = found.filter(({ level }) => level !== "note");
    expect(curable, "the project has the fault").not.toEqual([]);
    for (const violation of curable) {
      expect(Object.keys(violation.cure ?? {}).toSorted()).toEqual([...expected[language]].toSorted());
    }
    for (const form of expected[language]) {
      const texts = curable.map(({ cure }) => filled(cure?.[form] ?? ""));
      const [path, text] = asFile[form](texts.join(form === "yaml" ? "\n---\n" : "\n\n"), language.endsWith("python"));
      expect(text).not.toMatch(/[sS]erviceAgent"?\s*$/m);
      const after = await findings(rule, { ...files, [path]: text });
      expect(after.unread, text).toEqual([]);
      const left = after.found.map(subjectOf).filter((subject) => curable.map(subjectOf).includes(subject));
      expect(left, text).toEqual([]);
    }
  });

  it("lets nobody act as more than the one account", async () => {
    for (const { cure } of (await findings(rule, files)).found) {
      for (const text of Object.values(cure ?? {})) {
        if (!/serviceAccountUser|serviceAccountTokenCreator/.test(text)) continue;
        expect(text).toMatch(
          /service_account_iam_member|iam service-accounts|IAMServiceAccount|serviceaccount\.IAMMember/,
        );
        expect(text).not.toMatch(/project_iam_member|gcloud projects add-iam|kind: Project\b|projects\.IAMMember/);
      }
    }
  });
});
