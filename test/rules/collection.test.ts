import { Ajv } from "ajv";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import policy from "../../rules.json" with { type: "json" };
import schema from "../../schema/iam-lint.schema.json" with { type: "json" };
import type { RulePolicy } from "../../src/model/policy.ts";
import * as everyRule from "../../src/rules/index.ts";
import { ignoreRules } from "../../src/suppress.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const rules = Object.entries(everyRule);
const ids = rules.map(([, { meta }]) => meta.id).toSorted();
const policies: Readonly<Record<string, Partial<RulePolicy>>> = JSON.parse(JSON.stringify(policy.rules));

const camelCase = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const namesIn = (folder: string): readonly string[] => readdirSync(root + folder).toSorted();

/** Rules that say what a policy may ask for, not what is wrong. */
const optIn: ReadonlySet<string> = new Set(["prediction-logging"]);

describe("the collection of rules", () => {
  it("is the folder of rules, one file a rule, all in the index", () => {
    expect(namesIn("src/rules")).toEqual([...ids.map((id) => `${id}.ts`), "index.ts"].toSorted());
  });

  it("has a fixture folder for every rule and for nothing else", () => {
    expect(namesIn("fixtures/rules")).toEqual(ids);
  });

  it("has policies for every rule and for nothing else", () => {
    expect(Object.keys(policies).toSorted()).toEqual([...ids, ...ignoreRules.map(({ id }) => id)].toSorted());
  });

  it("follows the schema of policies", () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    expect([validate(policy), validate.errors]).toEqual([true, null]);
    expect(validate({ rules: { "basic-role-owner": "off" }, options: { breakGlass: ["group:x@example.com"] } })).toBe(
      true,
    );
    expect(validate({ rulez: {} })).toBe(false);
    expect(validate({ options: { today: "2020-01-01" } })).toBe(false);
    expect(validate({ rules: { "basic-role-owner": { level: "fatal" } } })).toBe(false);
  });

  it("tags as security what counts as an alert, and only that", () => {
    const availability = ids.filter((id) => /^missing-|^cross-project-(model|agent)-/.test(id));
    const wrong = availability.filter((id) => policies[id]?.tags?.includes("security"));
    expect(wrong).toEqual([]);
    const grave = ids.filter((id) => (policies[id]?.securitySeverity ?? 0) >= 4);
    expect(grave.filter((id) => policies[id]?.tags?.[0] !== "security")).toEqual([]);
  });

  describe.each(rules)("%s", (name, { meta }) => {
    it("is named after its id", () => expect(name).toBe(camelCase(meta.id)));

    it("says what it means in whole words", () => {
      expect(meta.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(meta.why).toMatch(/^\S.*\.$/);
      expect(meta.fix).toMatch(/^[A-Z].*[.)]$/);
      expect(meta.references.length).toBeGreaterThan(0);
      for (const url of meta.references) expect(url).toMatch(/^https:\/\/\S+$/);
    });

    it("has a test of its own that runs its fixtures", () => {
      expect(readFileSync(`${root}test/rules/${meta.id}.test.ts`, "utf8")).toContain(`testRule(${name}`);
    });

    it("has fixtures of all kinds", () => {
      const kinds = ["bad", "good", "unknown"];
      const fixtures = namesIn(`fixtures/rules/${meta.id}`);
      expect(fixtures.filter((fixture) => !kinds.some((kind) => fixture.startsWith(kind)))).toEqual([]);
      expect(kinds.filter((kind) => !fixtures.some((fixture) => fixture.startsWith(kind)))).toEqual([]);
    });

    it("has a page", () => expect(existsSync(`${root}docs/rules/${meta.id}.md`)).toBe(true));

    it("has a level, a severity and a precision", () => {
      const { level, securitySeverity, precision, tags } = policies[meta.id] ?? {};
      expect(optIn.has(meta.id) ? ["off"] : ["error", "warning", "note"]).toContain(level);
      expect(securitySeverity).toBeGreaterThan(0);
      expect(precision).toMatch(/^(very-high|high|medium|low)$/);
      expect(tags?.length).toBeGreaterThan(0);
    });
  });
});
