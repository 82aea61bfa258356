import { expect, test } from "vitest";
import type { Workspace } from "../../../src/model/parser.ts";
import { show } from "../../../src/model/value.ts";
import { json } from "../../../src/parsers/yaml/json.ts";
import { emptyWorkspace } from "./workspace.ts";

const groups = '{"ml@acme.com": ["user:kim@acme.com"]}';

const workspace: Workspace = {
  ...emptyWorkspace,
  read: (path) =>
    path === "conf/groups.json" ? `{"groups": ${groups}}` : path === "conf/bare.json" ? groups : undefined,
};

/** The memberships that a policy file with this value of `groups` declares, each with its file. */
const membersWith = (value: string): readonly string[] =>
  json
    .parse([{ path: "conf/iam-lint.json", text: `{"groups": ${value}}` }], workspace)
    .facts.map((fact) =>
      fact.kind === "membership" ? `${show(fact.group)} ${show(fact.member)} ${fact.span.path}` : fact.kind,
    );

test("groups stand in the policy file or in one that it names", () => {
  const member = "group:ml@acme.com user:kim@acme.com";
  expect(membersWith(groups)).toEqual([`${member} conf/iam-lint.json`]);
  expect(membersWith('"groups.json"')).toEqual([`${member} conf/groups.json`]);
  expect(membersWith('"./bare.json"')).toEqual([`${member} conf/bare.json`]);
});

test("a file outside, or none, declares nothing", () => {
  expect(membersWith('"../groups.json"')).toEqual([]);
  expect(membersWith('"missing.json"')).toEqual([]);
});

test("only the policy file declares", () => {
  expect(json.parse([{ path: "conf/other.json", text: `{"groups": ${groups}}` }], workspace).facts).toEqual([]);
});
