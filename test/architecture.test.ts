import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** Who may import whom: dependencies point one way. `parts` are folders of src/ or files at its top. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  gcp: ["model"],
  parsers: ["model", "gcp"],
  graph: ["model", "gcp"],
  rules: ["model", "gcp", "graph"],
  reporters: ["model"],
  report: ["model"],
  check: ["model"],
  suppress: ["model"],
  baseline: ["model"],
  policy: ["model"],
  "facts-file": ["model", "suppress"],
  ask: ["model", "gcp", "graph"],
  "graph-formats": ["model", "gcp", "graph", "reporters"],
  lint: ["model", "parsers", "graph", "check", "suppress", "baseline", "policy", "report", "rules"],
  index: ["ask", "graph-formats", "model", "gcp", "graph", "rules", "reporters", "parsers", "policy", "lint"],
  cli: [
    "ask",
    "graph-formats",
    "model",
    "gcp",
    "graph",
    "parsers",
    "rules",
    "reporters",
    "report",
    "check",
    "suppress",
    "baseline",
    "policy",
    "facts-file",
    "lint",
  ],
  program: ["cli", "index"],
  bin: ["program"],
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));

const partOf = (file: string): string => file.split("/")[0]?.replace(/\.ts$/, "") ?? "";

/** The files of ours that a file imports, statically or on demand. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(src, file), "utf8");
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*"(\.[^"]+)"/gm)].map(([, path = ""]) => path);
  return specifiers.map((path) => relative(src, join(src, dirname(file), path)).replaceAll("\\", "/"));
}

test("every part of src is listed", () => {
  expect([...new Set(files.map(partOf))].filter((part) => !(part in allowed))).toEqual([]);
});

test("imports point one way", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => imported.endsWith(".ts"))
      .filter((imported) => partOf(imported) !== partOf(file) && !allowed[partOf(file)]?.includes(partOf(imported)))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(wrong).toEqual([]);
});

test("a parser, a rule, a reporter never imports its neighbour", () => {
  const roomOf = (file: string): string => file.split("/").slice(0, 2).join("/");
  const wrong = files
    .filter((file) => /^(parsers|rules|reporters)\//.test(file) && !file.endsWith("/index.ts"))
    .flatMap((file) =>
      importsOf(file)
        .filter((imported) => imported.startsWith(`${partOf(file)}/`) && isNeighbour(roomOf(file), roomOf(imported)))
        .map((imported) => `${file} imports ${imported}`),
    );
  expect(wrong).toEqual([]);
});

/** Parsers are folders; rules and reporters are files, which may share a folder of pieces named for what they return. */
const isNeighbour = (from: string, to: string): boolean => {
  const isFile = (room: string): boolean => room.endsWith(".ts");
  return from !== to && isFile(from) === isFile(to);
};

test("only cli and gcp's data files touch the world", () => {
  const wrong = files
    .filter((file) => !/^(cli|bin|program|gcp\/data-file)/.test(file))
    .filter((file) =>
      /from "node:(fs|child_process|http|https|net|dns|process)[/"]/.test(readFileSync(join(src, file), "utf8")),
    );
  expect(wrong).toEqual([]);
});

test("names say what is inside", () => {
  const vague =
    /(^|\/)(utils?|helpers?|common|shared|core|base|manager|impl|types)(\.ts$|\/)|-(utils?|helpers?|impl)\.ts$/;
  expect(files.filter((file) => vague.test(file))).toEqual([]);
  expect(files.filter((file) => !/^[a-z0-9-/]+\.ts$/.test(file))).toEqual([]);
});
