import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { joinExports } from "../../src/cli/exports/export-facts.ts";
import { judgeExport } from "../../src/cli/exports/judge-export.ts";
import { stretchesOf } from "../../src/cli/exports/elements.ts";
import { rules, shippedPolicy } from "../../src/cli/rule-set.ts";
import { stamp } from "../../src/cli/report-of.ts";
import { analyse, lint } from "../../src/lint.ts";
import type { Graph } from "../../src/model/graph.ts";
import type { Policy } from "../../src/model/policy.ts";
import type { Finding } from "../../src/model/report.ts";
import { numbers } from "../../bench/numbers.ts";
import { folderWith } from "./run-main.ts";

const today = "2026-11-24";
const workspace = {
  read: () => undefined,
  list: () => [],
  options: { varFiles: [], variables: {}, profile: "default" },
} as const;

/** An inventory of every sort of line: plain, conditional, public, malformed, agents, default accounts, broken. */
function inventory(seed: number, lines: number): readonly string[] {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const roles = [
    "editor",
    "owner",
    "viewer",
    "storage.objectViewer",
    "iam.serviceAccountUser",
    "iam.serviceAccountTokenCreator",
    "iot.registryEditor",
    "cloudiot.admin",
    "resourcemanager.projectIamAdmin",
    "run.invoker",
  ];
  const member = (project: number): string =>
    pick([
      "user:ana@example.com",
      `user:u${Math.floor(next() * 40)}@example.com`,
      "user:bob@gmail.com",
      "group:all@example.com",
      "allUsers",
      "allAuthenticatedUsers",
      "domain:example.com",
      `serviceAccount:ci@project-${project}.iam.gserviceaccount.com`,
      `serviceAccount:${project}-compute@developer.gserviceaccount.com`,
      `serviceAccount:${project}@cloudservices.gserviceaccount.com`,
      `serviceAccount:service-${project}@gcp-sa-aiplatform.iam.gserviceaccount.com`,
      "serviceaccount:wrong@p.iam.gserviceaccount.com",
      "user:robot@project-1.iam.gserviceaccount.com",
      "deleted:user:gone@example.com?uid=1",
    ]);
  return Array.from({ length: lines }, (_, at) => {
    if (next() < 0.01) return '{"name": "//broken';
    const project = 1000 + at;
    const isProject = next() < 0.5;
    const bindings = Array.from({ length: Math.floor(next() * 3) }, () => ({
      role: `roles/${pick(roles)}`,
      members: Array.from({ length: 1 + Math.floor(next() * 2) }, () => member(project)),
      ...(next() < 0.1
        ? { condition: { title: "t", expression: 'request.time < timestamp("2020-01-01T00:00:00Z")' } }
        : {}),
    }));
    return JSON.stringify({
      name: isProject ? `//cloudresourcemanager.googleapis.com/projects/${project}` : `//storage.googleapis.com/b${at}`,
      asset_type: isProject ? "cloudresourcemanager.googleapis.com/Project" : "storage.googleapis.com/Bucket",
      iam_policy: { bindings },
      ancestors: [`projects/${project}`, "folders/7", "organizations/1"],
    });
  });
}

/** What the same rules say with the whole graph at hand. */
async function wholeFindings(text: string, policy: Policy): Promise<readonly Finding[]> {
  const sources = [{ path: "assets.ndjson", text }];
  const analysis = await analyse(sources, workspace, { today });
  const own = rules.filter(({ byItself }) => byItself === true);
  return lint({ ...stamp(), analysis, sources, problems: [], rules: own, policy, ignores: undefined }).findings;
}

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ rule, level, location, message }) => `${location.line} ${rule} ${level} ${message}`).toSorted();

