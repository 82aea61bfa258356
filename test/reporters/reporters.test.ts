import { describe, expect, test } from "vitest";
import type { View } from "../../src/model/report.ts";
import { reporters } from "../../src/reporters/index.ts";
import { emptyReport, madeReport } from "./made-report.ts";

const view: View = { color: false, hyperlinks: false, width: 100 };

const extensions: Readonly<Record<string, string>> = {
  pretty: "txt",
  json: "json",
  sarif: "sarif",
  github: "github.txt",
  markdown: "md",
  gitlab: "gitlab.json",
  junit: "xml",
  rdjson: "rdjson.json",
  csv: "csv",
};

describe.each([...reporters])("%s", (name, load) => {
  test("the made report", async () => {
    const reporter = await load();
    await expect(reporter(madeReport, view)).toMatchFileSnapshot(`../../fixtures/reporters/made.${extensions[name]}`);
  });

  test("a report without findings", async () => {
    const reporter = await load();
    await expect(reporter(emptyReport, view)).toMatchFileSnapshot(`../../fixtures/reporters/empty.${extensions[name]}`);
  });

  test("shows no secret and steers no terminal", async () => {
    const text = (await load())(madeReport, view);
    expect(text).not.toContain("AIzaSyA-0123456789");
    expect([...text.replace(/^\ufeff/, "")].filter(isControl)).toEqual([]);
  });
});

/** C0 but line ends, DEL and C1, and the marks that turn the reading direction. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\n" || character === "\r") return false;
  return code < 32 || (code >= 127 && code < 160) || (code >= 0x20_2a && code <= 0x20_2e);
}
