import { expect, test } from "vitest";
import { buildGraph } from "../../src/graph/build.ts";
import type { Grant } from "../../src/model/fact.ts";
import type { ResourceRef } from "../../src/model/resource.ts";
import type { Span } from "../../src/model/source.ts";
import { known } from "../../src/model/value.ts";
import { value } from "./world.ts";

const spanAt = (path: string, start = 0): Span => ({ path, start, end: start + 5 });

const file = "folders/data/.config.yaml";
const kim = "group:kim@x.com";
const lee = "serviceAccount:lee@p.iam.gserviceaccount.com";

/** What the reader of the file says of one of its lines. */
const written = (principal: string, resource: ResourceRef, line: number, path = file): Grant => ({
  kind: "grant",
  principal: known(principal, spanAt(path, line)),
  role: known("roles/owner", spanAt(path, line)),
  resource,
  change: "add",
  authority: "member",
  writer: path,
  span: spanAt(path, line),
  dialect: "yaml",
});

/** The same, read by a configuration that takes its roles from the file: for it a role stands where it is seen first. */
const evaluated = (principal: string, resource: ResourceRef, more: Partial<Grant> = {}): Grant => ({
  ...written(principal, resource, 10),
  span: spanAt("main.tf"),
  authority: "role",
  writer: 'google_project_iam_binding.all["roles/owner"]',
  dialect: "hcl",
  ...more,
});

const project: ResourceRef = { type: "project", name: known("p", spanAt(file)) };
const asWritten: ResourceRef = { type: "folder", name: value("${factory#folder_ids/data.id}", { path: file }) };
const asEvaluated: ResourceRef = { type: "folder", name: value("${.#google_folder.data.id}") };

const places = (...grants: readonly Grant[]): readonly string[] =>
  buildGraph(grants).bindings.map(
    ({ principal, grant }) => `${principal.id} ${grant.role.span.path}:${grant.role.span.start}`,
  );

test.each([
  ["a project", project, project],
  ["a folder that the two call by different names", asWritten, asEvaluated],
] as const)("grants on %s are told as their file tells them", (_name, first, second) => {
  const own = [written(kim, first, 10), written(lee, first, 20)];
  expect(places(...own, evaluated(kim, second), evaluated(lee, second))).toEqual([
    `kim@x.com ${file}:10`,
    `lee@p.iam.gserviceaccount.com ${file}:20`,
  ]);
});

test("the file may be seen in the loop alone", () => {
  const via = [{ label: 'for_each["$custom_roles:owner"]', span: spanAt(file, 20) }];
  const role = known("roles/owner", spanAt("modules/organization/iam.tf", 42));
  expect(places(written(kim, project, 20), evaluated(kim, project, { role, via }))).toEqual([`kim@x.com ${file}:20`]);
});

test("what the file does not say by itself is told", () => {
  const others = [
    evaluated(lee, project),
    evaluated(kim, { type: "organization", name: known("1", spanAt(file)) }),
    evaluated(kim, project, { role: known("roles/owner", spanAt("other/.config.yaml", 10)) }),
    evaluated(kim, project, { role: known("roles/owner", spanAt("main.tf", 99)) }),
  ];
  for (const other of others) expect(places(written(kim, project, 10), other)).toHaveLength(2);
});

test("the repeated grant is known as such", () => {
  const own = written(kim, project, 10);
  const again = evaluated(kim, project);
  const graph = buildGraph([own, again]);
  expect([graph.isRepeated(own), graph.isRepeated(again)]).toEqual([false, true]);
});

test("the evaluated folder keeps its grants for questions about it", () => {
  const graph = buildGraph([written(kim, asWritten, 10), evaluated(kim, asEvaluated)]);
  const folder = graph.resource(asEvaluated);
  expect(graph.bindingsOn(folder).map(({ principal }) => principal.id)).toEqual(["kim@x.com"]);
});
