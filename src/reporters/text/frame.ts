import type { Location, Region } from "../../model/report.ts";
import { printable, widthOf } from "./printable.ts";
import type { Paint } from "./paint.ts";

/** A stretch to underline, and what to say of it. */
export interface Mark {
  readonly region: Region;
  readonly line: { readonly text: string; readonly firstColumn: number };
  readonly label: string;
  readonly primary: boolean;
}

export const markOf = (location: Location, label: string, primary: boolean): Mark => ({
  region: location,
  line: { text: location.snippet[0] ?? "", firstColumn: location.snippetColumn ?? 1 },
  label,
  primary,
});

/** The marked lines of one file in rustc's shape, without the arrow above. */
export function frame(marks: readonly Mark[], gutter: number, width: number, paint: Paint): readonly string[] {
  const bar = `${" ".repeat(gutter)} ${paint.gutter("|")}`;
  const numbers = [...new Set(marks.map(({ region }) => region.line))].toSorted((a, b) => a - b);
  const rows = numbers.flatMap((number, at) => {
    const own = marks.filter(({ region }) => region.line === number);
    const gap = at > 0 && number > (numbers[at - 1] ?? 0) + 1 ? [paint.gutter(`${" ".repeat(gutter - 1)}...`)] : [];
    const head = `${paint.gutter(String(number).padStart(gutter))} ${paint.gutter("|")}`;
    return gap.concat(line(own, head, bar, width - gutter - 4, paint));
  });
  return [bar, ...rows];
}

const tab = "  ";

/** Text before it is cut to the terminal: tabs as blanks, no control characters, so that columns can be counted. */
const plain = (text: string): string => printable(text.replaceAll("\t", tab));

const columnOf = ({ line: { text, firstColumn } }: Mark, column: number): number =>
  widthOf(plain(text.slice(0, Math.max(0, column - firstColumn))));

function line(marks: readonly Mark[], head: string, bar: string, room: number, paint: Paint): readonly string[] {
  const [first] = marks;
  if (first === undefined || first.line.text === "") return [];
  const start = Math.min(...marks.map((mark) => columnOf(mark, mark.region.column)));
  const shown = cut(plain(first.line.text), start, Math.max(room, 40));
  return [`${head} ${shown.text}`.trimEnd(), ...underlines(marks, shown.shift, bar, paint)];
}

const ellipsis = "…";

/** A window of the line that holds the first mark. */
function cut(text: string, start: number, room: number): { readonly text: string; readonly shift: number } {
  if (widthOf(text) <= room) return { text, shift: 0 };
  const from = start < room / 2 ? 0 : Math.floor(start - room / 4);
  let width = 0;
  let before = 0;
  let window = "";
  for (const character of text) {
    const next = width + widthOf(character);
    if (width < from) before = next;
    else if (next <= from + room - 2) window += character;
    width = next;
  }
  const end = width > from + room - 2 ? ellipsis : "";
  return from === 0 ? { text: window + end, shift: 0 } : { text: ellipsis + window + end, shift: before - 1 };
}

/** One row for all marks of the same kind and label, in the order of the columns. */
function underlines(marks: readonly Mark[], shift: number, bar: string, paint: Paint): readonly string[] {
  const rows = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${mark.primary ? 0 : 1}${mark.label}`;
    rows.set(key, [...(rows.get(key) ?? []), mark]);
  }
  return [...rows.values()].map((row) => underline(row, shift, bar, paint));
}

function underline(marks: readonly Mark[], shift: number, bar: string, paint: Paint): string {
  let row = "";
  for (const mark of marks.toSorted((a, b) => a.region.column - b.region.column)) {
    const from = Math.max(0, columnOf(mark, mark.region.column) - shift);
    const to = Math.max(from + 1, columnOf(mark, mark.region.endColumn) - shift);
    row += " ".repeat(Math.max(0, from - row.length));
    row += (mark.primary ? "^" : "-").repeat(Math.max(0, to - row.length));
  }
  const [first] = marks;
  const label = first === undefined || first.label === "" ? "" : ` ${plain(first.label)}`;
  const color = first?.primary === true ? paint.mark : paint.gutter;
  return `${bar} ${row.replace(/\S.*$/, (drawn) => color(`${drawn}${label}`))}`;
}
