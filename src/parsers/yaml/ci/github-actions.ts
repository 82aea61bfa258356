import type { Fact, KeyReference } from "../../../model/fact.ts";
import { type Value, partsOf, unknown, valueOf } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { embed, isOfInterest } from "../text/embed.ts";
import { actionOperations } from "./github-deployments.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { type MappedText, mappedText, replaceIn } from "../text/mapped-text.ts";
import { languageOf } from "../text/shell-language.ts";
import {
  type Scalar,
  type Tree,
  at,
  entriesOf,
  entryOf,
  get,
  has,
  isDict,
  isScalar,
  itemsOf,
  scalarAt,
  textAt,
} from "../text/tree.ts";
import { filled, optionalValue, valueAt } from "../text/values.ts";

/** Workflows, and composite actions: who a job authenticates as, by what, and what its steps run. */
export const githubActions = {
  recognises: ({ root, path }: Document): boolean =>
    (has(root, "jobs") && (has(root, "on") || has(root, "true") || /\.github\/workflows\//u.test(path))) ||
    textAt(root, "runs", "using") === "composite",

  read(document: Document, found: Found): void {
    const { root } = document;
    if (has(root, "runs")) readSteps(document, found, { steps: at(root, "runs", "steps"), job: "action", outer: {} });
    for (const { key, value } of entriesOf(get(root, "jobs"))) readJob(document, found, key, value);
  },
};

type Environment = Readonly<Record<string, Value>>;

function readJob(document: Document, found: Found, name: Scalar, job: Tree): void {
  const environment = {
    ...environmentOf(document, get(document.root, "env")),
    ...environmentOf(document, get(job, "env")),
  };
  const shell = textAt(job, "defaults", "run", "shell");
  const account = readSteps(document, found, { steps: get(job, "steps"), job: name.text, outer: environment, shell });
  if (account === undefined) return;
  found.facts.push({
    kind: "workload",
    type: "github-actions-job",
    purpose: "ci",
    name: valueAt(document, name),
    account,
    defaultAccount: "none",
    span: lineSpanAt(document, name),
    dialect: document.dialect,
  });
}

const environmentOf = (document: Document, tree: Tree | undefined): Environment =>
  Object.fromEntries(
    entriesOf(tree).flatMap(({ key, value }) =>
      isScalar(value) ? [[key.text, valueAt(document, value)] as const] : [],
    ),
  );

interface Steps {
  readonly steps: Tree | undefined;
  readonly job: string;
  readonly outer: Environment;
  readonly shell?: string | undefined;
}

/** Reads steps in order: from an authenticating one on, all run as its account, which is returned if it is one. */
function readSteps(document: Document, found: Found, { steps, job, outer, shell }: Steps): Value | undefined {
  const session = `${document.path}#job:${job}`;
  let runsAs: Value | undefined;
  let project: Value | undefined = outer["CLOUDSDK_CORE_PROJECT"] ?? outer["GOOGLE_CLOUD_PROJECT"];
  let account: Value | undefined;
  for (const step of itemsOf(steps)) {
    const environment = { ...outer, ...environmentOf(document, get(step, "env")) };
    found.facts.push(...keyReferencesIn(document, step));
    const identity = identityOf(document, step, environment);
    if (identity !== undefined) {
      runsAs = identity.runsAs;
      account = identity.account ?? account;
    }
    const chosen = optionalValue(document, at(step, "with", "project_id"));
    if (chosen !== undefined) project = filled(chosen, environment);
    found.facts.push(...actionOperations(document, step, { runsAs, project }));
    const script = scalarAt(step, "run");
    if (script !== undefined)
      embedScript(document, found, script, textAt(step, "shell") ?? shell, { runsAs, project, environment, session });
  }
  return account;
}

function embedScript(
  document: Document,
  found: Found,
  script: Scalar,
  shell: string | undefined,
  around: {
    readonly runsAs: Value | undefined;
    readonly project: Value | undefined;
    readonly environment: Environment;
    readonly session: string;
  },
): void {
  const language = languageOf(script.text, shell);
  if (language === undefined || !isOfInterest(script.text)) return;
  const written = mappedText(document, script);
  const { text, variables } =
    language === "shell" ? withVariables(document, script, written) : { text: written, variables: {} };
  found.embedded.push(
    embed(document, text, language, { ...around, environment: { ...around.environment, ...variables } }),
  );
}

/** `${{ env.PROJECT }}` is a variable of the shell; other expressions become variables that nobody can know. */
function withVariables(
  document: Document,
  script: Scalar,
  written: MappedText,
): { readonly text: MappedText; readonly variables: Environment } {
  const variables: Record<string, Value> = {};
  const text = replaceIn(written, /\$\{\{\s{0,20}([\s\S]{0,1000}?)\s{0,20}\}\}/gu, ([whole, expression = ""]) => {
    const name = /^env\.(\w+)$/u.exec(expression)?.[1];
    if (name !== undefined) return `\${${name}}`;
    const made = expression.replaceAll(/\W+/gu, "_").replaceAll(/^_+|_+$/gu, "") || "expression";
    variables[`_${made}`] = unknown(whole, "the workflow knows it when it runs", spanAt(document, script));
    return `\${_${made}}`;
  });
  return { text, variables };
}

const usesOf = (step: Tree): string => (textAt(step, "uses") ?? "").replace(/@.*$/u, "");

/** Whom the steps after this one run as; `account` only if the step names it. */
function identityOf(
  document: Document,
  step: Tree,
  environment: Environment,
): { readonly runsAs: Value; readonly account?: Value } | undefined {
  if (usesOf(step) !== "google-github-actions/auth") return undefined;
  const named = optionalValue(document, at(step, "with", "service_account"));
  if (named !== undefined) {
    const account = accountPath(filled(named, environment));
    return { runsAs: account, account };
  }
  const uses = scalarAt(step, "uses");
  const span = spanAt(document, uses ?? step);
  const provider = optionalValue(document, at(step, "with", "workload_identity_provider"));
  if (provider === undefined) return { runsAs: unknown("account of the key", "the key is in a secret", span) };
  const parts = partsOf(provider).map((part) =>
    typeof part === "string" ? part.replace(/\/providers\/.*$/u, "/") : part,
  );
  return {
    runsAs: valueOf(
      ["principalSet://iam.googleapis.com/", ...parts, { expression: "attributes of the job" }],
      provider.span,
      "the pool's provider maps the job's token",
    ),
  };
}

/** Inputs of Google's actions, of all their versions, that take a key. */
const keyInputs = ["credentials_json", "service_account_key", "credentials", "gcp_credentials", "gcloud-service-key"];

function keyReferencesIn(document: Document, step: Tree): readonly Fact[] {
  const inputs = get(step, "with");
  const isGoogles = /^google-github-actions\/|^GoogleCloudPlatform\/github-actions/u.test(usesOf(step));
  const references = keyInputs
    // Actions that wrap Google's take the key by the same name.
    .filter((input) => (isGoogles || input === "credentials_json") && has(inputs, input))
    .flatMap((input) => reference(document, inputs, input, isScalar(get(inputs, input)) ? input : ""));
  const isLogin =
    /^docker\/login-action$/u.test(usesOf(step)) && textAt(inputs, "username")?.startsWith("_json_key") === true;
  return [...references, ...(isLogin ? reference(document, inputs, "password", "_json_key") : [])];
}

function reference(document: Document, inputs: Tree | undefined, key: string, how: string): readonly KeyReference[] {
  const entry = entryOf(inputs, key);
  if (entry === undefined || how === "" || !isDict(inputs)) return [];
  return [
    {
      kind: "key-reference",
      how,
      ...(isScalar(entry.value) ? { file: valueAt(document, entry.value) } : {}),
      ci: "github-actions",
      span: lineSpanAt(document, { start: entry.key.start, end: entry.value.end }),
      dialect: document.dialect,
    },
  ];
}
