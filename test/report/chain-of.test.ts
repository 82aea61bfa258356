import { expect, test } from "vitest";
import type { Place, Via } from "../../src/model/fact.ts";
import type { Region } from "../../src/model/report.ts";
import type { Span } from "../../src/model/source.ts";
import { chainOf } from "../../src/report/chain-of.ts";

/** A span starts on the line that its number says. */
const spanAt = (path: string, line: number): Span => ({ path, start: line, end: line + 1 });
const region = ({ path, start }: Span): Region => ({ path, line: start, column: 1, endLine: start, endColumn: 2 });

const call: Via = { label: "module.iam", span: spanAt("main.tf", 4) };
const inner: Via = { label: 'module.member["ci"]', span: spanAt("modules/iam/main.tf", 7) };
const loop: Via = { label: 'for_each["roles/editor"]', span: spanAt("modules/member/main.tf", 2) };

const shown = (at: Span, from?: Place): readonly string[] =>
  chainOf({ message: "", at, subject: [], ...(from === undefined ? {} : { from }) }, region).map(
    ({ span, message }) => `${span.path}:${span.start} ${message}`,
  );

const place = (path: string, line: number, ...via: readonly Via[]): Place => ({
  span: spanAt(path, line),
  dialect: "hcl",
  ...(via.length === 0 ? {} : { via }),
});

test("calls are shown from the outside in, then where the module says it", () => {
  expect(shown(spanAt("locals.tf", 1), place("modules/member/main.tf", 3, call, inner, loop))).toEqual([
    "main.tf:4 module.iam is called here.",
    'modules/iam/main.tf:7 module.member["ci"] is called here.',
    'modules/member/main.tf:3 module.member["ci"] says it here.',
  ]);
});

test("the place of the finding is not shown again", () => {
  expect(shown(spanAt("modules/iam/main.tf", 3), place("modules/iam/main.tf", 3, call))).toEqual([
    "main.tf:4 module.iam is called here.",
  ]);
  expect(shown(spanAt("main.tf", 4), place("modules/iam/main.tf", 3, call))).toEqual([
    "modules/iam/main.tf:3 module.iam says it here.",
  ]);
});

test("a value of another file is used somewhere", () => {
  const grant = { ...place("main.tf", 9, loop), writer: "google_project_iam_member.m" };
  expect(shown(spanAt("data/team.yaml", 1), grant)).toEqual(["main.tf:9 google_project_iam_member.m uses it."]);
  expect(shown(spanAt("variables.tf", 1), place("main.tf", 9))).toEqual(["main.tf:9 It is used here."]);
});

test("a module that is known by its table says it where it is called", () => {
  expect(shown(spanAt("locals.tf", 1), place("main.tf", 4, call))).toEqual(["main.tf:4 module.iam is called here."]);
});

test.each([
  ["nothing it follows from", undefined],
  ["no call", place("main.tf", 9)],
  ["a loop alone", place("main.tf", 9, loop)],
])("%s, nothing to show", (_name, from) => {
  expect(shown(spanAt("main.tf", 1), from)).toEqual([]);
});
