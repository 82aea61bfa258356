import { beforeAll, describe, expect, it } from "vitest";
import { loadCel, parseCel } from "../../src/gcp/cel.ts";
import { type CelValue, unknownValue } from "../../src/graph/cel-values.ts";
import { evaluateCel } from "../../src/graph/cel.ts";

beforeAll(loadCel);

/** Noon of 24 November 2026 to its end; an object of which only the bucket is known. */
const paths: Readonly<Record<string, CelValue>> = {
  "request.time": { kind: "moment", from: Date.parse("2026-11-24T00:00:00Z"), to: Date.parse("2026-11-24T23:59:59Z") },
  "resource.name": { kind: "prefix", text: "projects/_/buckets/b/objects/" },
  "resource.type": "storage.googleapis.com/Object",
};

function evaluate(text: string): CelValue | "error" {
  const node = parseCel(text);
  if (node === undefined || node === "error") return "error";
  return evaluateCel(node, {
    path: (path) => paths[path],
    attribute: (name, otherwise) => (name === "known" ? otherwise : unknownValue),
  });
}

const unknown = { kind: "unknown" };
const failed = { kind: "failed" };

/** The language definition, https://github.com/google/cel-spec/blob/master/doc/langdef.md, with unknowns. */
const rows: readonly (readonly [text: string, value: unknown])[] = [
  ["1 + 2 == 3", true],
  ["3 - 1", 2],
  ["-1 < 0", true],
  ["2u == 2u", true],
  ["1.5 > 1.0", true],
  ['"a" + "b" == "ab"', true],
  ['"a" < "b"', true],
  ["1 <= 1 && 1 >= 1", true],
  ["1 != 1", false],
  ["null == null", true],
  ["!true", false],
  ["true ? 1 : 2", 1],
  ["x ? 1 : 2", unknown],
  ["1 ? 1 : 2", failed],
  ["true && x", unknown],
  ["x && true", unknown],
  ["false && x", false],
  ["x && false", false],
  ["true || x", true],
  ["x || true", true],
  ["x || false", unknown],
  ["x || !x", true],
  ["!x || x", true],
  ["!1", failed],
  ["1 && true", failed],
  ["false && 1", false],
  ["[1, 2] == [1, 2]", true],
  ["[1, 2] == [1, 3]", false],
  ["[1] == [1, 2]", false],
  ["[x] == [1]", unknown],
  ["1 in [1, 2]", true],
  ["3 in [1, 2]", false],
  ["3 in [1, x]", unknown],
  ['"a" in x', unknown],
  ["1 in 1", unknown],
  ['string(1) == "1"', true],
  ['int("42") == 42', true],
  ["int(1.9)", 1],
  ['size("abc") == 3', true],
  ["size([1, 2])", 2],
  ["size(1)", unknown],
  ["no_such_function(1)", unknown],
  ['"abc".startsWith("ab") && "abc".endsWith("bc") && "abc".contains("b")', true],
  ['"abc".startsWith(1)', unknown],
  ['"abc".matches("a.*")', unknown],
  ['["a"].hasOnly(["a", "b"])', true],
  ['["a", "c"].hasOnly(["a", "b"])', false],
  ['"x".hasOnly(["a"])', unknown],
  ['"projects/p/datasets/d".extract("projects/{name}/datasets") == "p"', true],
  ['"projects/p".extract("folders/{name}") == ""', true],
  ['"projects/p".extract("projects") == ""', true],
  ['"projects/p".extract("projects/{name}/x") == ""', true],
  ['timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-02T00:00:00Z")', true],
  ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T01:00:00+01:00")', true],
  ['timestamp("2026-01-01")', failed],
  ['timestamp("2026-13-01T00:00:00Z")', failed],
  ['timestamp(timestamp("2026-01-01T00:00:00Z")) == timestamp("2026-01-01T00:00:00Z")', true],
  ["timestamp(1)", unknown],
  ['duration("1h30m") == duration("90m")', true],
  ['duration("1s") < duration("1h")', true],
  ['duration("1h") - duration("30m") == duration("30m")', true],
  ['duration("soon")', failed],
  ["duration(1)", unknown],
  ['request.time < timestamp("2026-11-24T12:00:00Z")', unknown],
  ['request.time <= timestamp("2026-11-25T00:00:00Z")', true],
  ['request.time > timestamp("2026-11-25T00:00:00Z")', false],
  ['request.time == timestamp("2026-11-25T00:00:00Z")', false],
  ['request.time == timestamp("2026-11-24T01:00:00Z")', unknown],
  ['request.time + duration("24h") > timestamp("2026-11-24T23:59:59Z")', true],
  ["request.time.getFullYear() == 2026", true],
  ["request.time.getMonth() == 10", unknown],
  ['(request.time + duration("768h")).getFullYear() == 2026', true],
  ['"x".getFullYear()', unknown],
  ['resource.name.startsWith("projects/_/buckets/b")', true],
  ['resource.name.startsWith("projects/_/buckets/b/objects/in/")', unknown],
  ['resource.name.startsWith("projects/_/buckets/c")', false],
  ['resource.name == "projects/_/buckets/b/objects/in/x"', unknown],
  ['resource.name == "projects/_/buckets/b"', false],
  ['"projects/_/buckets/c" == resource.name', false],
  ['resource.name.contains("buckets/b")', true],
  ['resource.name.contains("secret")', unknown],
  ["resource.name.contains(1)", unknown],
  ['resource.type == "storage.googleapis.com/Object"', true],
  ['resource["type"] == 1', unknown],
  ['api.getAttribute("known", []).hasOnly([])', true],
  ['api.getAttribute("other", []).hasOnly([])', unknown],
  ["api.getAttribute(x, [])", unknown],
  ["1 + true", unknown],
  ["1 < true", unknown],
  ["(", "error"],
];

describe("evaluateCel", () => {
  it.each(rows)("%s", (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });
});
