import { describe, expect, test } from "vitest";
import { bind, factsOf, grantsOf, parseScript } from "./parse-fixture.ts";

const outputs: readonly (readonly [string, string])[] = [
  ["echo abc | sed 's/b/x/'", "axc"],
  ["echo a-b-c | sed 's/-/_/'", "a_b-c"],
  ["echo a-b-c | sed 's/-/_/g'", "a_b_c"],
  ["echo a/b | sed -e 's|a|x|' -e 's|b|y|'", "x/y"],
  ["echo a.b | sed -E 's/a\\.b/c/;s/c/d/'", "d"],
  ['N=new; echo OLD | sed "s/OLD/$N/"', "new"],
  ["echo abc | sed 's/[ab]/x/'", "unknown"],
  ["echo abc | sed -n 's/a/b/p'", "unknown"],
  ["echo abc | sed 's/a/&&/'", "unknown"],
  ["echo abc | sed 2d", "unknown"],
  ["echo 'a b c' | awk '{print $2}'", "b"],
  ["echo a:b | awk -F: '{ print $NF }'", "b"],
  ["echo a:b | awk -F ':' '{print $1}'", "a"],
  ["echo a | awk '/a/ {print $1}'", "unknown"],
  ["printf 'a\\nb\\n' | head -1", "a"],
  ["printf 'a\\nb\\n' | head -n 1", "a"],
  ["printf 'a\\nb\\nc\\n' | tail -n1", "c"],
  ["printf 'a\\nb\\n' | tail -n +2", "unknown"],
  ["export A=a; echo 'x$A' | envsubst", "xa"],
  ["A=a envsubst <<< '${A}'", "a"],
  ["A=a; echo '$A' | envsubst", "unknown"],
  ["export A=a B=b; echo '$A$B' | envsubst '$A'", "a$B"],
  ["echo a | rev", "unknown"],
  ["echo a:b:c | cut -d : -f 3", "c"],
  ["echo a | cut -d: -f2", "a"],
  ["echo a | cut -s -d: -f2", "unknown"],
  ["echo $(other):b | cut -d: -f2", "b"],
  ["other | cut -d: -f2", "unknown"],
  ["other | grep email | cut -d '\"' -f 4 | cut -d '?' -f 1", "unknown"],
];

describe("filters", () => {
  test.each(outputs)("%s", (command, expected) => {
    const [grant] = factsOf(parseScript(`X=$(${command})\n${bind('"$X"')}`), "grant");
    expect(grant?.principal.kind === "known" ? grant.principal.text : "unknown").toBe(expected);
  });
});

const write = `cat > p.json <<X\n{"bindings":[{"role":"roles/viewer","members":["user:a@example.com"]}]}\nX\n`;

describe("a policy that a command edits", () => {
  test.each([
    ["sed -i 's/a@example/b@example/' p.json", "roles/viewer user:b@example.com project p"],
    ["sed -i.bak -e 's/viewer/editor/' p.json", "roles/editor user:a@example.com project p"],
    ["sed 's/viewer/editor/' p.json > q.json; mv q.json p.json", "roles/editor user:a@example.com project p"],
    ["jq . p.json > q.json && cp q.json p.json", "roles/viewer user:a@example.com project p"],
    ["cat p.json", "roles/viewer user:a@example.com project p"],
    ["sed -i 's/v.*r/editor/' p.json", undefined],
    ["jq '.x = 1' p.json > q.json && mv q.json p.json", undefined],
    ["yq -i '.x = 1' p.json", undefined],
    ["perl -pi -e 's/a/b/' p.json", undefined],
    ["python3 edit.py p.json", undefined],
    ["awk '{gsub(/a/, \"b\")} 1' p.json > q.json; mv q.json p.json", undefined],
    ["curl -o p.json https://example.com", undefined],
    ["mv p.json q.json", undefined],
  ])("%s", (edit, expected) => {
    const parsed = parseScript(`${write}${edit}\ngcloud projects set-iam-policy p p.json`);
    expect(grantsOf(parsed)).toEqual(expected === undefined ? [] : [expected]);
    expect(parsed.problems.map(({ kind }) => kind)).toEqual(expected === undefined ? ["unanalysed"] : []);
  });
});

test("gsutil takes all roles of a member away", () => {
  const script =
    "gsutil iam ch user:a@x.com:objectViewer,admin gs://b; gsutil iam ch -d user:a@x.com user:c@x.com:admin gs://b";
  expect(grantsOf(parseScript(script))).toEqual([
    "roles/storage.objectViewer user:a@x.com storage-bucket b",
    "roles/storage.admin user:a@x.com storage-bucket b",
    "-roles/storage.objectViewer user:a@x.com storage-bucket b",
    "-roles/storage.admin user:a@x.com storage-bucket b",
    "-${every role of the member} user:a@x.com storage-bucket b",
    "roles/storage.admin user:c@x.com storage-bucket b",
  ]);
});

test("organization policies of a here-document, custom constraints among them", () => {
  const script = `
cat > constraint.yaml <<X
name: organizations/1/customConstraints/custom.noKeys
resourceTypes: [iam.googleapis.com/ServiceAccountKey]
condition: "true"
actionType: DENY
X
gcloud org-policies set-custom-constraint constraint.yaml
cat > policy.yaml <<X
name: projects/$P/policies/custom.noKeys
spec:
  rules:
  - enforce: true
  - condition: {expression: "resource.matchTag('a/b', 'c')"}
    enforce: false
X
gcloud org-policies set-policy policy.yaml`;
  const parsed = parseScript(`P=acme${script}`);
  expect(parsed.problems).toEqual([]);
  expect(factsOf(parsed, "org-policy")).toMatchObject([
    { resource: { type: "project", name: { text: "acme" } }, constraint: { text: "custom.noKeys" }, enforced: true },
  ]);
});
