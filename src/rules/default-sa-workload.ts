import { type AccountClass, classOfAccount } from "../gcp/account-class.ts";
import { editorRoles } from "../gcp/basic-roles.ts";
import { attachmentOf } from "../gcp/operations.ts";
import { labelOf } from "../gcp/resource-types.ts";

import type { Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { type Value, show } from "../model/value.ts";

export const defaultSaWorkload: Rule = {
  meta: {
    id: "default-sa-workload",
    summary: "A workload runs as a default service account",
    why: "The default account is shared by all that names no account of its own, and in most projects it is Editor: one leak of one workload is the whole project.",
    fix: "Create a service account for the workload, grant it what the workload needs, and name it.",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-service-accounts#default-service-accounts",
      "https://cloud.google.com/compute/docs/access/service-accounts#default_service_account",
    ],
  },

  *check(graph) {
    const editors = editorClasses(graph);
    const seen = new Set<string>();
    for (const { what, account, span, conditional } of workloads(graph)) {
      const name = names[account];
      const place = `${span.path}:${span.start}`;
      if (name === undefined || seen.has(place)) continue;
      seen.add(place);
      yield violationOf({ what, name, span, conditional }, editors.has(account));
    }
  },
};

const names: Partial<Record<AccountClass, string>> = {
  "compute-default": "the default account of Compute Engine",
  "appengine-default": "the default account of App Engine",
};

interface Running {
  readonly what: string;
  readonly account: AccountClass;
  readonly span: Span;
  readonly conditional: boolean;
}

function* workloads(graph: Graph): Iterable<Running> {
  for (const { type, name, account, defaultAccount, span, conditional } of graph.workloads) {
    const running = account === undefined ? isDefault(defaultAccount) : classOf(account, graph);
    if (running === undefined) continue;
    const what = name === undefined ? `A ${labelOf(type)}` : `The ${labelOf(type)} ${show(name)}`;
    yield { what, account: running, span: account?.span ?? span, conditional: conditional === true };
  }
  for (const { id, runAs, span, conditional } of graph.operations) {
    const running = runAs === undefined ? isDefault(attachmentOf(id)?.runsAs) : classOf(runAs, graph);
    if (running === undefined) continue;
    yield {
      what: operations[id] ?? id,
      account: running,
      span: runAs?.span ?? span,
      conditional: conditional === true,
    };
  }
}

const operations: Readonly<Record<string, string | undefined>> = {
  "pipelinejob.create": "A pipeline job",
  "schedule.create": "A scheduled pipeline",
  "workbench.create": "A Workbench instance",
  "run.deploy": "A Cloud Run service",
  "functions.deploy": "A function",
  "build.submit": "A build",
  "dataflow.create": "A Dataflow job",
  "workflows.create": "A workflow",
  "gce.create": "A virtual machine",
};

const isDefault = (account: string | undefined): AccountClass | undefined =>
  account === "compute-default" || account === "appengine-default" ? account : undefined;

const classOf = (account: Value, graph: Graph): AccountClass | undefined =>
  isDefault(classOfAccount(graph.account(account).principal.id));

const violationOf = (
  {
    what,
    name,
    span,
    conditional,
  }: { readonly what: string; readonly name: string; readonly span: Span; readonly conditional: boolean },
  isEditor: boolean,
): Violation => ({
  message: `${what} runs as ${name}${isEditor ? ", which is Editor" : ""}.`,
  at: span,
  certainty: conditional ? "likely" : "proven",
  subject: [what, name],
  ...(isEditor ? { severity: 7.2 } : {}),
});

const editorClasses = (graph: Graph): ReadonlySet<AccountClass> =>
  new Set(
    graph.bindings
      .filter(({ role }) => role.name !== undefined && editorRoles.has(role.name))
      .map(({ principal }) => classOfAccount(principal.id)),
  );