describe("an export that is judged a stretch at a time", () => {
  it.each([1, 2, 3, 4])("has the findings of the whole graph, seed %i", async (seed) => {
    const text = `${inventory(seed, 1500).join("\n")}\n`;
    const folder = folderWith({ "assets.ndjson": text });
    const policy = shippedPolicy(today);
    const { findings, cut } = await judgeExport(join(folder, "assets.ndjson"), "assets.ndjson", rules, policy);
    expect(cut).toBe(0);
    expect(findings.length).toBeGreaterThan(500);
    expect(told(findings)).toEqual(told(await wholeFindings(text, policy)));
  });

  it("minds what the policy names one by one", async () => {
    const text = `${inventory(5, 1500).join("\n")}\n`;
    const folder = folderWith({ "assets.ndjson": text });
    const policy = shippedPolicy(today);
    const options = {
      ...policy.options,
      breakGlass: ["user:u7@example.com"],
      sandboxProjects: ["1003", "1100", "1200"],
      allowedDomains: ["example.com"],
      knownProjects: ["project-1001"],
    };
    const named = { ...policy, options };
    const { findings } = await judgeExport(join(folder, "assets.ndjson"), "assets.ndjson", rules, named);
    expect(told(findings)).toEqual(told(await wholeFindings(text, named)));
  });

  it("reads one array as well as lines, with the lines of the file", async () => {
    const assets = inventory(6, 40)
      .filter((line) => !line.includes("broken"))
      .map((line) => JSON.parse(line));
    const pretty = folderWith({ "assets.json": JSON.stringify(assets, undefined, 2) });
    const lines = folderWith({ "assets.json": assets.map((asset) => `${JSON.stringify(asset)}\n`).join("") });
    const judge = (folder: string): ReturnType<typeof judgeExport> =>
      judgeExport(join(folder, "assets.json"), "assets.json", rules, shippedPolicy(today));
    const subjectsOf = ({ findings }: Awaited<ReturnType<typeof judgeExport>>): readonly string[] =>
      [
        ...new Set(findings.flatMap(({ rule, subjects }) => subjects.map((one) => `${rule} ${one.join(" ")}`))),
      ].toSorted();
    const [asArray, asLines] = [await judge(pretty), await judge(lines)];
    expect(asArray.findings.length).toBeGreaterThan(10);
    expect(subjectsOf(asArray)).toEqual(subjectsOf(asLines));
    const text = JSON.stringify(assets, undefined, 2).split("\n");
    for (const { location } of asArray.findings) expect(text[location.line - 1]).toContain(location.snippet[0]?.trim());
  });

  it("says which line is broken, and goes on", async () => {
    const folder = folderWith({ "assets.ndjson": `{"name": \n${inventory(7, 50).join("\n")}\n` });
    const { problems, findings } = await judgeExport(
      join(folder, "assets.ndjson"),
      "assets.ndjson",
      rules,
      shippedPolicy(today),
    );
    expect(problems).toMatchObject([{ kind: "unread", location: { line: 1 } }, ...problems.slice(1)]);
    expect(findings.length).toBeGreaterThan(0);
  });

  it("gives up a value that never ends, with a reason", () => {
    const folder = folderWith({});
    writeFileSync(join(folder, "a.ndjson"), `{"asset_type": "${"x".repeat(130 << 20)}`);
    expect(() => [...stretchesOf(join(folder, "a.ndjson"))]).toThrow("a value of more than");
  });
});

describe("a question to an export too large to be held", () => {
  it("is answered as it is to the same lines in a small file", async () => {
    const lines = inventory(7, 400);
    const folder = folderWith({ "assets.ndjson": `${lines.join("\n")}\n` });
    const file = join(folder, "assets.ndjson");
    const sources = [{ path: "assets.ndjson", text: `${lines.join("\n")}\n` }];
    const analysis = await analyse(sources, workspace, { today });
    const { graph, region, unread } = await joinExports([], [{ file, path: "assets.ndjson" }], today);
    const holdersIn = (of: Graph) =>
      of
        .whoCan("resourcemanager.projects.setIamPolicy", of.resourceNamed("organizations/1"))
        .concat(of.whoCan("resourcemanager.projects.setIamPolicy", of.resourceNamed("projects/1003")))
        .map(({ principal, via }) => `${principal.key} ${via}`)
        .toSorted();
    expect(graph.bindings.length).toBe(analysis.graph.bindings.length);
    expect(holdersIn(graph)).toEqual(holdersIn(analysis.graph));
    expect(unread.map(({ line }) => line)).toEqual(
      lines.flatMap((line, at) => (line.startsWith('{"name": "//broken') ? [at + 1] : [])),
    );
    for (const { grant, resource } of graph.bindings.slice(0, 200)) {
      const line = region(grant.span)?.line ?? 0;
      expect(lines[line - 1]).toContain(resource.name);
    }
    expect(region({ path: "other.tf", start: 0, end: 1 })).toBeUndefined();
  });
});
