import type { Fact, KeyReference } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Value, partsOf, show, unknown, valueOf } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt, spanAt } from "../text/document.ts";
import { embed, isOfInterest } from "../text/embed.ts";
import { callsOf } from "./callers.ts";
import { actionOperations } from "./github-deployments.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { matrixRows } from "./matrix.ts";
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

  read(document: Document, found: Found, workspace: Workspace): void {
    const { root } = document;
    for (const inputs of callsOf(document, workspace)) {
      const steps = at(root, "runs", "steps");
      if (has(root, "runs")) readSteps(document, found, { steps, job: "action", outer: {}, context: inputs });
      for (const { key, value } of entriesOf(get(root, "jobs"))) {
        if (isNever(document, value)) continue;
        for (const row of rowsOf(document, value)) readJob(document, found, key, value, { ...inputs, ...row });
      }
    }
  },
};

type Environment = Readonly<Record<string, Value>>;

/** The combinations of the matrix, where anything in the job depends on it. */
const rowsOf = (document: Document, job: Tree): readonly Environment[] =>
  /\bmatrix\./u.test(document.text.slice(job.start, job.end))
    ? matrixRows(document, at(job, "strategy", "matrix"))
    : [{}];

/** `if: false`: switched off for good. Other conditions are there to hold some day. */
function isNever({ text }: Document, tree: Tree): boolean {
  const { start, end } = scalarAt(tree, "if") ?? { start: 0, end: 0 };
  return /^\s*(?:\$\{\{\s*)?false(?:\s*\}\})?\s*$/u.test(text.slice(start, end));
}

function readJob(document: Document, found: Found, name: Scalar, job: Tree, context: Environment): void {
  const environment = {
    ...environmentOf(document, get(document.root, "env"), context),
    ...environmentOf(document, get(job, "env"), context),
  };
  const shell = textAt(job, "defaults", "run", "shell") ?? textAt(document.root, "defaults", "run", "shell");
  const steps = { steps: get(job, "steps"), job: name.text, outer: environment, shell, context };
  const account = readSteps(document, found, steps);
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

const environmentOf = (document: Document, tree: Tree | undefined, context: Environment): Environment =>
  Object.fromEntries(
    entriesOf(tree).flatMap(({ key, value }) =>
      isScalar(value) ? [[key.text, filled(valueAt(document, value), context)] as const] : [],
    ),
  );

interface Steps {
  readonly steps: Tree | undefined;
  readonly job: string;
  readonly outer: Environment;
  readonly shell?: string | undefined;
  /** What expressions know: `matrix.NAME`, `inputs.NAME`. */
  readonly context: Environment;
}

/** Reads steps in order: from an authenticating one on, all run as its account, which is returned if it is one. */
function readSteps(document: Document, found: Found, { steps, job, outer, shell, context }: Steps): Value | undefined {
  const combination = Object.values(context).map((value) => show(value));
  const session = [`${document.path}#job:${job}`, ...combination].join(" ");
  let runsAs: Value | undefined;
  let project: Value | undefined = outer["CLOUDSDK_CORE_PROJECT"] ?? outer["GOOGLE_CLOUD_PROJECT"];
  let account: Value | undefined;
  for (const step of itemsOf(steps)) {
    if (isNever(document, step)) continue;
    const environment = { ...outer, ...environmentOf(document, get(step, "env"), context) };
    found.facts.push(...keyReferencesIn(document, step));
    const known = { ...environment, ...context };
    const identity = identityOf(document, step, known);
    if (identity !== undefined) {
      runsAs = identity.runsAs;
      account = identity.account ?? account;
    }
    const chosen = optionalValue(document, at(step, "with", "project_id"));
    if (chosen !== undefined) project = filled(chosen, known);
    found.facts.push(...actionOperations(document, step, { runsAs, project }));
    const script = scalarAt(step, "run");
    if (script !== undefined)
      embedScript(document, found, script, textAt(step, "shell") ?? shell, {
        runsAs,
        project,
        environment,
        session,
        context,
      });
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
    readonly context: Environment;
  },
): void {
  const language = languageOf(script.text, shell);
  if (language === undefined || !isOfInterest(script.text)) return;
  const written = mappedText(document, script);
  const { text, variables } =
    language === "shell" ? withVariables(document, script, written, around.context) : { text: written, variables: {} };
  found.embedded.push(
    embed(document, text, language, { ...around, environment: { ...around.environment, ...variables } }),
  );
}

/** `${{ env.PROJECT }}` is a variable of the shell; other expressions become variables that nobody can know. */
function withVariables(
  document: Document,
  script: Scalar,
  written: MappedText,
  context: Environment,
): { readonly text: MappedText; readonly variables: Environment } {
  const variables: Record<string, Value> = {};
  const text = replaceIn(written, /\$\{\{\s{0,20}([\s\S]{0,1000}?)\s{0,20}\}\}/gu, ([whole, expression = ""]) => {
    const name = /^env\.(\w+)$/u.exec(expression)?.[1];
    if (name !== undefined) return `\${${name}}`;
    const made = expression.replaceAll(/\W+/gu, "_").replaceAll(/^_+|_+$/gu, "") || "expression";
    variables[`_${made}`] =
      own(context, expression) ?? unknown(whole, "the workflow knows it when it runs", spanAt(document, script));
    return `\${_${made}}`;
  });
  return { text, variables };
}

const own = (context: Environment, name: string): Value | undefined =>
  Object.hasOwn(context, name) ? context[name] : undefined;

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
