import { expect, test } from "vitest";
import { buildGraph } from "../../src/graph/build.ts";
import type { Grant } from "../../src/model/fact.ts";
import type { Span } from "../../src/model/source.ts";
import { known } from "../../src/model/value.ts";

const at = (start: number): Span => ({ path: "setup.sh", start, end: start + 5 });

const grant = (change: Grant["change"], start: number, conditional: boolean): Grant => ({
  kind: "grant",
  principal: known("user:kim@x.com", at(start)),
  role: known("roles/editor", at(start)),
  resource: { type: "project", name: known("p", at(start)) },
  change,
  authority: "member",
  writer: "gcloud projects",
  span: at(start),
  dialect: "shell",
  ...(conditional && { conditional }),
});

const left = (...grants: readonly Grant[]): number => buildGraph(grants).bindings.length;

test("a later line takes a grant back", () => {
  expect(left(grant("add", 0, false), grant("remove", 10, false))).toBe(0);
});

test("an earlier one does not", () => {
  expect(left(grant("remove", 0, false), grant("add", 10, false))).toBe(1);
});

test("one that may not run takes back only what may not run either", () => {
  expect(left(grant("add", 0, false), grant("remove", 10, true))).toBe(1);
  expect(left(grant("add", 0, true), grant("remove", 10, true))).toBe(0);
  expect(left(grant("add", 0, true), grant("remove", 10, false))).toBe(0);
});
