import { type AccountClass, classOfAccount } from "../gcp/account-class.ts";
import { editorRoles } from "../gcp/basic-roles.ts";
import { attachmentOf, projectAccounts } from "../gcp/operations.ts";
import { labelOf } from "../gcp/resource-types.ts";
import type { Place } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
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
    const seen = new Set<string>();
    for (const running of workloads(graph)) {
      const name = names[running.account];
      // A module that is called twice makes two workloads in one place.
      const once = [running.span.path, running.span.start, callOf(running)].join("\n");
      if (name === undefined || seen.has(once)) continue;
      seen.add(once);
      yield violationOf(running, name, isMadeEditor(running, graph) ? "sure" : assumedEditor(running, graph));
    }
  },
};

const names: Partial<Record<AccountClass, string>> = {
  "compute-default": "the default account of Compute Engine",
  "appengine-default": "the default account of App Engine",
};

const callOf = ({ from }: Running): string => (from.via ?? []).map(({ label, span }) => `${label} ${span.path}`).join();

interface Running {
  readonly what: string;
  readonly account: AccountClass;
  readonly project: Value | undefined;
  readonly span: Span;
  readonly from: Place;
}

function* workloads(graph: Graph): Iterable<Running> {
  for (const workload of graph.workloads) {
    const { type, name, account, defaultAccount, project, span } = workload;
    const running = account === undefined ? isDefault(defaultAccount) : classOf(account, graph);
    if (running === undefined) continue;
    const what =
      name === undefined ? `${articleOf(labelOf(type))} ${labelOf(type)}` : `The ${labelOf(type)} ${show(name)}`;
    yield { what, account: running, project, span: account?.span ?? span, from: workload };
  }
  for (const operation of graph.operations) {
    const { id, runAs, project, span } = operation;
    const running = runAs === undefined ? isDefault(attachmentOf(id)?.runsAs) : classOf(runAs, graph);
    if (running === undefined) continue;
    yield {
      what: operations[id] ?? id,
      account: running,
      project,
      span: runAs?.span ?? span,
      from: operation,
    };
  }
}

const operations: Readonly<Record<string, string | undefined>> = {
  "pipelinejob.create": "A pipeline job",
  "customjob.create": "A custom job",
  "hptuning.create": "A hyperparameter tuning job",
  "trainingpipeline.create": "A training job",
  "schedule.create": "A scheduled pipeline",
  "workbench.create": "A Workbench instance",
  "run.deploy": "A Cloud Run service",
  "functions.deploy": "A function",
  "build.submit": "A build",
  "dataflow.create": "A Dataflow job",
  "workflows.create": "A workflow",
  "gce.create": "A virtual machine",
  "endpoint.deploy": "A deployed model",
  "endpoint.create+deploy": "A deployed model",
  "modelgarden.deploy": "A deployed model",
  "pool.create": "A deployment resource pool",
  "model.upload": "A model",
  "batchpredict.create": "A batch prediction",
  "persistent.create": "A persistent resource",
  "tuning.create": "A tuning job",
  "agent.create": "An agent",
  "notebookexec.create": "A notebook's run",
  "colabruntime.assign": "A Colab runtime",
  "composer.create": "A Composer environment",
  "scheduler.create": "A scheduled call",
  "bq.transfer": "A data transfer",
};

const isDefault = (account: string | undefined): AccountClass | undefined =>
  account === "compute-default" || account === "appengine-default" ? account : undefined;

const classOf = (account: Value, graph: Graph): AccountClass | undefined =>
  isDefault(classOfAccount(graph.account(account).principal.id));

const articleOf = (label: string): string => (/^[aeio]/i.test(label) ? "An" : "A");

/** A grant that was read, or Google's own, which stands until something takes it away. */
type Editor = "sure" | Resource | undefined;

function violationOf({ what, span, from }: Running, name: string, editor: Editor): Violation {
  const suffix =
    editor === undefined
      ? ""
      : editor === "sure"
        ? ", which is Editor"
        : `, which Google makes Editor of ${editor.shown} unless a policy forbids it`;
  return {
    message: `${what} runs as ${name}${suffix}.`,
    at: span,
    from,
    certainty: from.conditional ? "likely" : "proven",
    subject: [what, name],
    ...(editor === "sure" ? { severity: 7.2 } : {}),
  };
}

/** Does nothing that was read disable Google's automatic grant in the project? */
function assumedEditor({ account, project }: Running, graph: Graph): Resource | undefined {
  const pattern = patterns[account];
  if (project === undefined || pattern === undefined) return undefined;
  const home = graph.resource({ type: "project", name: project });
  const { answer, path } = graph.whyCan(graph.projectAccount(pattern, home).principal, editing, home);
  return home.opaque || answer !== "unknown" || path.length === 0 ? undefined : home;
}

const patterns: Partial<Record<AccountClass, string>> = { "compute-default": projectAccounts["compute-default"] };

/** Editor holds it. */
const editing = "resourcemanager.projects.update";

/** Is the default account of the workload's own project made Editor there, or above? That of another project says nothing. */
function isMadeEditor({ account, project }: Running, graph: Graph): boolean {
  if (project === undefined) return false;
  return graph
    .bindingsOn(graph.resource({ type: "project", name: project }))
    .some(
      ({ role, principal }) =>
        role.name !== undefined && editorRoles.has(role.name) && classOfAccount(principal.id) === account,
    );
}
