/** An issuer whose tokens strangers get too, and what of a token says whose it is. */
export interface SharedIssuer {
  readonly name: string;
  readonly host: RegExp;
  /** Claims that name the tenant and never change hands; an example for the cure. */
  readonly fixed: readonly string[];
  /** Claims that name the tenant by a name that somebody else can take over. */
  readonly named: readonly string[];
}

/** Issuers that serve many organizations (iam/docs/best-practices-for-using-workload-identity-federation). */
const sharedIssuers: readonly SharedIssuer[] = [
  {
    name: "GitHub Actions",
    host: /^token\.actions\.githubusercontent\.com$/,
    fixed: ["repository_owner_id", "repository_id", "enterprise_id"],
    named: ["repository_owner", "repository", "sub", "job_workflow_ref", "workflow_ref"],
  },
  {
    name: "GitLab.com",
    host: /^gitlab\.com$/,
    fixed: ["namespace_id", "project_id"],
    named: ["namespace_path", "project_path", "sub"],
  },
  {
    name: "HCP Terraform",
    host: /^app\.terraform\.io$/,
    fixed: ["terraform_organization_id", "terraform_workspace_id", "terraform_project_id"],
    named: ["terraform_organization_name", "terraform_workspace_name", "sub"],
  },
  {
    name: "Buildkite",
    host: /^agent\.buildkite\.com$/,
    fixed: ["organization_id", "pipeline_id"],
    named: ["organization_slug", "pipeline_slug", "sub"],
  },
  {
    name: "Bitbucket Pipelines",
    host: /^api\.bitbucket\.org$/,
    fixed: ["workspaceUuid", "repositoryUuid", "sub"],
    named: [],
  },
  { name: "CircleCI", host: /^oidc\.circleci\.com$/, fixed: ["aud", "sub", "oidc.circleci.com/project-id"], named: [] },
  { name: "Microsoft Entra (any tenant)", host: /^login\.microsoftonline\.com\/common$/, fixed: ["tid"], named: [] },
];

/** The issuer of a URL, where strangers use it too. */
export function sharedIssuerOf(url: string): SharedIssuer | undefined {
  const place = url.replace(/^https:\/\//, "").replace(/\/+$/, "");
  const [host = ""] = place.split("/");
  return sharedIssuers.find(
    (issuer) => issuer.host.test(host) || issuer.host.test(place.split("/").slice(0, 2).join("/")),
  );
}
