import type { Workspace } from "../../../model/parser.ts";
import { type Value, known } from "../../../model/value.ts";
import { type Document, spanAt } from "../text/document.ts";
import { withoutTemplates } from "../text/templates.ts";
import { type Tree, at, entriesOf, get, has, isScalar, itemsOf, scalarAt, textAt } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";
import { readYaml } from "../text/yaml-text.ts";

export type Inputs = Readonly<Record<string, Value>>;

const most = 100;
const longest = 200_000;

/**
 * What a reusable workflow or a composite action is called with, by each workflow of the repository that calls it; one
 * without inputs where nobody here does, or where something else may start it.
 */
export function callsOf(document: Document, workspace: Workspace): readonly Inputs[] {
  const declared =
    at(document.root, "on", "workflow_call", "inputs") ??
    at(document.root, "true", "workflow_call", "inputs") ??
    get(document.root, "inputs");
  const isCalled = /(?:^|\n)[ \t]*workflow_call\b/u.test(document.text) || has(document.root, "runs");
  if (!isCalled) return [{}];
  const target = has(document.root, "runs") ? document.path.replace(/\/?[^/]*$/u, "") : document.path;
  const calls = callersIn(document, workspace)
    .filter((call) => called(call) === target)
    .map((call) => inputsOf(document, declared, get(call, "with")));
  const startsOtherwise = entriesOf(get(document.root, "on") ?? get(document.root, "true")).length > 1;
  return calls.length === 0 || startsOtherwise
    ? [...distinct(calls), inputsOf(document, declared, undefined)]
    : distinct(calls);
}

/** `./.github/workflows/x.yml`, `./action`: the path from the repository's root. */
const called = (call: Tree): string => (textAt(call, "uses") ?? "").replace(/^\.\//u, "").replace(/\/$/u, "");

/** The jobs and steps of the repository's workflows that use something of their own repository. */
function callersIn({ path }: Document, workspace: Workspace): readonly Tree[] {
  const folder = path.includes(".github/")
    ? `${path.slice(0, path.indexOf(".github/"))}.github/workflows`
    : ".github/workflows";
  return workspace
    .list(folder)
    .filter((name) => /\.ya?ml$/u.test(name))
    .slice(0, most)
    .flatMap((name) => callersOf(workspace.read(`${folder}/${name}`) ?? ""));
}

function callersOf(text: string): readonly Tree[] {
  if (text.length > longest || !/uses:\s*["']?\.\//u.test(text)) return [];
  return readYaml(withoutTemplates(text), () => true)
    .roots.flatMap((root) => entriesOf(get(root, "jobs")).map(({ value }) => value))
    .flatMap((job) => [job].concat(itemsOf(get(job, "steps"))))
    .filter((call) => textAt(call, "uses")?.startsWith("./") === true);
}

/** What is passed, as far as the caller's own text says it; else the default, which holds wherever nothing is passed. */
function inputsOf(document: Document, declared: Tree | undefined, passed: Tree | undefined): Inputs {
  return Object.fromEntries(
    entriesOf(declared).flatMap(({ key, value }) => {
      const given = get(passed, key.text);
      const standing = scalarAt(value, "default");
      if (isScalar(given))
        return /[\uE000$]/u.test(given.text)
          ? []
          : [[`inputs.${key.text}`, known(given.text, spanAt(document, key))] as const];
      // Without a caller, who knows whether the default is what is used.
      return passed === undefined || standing === undefined
        ? []
        : [[`inputs.${key.text}`, valueAt(document, standing)] as const];
    }),
  );
}

const distinct = (calls: readonly Inputs[]): readonly Inputs[] => {
  const byText = new Map(calls.map((inputs) => [JSON.stringify(inputs), inputs] as const));
  return [...byText.values()].slice(0, 20);
};
