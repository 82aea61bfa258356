import type { Operation } from "../../../model/fact.ts";
import { type Value, known } from "../../../model/value.ts";
import { type Document, lineSpanAt, spanAt } from "../text/document.ts";
import { optional } from "../text/optional.ts";
import { type Scalar, type Tree, get, scalarAt, textAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

interface Deployment {
  readonly id: string;
  /** Input to target: `bucket` of `destination`. */
  readonly targets: Readonly<Record<string, string>>;
}

/** Google's actions that call an API by themselves. */
const deployments: Readonly<Record<string, Deployment>> = {
  "google-github-actions/deploy-cloudrun": { id: "run.deploy", targets: { service: "service", image: "image" } },
  "google-github-actions/deploy-cloud-functions": { id: "functions.deploy", targets: { name: "function" } },
  "google-github-actions/upload-cloud-storage": { id: "gcs.write", targets: { destination: "bucket" } },
};

/** What a step deploys, as whom, and what runs there afterwards. */
export function actionOperations(
  document: Document,
  step: Tree,
  around: { readonly runsAs: Value | undefined; readonly project: Value | undefined },
): readonly Operation[] {
  const uses = scalarAt(step, "uses");
  const action = uses?.text.replace(/@.*$/u, "") ?? "";
  const deployment = Object.hasOwn(deployments, action) ? deployments[action] : undefined;
  if (uses === undefined || deployment === undefined) return [];
  const inputs = get(step, "with");
  return [
    {
      kind: "operation",
      id: deployment.id,
      surface: "rest",
      ...optional("caller", around.runsAs),
      ...optional("project", around.project),
      ...optional("location", optionalValue(document, get(inputs, "region"))),
      ...optional("runAs", runtimeAccount(document, inputs)),
      targets: targetsOf(document, inputs, deployment),
      span: lineSpanAt(document, uses),
      dialect: document.dialect,
    },
  ];
}

function targetsOf(
  document: Document,
  inputs: Tree | undefined,
  { targets }: Deployment,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(targets).flatMap(([input, target]) => {
      const scalar = scalarAt(inputs, input);
      return scalar === undefined
        ? []
        : [[target, target === "bucket" ? bucketOf(document, scalar) : valueAt(document, scalar)] as const];
    }),
  );
}

/** `bucket/folder`: the bucket. */
function bucketOf(document: Document, scalar: Scalar): Value {
  const value = valueAt(document, scalar);
  return value.kind === "known" ? known(value.text.replace(/^gs:\/\//u, "").replace(/\/.*$/u, ""), value.span) : value;
}

function runtimeAccount(document: Document, inputs: Tree | undefined): Value | undefined {
  const named = optionalValue(document, get(inputs, "service_account") ?? get(inputs, "service_account_email"));
  if (named !== undefined) return named;
  const flags = scalarAt(inputs, "flags");
  const flag = /--service-account[= ]["']?([^\s"'$]+@[^\s"']+)/u.exec(textAt(inputs, "flags") ?? "")?.[1];
  return flags === undefined || flag === undefined ? undefined : known(flag, spanAt(document, flags));
}
