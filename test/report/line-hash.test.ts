import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { computeRollingHashes } from "@microsoft/sarif";
import { expect, test } from "vitest";
import { lineHashesOf } from "../../src/report/line-hash.ts";

const oracle = (text: string): readonly string[] => {
  const hashes = computeRollingHashes(text);
  return Array.from({ length: hashes.size }, (_, at) => hashes.get(at + 1) ?? "missing");
};

const texts: Readonly<Record<string, string>> = {
  empty: "",
  "one line without an end": "role = 1",
  "only line ends": "\n\n\r\n\r",
  "CRLF and CR": "a\r\nb\rc\n\r\nd",
  "blanks around line ends": "a \t\r \n b\t\n\t\n ",
  "equal lines": 'role = "roles/owner"\n'.repeat(300),
  "a line longer than the window": `${"x".repeat(1000)}\n${"y".repeat(99)}\n${"z".repeat(100)}\nend`,
  "beyond the Latin letters": "naïve 日本語 🙈 \u2028 \ufeff \uffff\nend\n",
  "this repository's lock file": readFileSync(
    fileURLToPath(new URL("../../package-lock.json", import.meta.url)),
    "utf8",
  ),
};

test.each(Object.entries(texts))("Microsoft's implementation agrees on %s", (_name, text) => {
  expect(lineHashesOf(text)).toEqual(oracle(text));
});

test("and on texts made by chance", () => {
  let state = 7;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const alphabet = ["a", "b", " ", "\t", "\n", "\r", "\r\n", '"roles/', "é", "\uffff"];
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: next(400) }, () => alphabet[next(alphabet.length)]).join("");
    expect(lineHashesOf(text)).toEqual(oracle(text));
  }
});
