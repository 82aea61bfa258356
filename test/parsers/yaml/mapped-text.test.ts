import { expect, test } from "vitest";
import { offsetsOf } from "../../../src/parsers/yaml/text/mapped-text.ts";
import { type Scalar, scalarAt } from "../../../src/parsers/yaml/text/tree.ts";
import { readYaml } from "../../../src/parsers/yaml/text/yaml-text.ts";
import { readJson } from "../../../src/parsers/yaml/text/json-text.ts";

const scalarIn = (root: ReturnType<typeof readJson>): Scalar => {
  const scalar = scalarAt(root.roots[0], "run");
  if (scalar === undefined) throw new Error("no scalar");
  return scalar;
};

/** Every visible character of the value, at its place in the text. */
function misplaced(text: string, scalar: Scalar): readonly string[] {
  const offsets = offsetsOf(text, scalar);
  return Array.from(scalar.text, (character, n) => [character, text[offsets[n] ?? -1] ?? ""] as const)
    .filter(([character, found]) => /\S/u.test(character) && character !== found && found !== "\\")
    .map(([character, found]) => `${character} at ${found}`);
}

test.each([
  ["literal", "run: |\n  gcloud a \\\n    --b c\n\n  next\n"],
  ["literal with indentation", "run: |2-\n    two more\n  none\n"],
  ["folded", "run: >-\n  gcloud a\n  --b\n\n  c  d\n"],
  ["plain over lines", "run: gcloud a\n  --b\n  c\n"],
  ["single quotes", "run: 'it''s a\n  test'\n"],
  ["double quotes", 'run: "a \\"b\\" c\\tq \\x41 \\\n  z\\nend"\n'],
  ["anchors and tags", "run: &x !!str plain\n"],
  ["CRLF", "run: |\r\n  a\r\n  b\r\n"],
])("places in a scalar: %s", (_name, text) => {
  expect(misplaced(text, scalarIn(readYaml(text, () => true)))).toEqual([]);
});

test("places in a JSON string", () => {
  const text = '{"run": "a \\"b\\" \\u0041\\n c"}';
  expect(misplaced(text, scalarIn(readJson(text)))).toEqual([]);
});
