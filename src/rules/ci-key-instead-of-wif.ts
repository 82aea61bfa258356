import type { Rule } from "../model/rule.ts";

export const ciKeyInsteadOfWif: Rule = {
  meta: {
    id: "ci-key-instead-of-wif",
    summary: "A continuous-integration system signs in with a key",
    why: "The key is copied into the CI system, where every job, every plug-in and every administrator can take it along, and it goes on working after they are gone. The system can prove who it is with a token of its own instead.",
    fix: "Make a workload identity pool with a provider for the CI system, let one repository (by its immutable id) and branch or environment become the service account, and delete the key.",
    references: [
      "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines",
      "https://github.com/google-github-actions/auth#workload-identity-federation-through-a-service-account",
    ],
  },

  *check(graph) {
    for (const { ci, how, file, span, conditional } of graph.facts("key-reference")) {
      const system = ci ?? systemOfFile(span.path);
      if (system === undefined) continue;
      yield {
        message: `${systems[system] ?? system} signs in with a service-account key (${how}) instead of a federated identity.`,
        at: file?.span ?? span,
        certainty: conditional ? "likely" : "proven",
        subject: [system, how],
      };
    }
  },
};

const systems: Readonly<Record<string, string | undefined>> = {
  "github-actions": "GitHub Actions",
  "gitlab-ci": "GitLab CI",
  "cloud-build": "Cloud Build",
  "circle-ci": "CircleCI",
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
  [/(^|\/)\.circleci\/config\.ya?ml$/, "circle-ci"],
  [/(^|\/)azure-pipelines[\w.-]*\.ya?ml$/, "azure-pipelines"],
  [/(^|\/)bitbucket-pipelines\.ya?ml$/, "bitbucket-pipelines"],
  [/(^|\/)Jenkinsfile[^/]*$/, "jenkins"],
];

const systemOfFile = (path: string): string | undefined =>
  files.find(([form]) => form.test(path.replace(/#.*$/, "")))?.[1];
