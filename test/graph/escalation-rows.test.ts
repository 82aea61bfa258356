import { beforeAll, describe, expect, it } from "vitest";
import { type EscalationPath, escalationPaths } from "../../src/gcp/escalation-paths.ts";
import { methodsOf } from "../../src/graph/escalations.ts";
import { analyse } from "../../src/lint.ts";
import { emptyPolicy } from "../../src/policy.ts";
import type { Graph } from "../../src/model/graph.ts";
import type { Workspace } from "../../src/model/parser.ts";
import * as everyRule from "../../src/rules/index.ts";

const rows = escalationPaths.filter(({ permissions }) => permissions.length > 0);

/** Each row's permissions as a custom role that one account holds in a project of its own. */
const worldOf = ({ id, permissions, actAs }: Pick<EscalationPath, "id" | "permissions" | "actAs">): string => `
resource "google_project_iam_custom_role" "row${id}" {
  project     = "prj-${id}"
  role_id     = "row${id}"
  title       = "row${id}"
  permissions = ${JSON.stringify([...permissions, ...(actAs ? ["iam.serviceAccounts.actAs"] : [])])}
}

resource "google_project_iam_member" "row${id}" {
  project = "prj-${id}"
  role    = google_project_iam_custom_role.row${id}.name
  member  = "serviceAccount:row@prj-${id}.iam.gserviceaccount.com"
}
`;

const harmless = { id: 0, permissions: ["storage.buckets.list"], actAs: false };

/** What hands over a project or an account by itself. The rest takes a target that is worth it, or gives no identity. */
const direct: ReadonlySet<EscalationPath["effect"]> = new Set([
  "take-node",
  "become",
  "delegate",
  "attach",
  "widen-role",
  "federate",
  "storage-key",
]);

describe("the table of escalation paths", () => {
  let graph: Graph;
  let messages: string;

  beforeAll(async () => {
    const source = { path: "main.tf", text: [...rows, harmless].map(worldOf).join("") };
    const options: Workspace["options"] = { varFiles: [], variables: {}, profile: "default" };
    const read = (path: string): string | undefined => (path === source.path ? source.text : undefined);
    ({ graph } = await analyse([source], { read, list: () => [source.path], options }));
    const policy = emptyPolicy("2026-10-01").options;
    const rules = Object.values(everyRule).filter(({ meta }) => !aboutAnyRole.has(meta.id));
    messages = rules.flatMap((rule) => [...rule.check(graph, policy)].map(({ message }) => message)).join("\n");
  });

  it.each(rows.map((row) => [row.id, row] as const))("row %i is a method of whoever holds it", (id) => {
    const principal = graph.principalNamed(`serviceAccount:row@prj-${id}.iam.gserviceaccount.com`);
    const methods = methodsOf(graph, principal, graph.resourceNamed(`projects/prj-${id}`));
    expect(methods.map((method) => method.id)).toContain(id);
  });

  it.each(rows.filter(({ effect }) => direct.has(effect)).map(({ id }) => id))("row %i is told by a rule", (id) =>
    expect(messages).toMatch(new RegExp(`\\b(?:row|prj-)${id}\\b`)),
  );

  it("is not told of a role that leads nowhere", () => expect(messages).not.toMatch(/\b(?:row|prj-)0\b/));
});

/** Rules that speak of a role whatever it holds. */
const aboutAnyRole: ReadonlySet<string> = new Set([
  "dangling-member",
  "unknown-permission",
  "external-member",
  "org-guardrails-missing",
  "custom-role-lockdown",
]);
