import { type ProposedGrant, titleOf } from "./grant-cure.ts";
import { own } from "../model/own.ts";

/** The languages of Pulumi programs that are read. */
export type PulumiLanguage = "typescript" | "python";

interface Form {
  readonly constructor: string;
  readonly names: (grant: ProposedGrant) => Readonly<Record<string, string | undefined>>;
}

const forms: Readonly<Record<string, Form>> = {
  project: { constructor: "gcp.projects.IAMMember", names: ({ name }) => ({ project: name }) },
  folder: {
    constructor: "gcp.folder.IAMMember",
    names: ({ name }) => ({ folder: name.startsWith("folders/") ? name : `folders/${name}` }),
  },
  organization: {
    constructor: "gcp.organizations.IAMMember",
    names: ({ name }) => ({ orgId: name.replace(/^organizations\//, "") }),
  },
  "service-account": {
    constructor: "gcp.serviceaccount.IAMMember",
    names: ({ name, project = "-" }) => ({ serviceAccountId: accountName(name, project) }),
  },
  "storage-bucket": { constructor: "gcp.storage.BucketIAMMember", names: ({ name }) => ({ bucket: name }) },
  "bigquery-dataset": {
    constructor: "gcp.bigquery.DatasetIamMember",
    names: ({ name, project }) => ({ project, datasetId: name }),
  },
  "artifact-registry-repository": {
    constructor: "gcp.artifactregistry.RepositoryIamMember",
    names: ({ name, project, location }) => ({ project, location, repository: name }),
  },
  "secret-manager-secret": {
    constructor: "gcp.secretmanager.SecretIamMember",
    names: ({ name, project }) => ({ project, secretId: name }),
  },
  "pubsub-topic": {
    constructor: "gcp.pubsub.TopicIAMMember",
    names: ({ name, project }) => ({ project, topic: name }),
  },
  "cloud-run-v2-service": {
    constructor: "gcp.cloudrunv2.ServiceIamMember",
    names: ({ name, project, location }) => ({ project, location, name }),
  },
};

/** The grant as a resource of a Pulumi program. */
export function pulumiCure(grant: ProposedGrant, language: PulumiLanguage): string | undefined {
  const form = own(forms, grant.type);
  if (form === undefined) return undefined;
  return pulumiResource(
    form.constructor,
    titleOf(grant),
    { ...form.names(grant), role: grant.role, member: grant.member },
    language,
  );
}

type Argument = string | readonly string[] | boolean | undefined;

/** `new gcp.projects.IAMMember("title", { project: "p", … });`, or the same in Python. */
export function pulumiResource(
  constructor: string,
  title: string,
  named: Readonly<Record<string, Argument>>,
  language: PulumiLanguage,
): string {
  const rows = Object.entries(named).filter(([, value]) => value !== undefined);
  const { text, open, row, close } = languages[language];
  const lines = rows.map(([name, value]) =>
    row(name, typeof value === "object" ? list(value, text) : typeof value === "string" ? text(value) : `${value}`),
  );
  return `${open(constructor, title)}\n${lines.join("\n")}\n${close}`;
}

interface Notation {
  readonly text: (value: string) => string;
  readonly open: (constructor: string, title: string) => string;
  readonly row: (name: string, value: string) => string;
  readonly close: string;
}

const list = (values: readonly string[], text: Notation["text"]): string =>
  `[\n${values.map((value) => `    ${text(value)},`).join("\n")}\n  ]`;

const languages: Readonly<Record<PulumiLanguage, Notation>> = {
  typescript: {
    text: (value) => {
      const lone = loneReference(value);
      if (lone !== undefined) return lone;
      return value.includes("${") ? `pulumi.interpolate\`${value.replaceAll("`", "\\`")}\`` : JSON.stringify(value);
    },
    open: (constructor, title) => `new ${constructor}(${JSON.stringify(title)}, {`,
    row: (name, value) => `  ${name}: ${value},`,
    close: "});",
  },
  python: {
    text: (value) => loneReference(value) ?? concatenated(value),
    open: (constructor, title) => `${constructor}(\n  ${JSON.stringify(title)},`,
    row: (name, value) =>
      `  ${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}=${capitalised(value)},`,
    close: ")",
  },
};

const capitalised = (value: string): string => (value === "false" ? "False" : value === "true" ? "True" : value);

/** `${sa.email}`: the expression is the value. */
const loneReference = (text: string): string | undefined => /^\$\{([^{}]+)\}$/.exec(text)?.[1];

/** Python's way to join texts and outputs. */
function concatenated(text: string): string {
  const parts = text.split(/(\$\{[^{}]+\})/).filter((part) => part !== "");
  const written = parts.map((part) => loneReference(part) ?? JSON.stringify(part));
  return written.length > 1 ? `pulumi.Output.concat(${written.join(", ")})` : (written[0] ?? '""');
}

/** Of a reference to `.email`, the reference to `.name`. */
function accountName(email: string, project: string): string {
  const reference = /^\$\{(.+)\.email\}$/.exec(email)?.[1];
  return reference === undefined ? `projects/${project}/serviceAccounts/${email}` : `\${${reference}.name}`;
}
