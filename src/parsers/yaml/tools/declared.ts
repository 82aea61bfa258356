import type { Fact, Membership, Operation } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Value, known } from "../../../model/value.ts";
import { type Document, fileNameOf, folderOf, lineSpanAt, spanAt } from "../text/document.ts";
import { readJson } from "../text/json-text.ts";
import { optional } from "../text/optional.ts";
import { type Entry, type Tree, entriesOf, get, isDict, isScalar, itemsOf, scalarAt, scalarsOf } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** `iam-lint.json`: what runs as whom and does what, and who is in which group. */
const isPolicyFile = ({ path }: Document): boolean => /^\.?iam-lint(?:\.[\w-]+)?\.jsonc?$/u.test(fileNameOf(path));

export function declaredFacts(document: Document, workspace: Workspace): readonly Fact[] {
  if (!isPolicyFile(document)) return [];
  return [
    ...partsOf(document, "workloads", workspace).flatMap(({ document: at, tree }) =>
      itemsOf(tree).flatMap((workload) => operationsOf(at, workload)),
    ),
    ...partsOf(document, "groups", workspace).flatMap(({ document: at, tree }) =>
      entriesOf(tree).flatMap((entry) => membersOf(at, entry)),
    ),
  ];
}

interface Part {
  readonly document: Document;
  readonly tree: Tree;
}

/** What stands under the key; a string names a JSON file that has it, alone or under the same key. */
function partsOf(document: Document, key: string, workspace: Workspace): readonly Part[] {
  const tree = get(document.root, key);
  if (tree === undefined) return [];
  if (!isScalar(tree)) return [{ document, tree }];
  const folder = folderOf(document.path);
  const path = `${folder === "" ? "" : `${folder}/`}${tree.text.replace(/^\.\//u, "")}`;
  const text = /(?:^|\/)\.\.(?:\/|$)/u.test(path) ? undefined : workspace.read(path);
  if (text === undefined) return [];
  return readJson(text).roots.map((root) => ({
    document: { ...document, path, text, parsed: text, root },
    tree: get(root, key) ?? root,
  }));
}

function operationsOf(document: Document, workload: Tree): readonly Operation[] {
  const caller = scalarAt(workload, "serviceAccount") ?? scalarAt(workload, "principal");
  const project = optionalAt(document, workload, "project");
  return itemsOf(get(workload, "operations")).flatMap((item): readonly Operation[] => {
    const id = isScalar(item) ? item : scalarAt(item, "id");
    if (id === undefined) return [];
    return [
      {
        kind: "operation",
        id: id.text,
        surface: "declared",
        ...optional("caller", caller === undefined ? undefined : valueAt(document, caller)),
        ...optional("project", optionalAt(document, item, "project") ?? project),
        ...optional("location", optionalAt(document, item, "location")),
        ...optional("runAs", optionalAt(document, item, "serviceAccount")),
        targets: targetsOf(document, item),
        span: lineSpanAt(document, id),
        dialect: document.dialect,
      },
    ];
  });
}

const optionalAt = (document: Document, tree: Tree, key: string): Value | undefined => {
  const scalar = scalarAt(tree, key);
  return scalar === undefined ? undefined : valueAt(document, scalar);
};

const own: ReadonlySet<string> = new Set(["id", "project", "location", "serviceAccount"]);

function targetsOf(document: Document, item: Tree): Readonly<Record<string, Value>> {
  if (!isDict(item)) return {};
  return Object.fromEntries(
    item.entries.flatMap(({ key, value }) =>
      own.has(key.text) || !isScalar(value) ? [] : [[key.text, valueAt(document, value)] as const],
    ),
  );
}

/** `"ml@acme.com": ["user:kim@acme.com"]`: groups are named with or without `group:`. */
const membersOf = (document: Document, { key, value }: Entry): readonly Membership[] =>
  scalarsOf(value).map((member) => ({
    kind: "membership",
    group: known(key.text.startsWith("group:") ? key.text : `group:${key.text}`, spanAt(document, key)),
    member: valueAt(document, member),
    span: lineSpanAt(document, key),
    dialect: document.dialect,
  }));
