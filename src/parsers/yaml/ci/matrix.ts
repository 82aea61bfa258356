import type { Value } from "../../../model/value.ts";
import type { Document } from "../text/document.ts";
import { type Tree, entriesOf, get, isDict, isScalar, itemsOf } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

type Row = Readonly<Record<string, Value>>;

const most = 40;

/**
 * The combinations of a job's matrix, as `matrix.NAME`; one that says nothing where the job has none, or one that is made
 * when it runs. https://docs.github.com/actions/using-jobs/using-a-matrix-for-your-jobs
 */
export function matrixRows(document: Document, matrix: Tree | undefined): readonly Row[] {
  if (!isDict(matrix)) return [{}];
  const lists = matrix.entries.filter(({ key }) => key.text !== "include" && key.text !== "exclude");
  if (lists.some(({ value }) => itemsOf(value).length === 0)) return [{}];
  const start: readonly Row[] = lists.length === 0 ? [] : [{}];
  const product = lists.reduce(
    (rows, { key, value }) =>
      rows
        .flatMap((row) => itemsOf(value).map((item) => Object.assign({}, row, cell(document, key.text, item))))
        .slice(0, most),
    start,
  );
  const kept = product.filter(
    (row) => !itemsOf(get(matrix, "exclude")).some((entry) => agrees(document, row, entry, true)),
  );
  const rows = included(document, kept, itemsOf(get(matrix, "include")), new Set(lists.map(({ key }) => key.text)));
  return rows.length === 0 ? [{}] : rows.slice(0, most);
}

/** A scalar, or the fields of a mapping: `matrix.target.project`. */
function cell(document: Document, name: string, item: Tree): Row {
  if (isScalar(item)) return { [`matrix.${name}`]: valueAt(document, item) };
  return Object.assign({}, ...entriesOf(item).map(({ key, value }) => cell(document, `${name}.${key.text}`, value)));
}

const rowOf = (document: Document, entry: Tree): Row =>
  Object.assign({}, ...entriesOf(entry).map(({ key, value }) => cell(document, key.text, value)));

const textOf = (value: Value | undefined): string | undefined => (value?.kind === "known" ? value.text : undefined);

/** Whether what an entry and a combination both say is the same. */
const agrees = (document: Document, row: Row, entry: Tree, needsAll: boolean): boolean =>
  Object.entries(rowOf(document, entry)).every(([name, value]) =>
    Object.hasOwn(row, name) ? textOf(row[name]) === textOf(value) : !needsAll,
  );

/** `include` adds to the combinations that it does not contradict, or is one of its own. */
function included(
  document: Document,
  rows: readonly Row[],
  entries: readonly Tree[],
  names: ReadonlySet<string>,
): readonly Row[] {
  let result = rows;
  const own: Row[] = [];
  for (const entry of entries) {
    const added = rowOf(document, entry);
    const original = Object.fromEntries(Object.entries(added).filter(([name]) => names.has(name.split(".")[1] ?? "")));
    const fits = (row: Row): boolean =>
      Object.entries(original).every(([name, value]) => textOf(row[name]) === textOf(value));
    if (result.some(fits)) result = result.map((row) => (fits(row) ? Object.assign({}, row, added) : row));
    else own.push(added);
  }
  return [...result, ...own];
}
