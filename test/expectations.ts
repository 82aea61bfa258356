import type { Violation } from "../src/model/rule.ts";
import { lineStartsOf, positionAt } from "../src/model/source.ts";

/**
 * A comment line under the text: carets, then the whole message. Before it in brackets what differs from a proven finding
 * at the rule's own level. `<` stands for carets that the comment sign hides.
 */
const expectation = /^[ \t]*(?:#|\/\/)[ \t]*(?:<\^*|\^+) \S.*(?:\r?\n|$)/gm;

/** The text as it was before anything was announced in it. */
export const withoutExpectations = (text: string): string => text.replaceAll(expectation, "");

/** The text with every finding announced under its place. */
export function annotate(path: string, text: string, findings: readonly Violation[]): string {
  const starts = lineStartsOf(text);
  const sign = /\.([cm]?[jt]sx?|json)$/.test(path) ? "//" : "#";
  const notes = new Map<number, string[]>();
  for (const finding of findings.toSorted((a, b) => a.at.start - b.at.start || (a.message < b.message ? -1 : 1))) {
    const { line, column } = positionAt(starts, finding.at.start);
    const source = text.slice(starts[line - 1], starts[line]);
    const carets = caretsUnder(source, column - 1, finding.at.end - finding.at.start, sign);
    notes.set(line, [...(notes.get(line) ?? []), `${carets} ${labelOf(finding)}${finding.message}\n`]);
  }
  return starts
    .map((start, index) => {
      const source = text.slice(start, starts[index + 1]);
      const below = notes.get(index + 1)?.join("") ?? "";
      return below === "" || source.endsWith("\n") ? source + below : `${source}\n${below.replace(/\n$/, "")}`;
    })
    .join("");
}

function caretsUnder(line: string, column: number, length: number, sign: string): string {
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const signAt = column > indent + sign.length ? indent : Math.max(0, column - sign.length);
  const free = column - signAt - sign.length;
  const lead = line.slice(0, signAt).replaceAll(/\S/g, " ") + sign;
  if (free < 0) return `${lead}<${"^".repeat(Math.max(0, length + free - 1))}`;
  return `${lead}${" ".repeat(free)}${"^".repeat(length)}`;
}

function labelOf({ certainty, level, severity }: Violation): string {
  const words = [
    certainty === "proven" ? undefined : certainty,
    level,
    severity === undefined ? undefined : String(severity),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? "" : `[${words.join(", ")}] `;
}
