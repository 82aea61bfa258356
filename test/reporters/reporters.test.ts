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
    // oxlint-disable-next-line no-control-regex -- they are what must be missing
    expect(text.replace(/^\ufeff/, "")).not.toMatch(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/,
    );
  });
});
