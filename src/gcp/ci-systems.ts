import type { KeyReference } from "../model/fact.ts";

/** The continuous-integration system that signs in with a key, as its name is written; `undefined`: none does. */
export function ciSystemOf({ ci, span }: Pick<KeyReference, "ci" | "span">): string | undefined {
  const id = ci ?? systemOfFile(span.path);
  return id === undefined ? undefined : (systems[id] ?? id);
}

const systems: Readonly<Record<string, string | undefined>> = {
  "github-actions": "GitHub Actions",
  "gitlab-ci": "GitLab CI",
  "cloud-build": "Cloud Build",
  ci: "The CI system",
  circleci: "CircleCI",
  "azure-pipelines": "Azure Pipelines",
  "bitbucket-pipelines": "Bitbucket Pipelines",
  "terraform-cloud": "HCP Terraform",
  jenkins: "Jenkins",
};

/** Shell inside of a CI configuration runs in that system. */
const files: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)\.github\/workflows\/[^/]+$/, "github-actions"],
  [/(^|\/)\.gitlab-ci\.ya?ml$/, "gitlab-ci"],
  [/(^|\/)cloudbuild[\w.-]*\.(ya?ml|json)$/, "cloud-build"],
  [/(^|\/)\.circleci\/config\.ya?ml$/, "circleci"],
  [/(^|\/)azure-pipelines[\w.-]*\.ya?ml$/, "azure-pipelines"],
  [/(^|\/)bitbucket-pipelines\.ya?ml$/, "bitbucket-pipelines"],
  [/(^|\/)Jenkinsfile[^/]*$/, "jenkins"],
];

const systemOfFile = (path: string): string | undefined =>
  files.find(([form]) => form.test(path.replace(/#.*$/, "")))?.[1];
