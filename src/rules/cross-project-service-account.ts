import { setConstraint } from "../gcp/project-cures.ts";
import { type CurePlace, curesAt } from "../graph/cures.ts";
import { cureOf, lacksOf } from "../graph/missing-needs.ts";
import { memberShown } from "../graph/member-shown.ts";
import { nothingText, refusalPlaces } from "../model/absence.ts";
import type { Operation, Workload } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Cure, Rule, Violation } from "../model/rule.ts";
import { type Value, show } from "../model/value.ts";

export const crossProjectServiceAccount: Rule = {
  meta: {
    id: "cross-project-service-account",
    summary: "A service account of another project is attached without what that takes",
    why: "An account can be attached in another project only if its own project lifts iam.disableCrossProjectServiceAccountUsage (it is enforced unless somebody lifts it, on that project alone) and lets the service agent of the workload's project mint its tokens.",
    fix: "Use an account of the workload's own project. Otherwise lift the constraint on the account's project and grant roles/iam.serviceAccountTokenCreator on the account to the service agent.",
    references: [
      "https://cloud.google.com/iam/docs/attach-service-accounts#attaching-different-project",
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
    ],
  },

  *check(graph) {
    yield* tokens(graph);
    yield* constraints(graph);
  },
};

function* tokens(graph: Graph): Iterable<Violation> {
  for (const lack of lacksOf(graph, "foreign-account")) {
    const { operation, needs, certainty } = lack;
    const [{ who, resource, permission }] = needs;
    if (operation.runAs === undefined) continue;
    yield {
      message: `${show(operation.runAs)} belongs to another project, and ${memberShown(who)} can't mint its tokens: ${nothingText(lack)} ${permission} on it.`,
      at: operation.runAs.span,
      from: operation,
      certainty,
      subject: [who.key, permission, resource.key],
      related: [...lack.also, ...refusalPlaces(lack)],
      ...cureOf(lack),
    };
  }
}

function* constraints(graph: Graph): Iterable<Violation> {
  const seen = new Set<string>();
  for (const { project, account, from } of attachments(graph)) {
    const home = graph.account(account).resource.project;
    const workplace = graph.resource({ type: "project", name: project });
    const place = `${from.span.path}:${account.span.start}`;
    if (home === undefined || seen.has(place) || !isAnother(home, workplace)) continue;
    seen.add(place);
    if (isNotebook(from)) {
      yield {
        message: `${show(account)} belongs to ${home.shown}: Workbench instances of ${workplace.shown} take accounts of their own project only.`,
        at: account.span,
        from,
        certainty: from.conditional ? "likely" : "proven",
        subject: [home.key, workplace.key, "workbench"],
      };
      continue;
    }
    if (isLifted(graph, home)) continue;
    const isRead = graph.facts("org-policy").some(({ resource }) => graph.resource(resource).key === home.key);
    yield {
      message: `${show(account)} is attached in ${workplace.shown}, but nothing that was read lifts iam.disableCrossProjectServiceAccountUsage on its own ${home.shown}.`,
      at: account.span,
      from,
      certainty: isRead ? "likely" : "unknown",
      subject: [home.key, workplace.key, "iam.disableCrossProjectServiceAccountUsage"],
      ...(home.name === undefined ? {} : { cure: liftedCure(home.name, from) }),
    };
  }
}

/** Whatever is lifted (vertex-ai/docs/workbench/instances/create: the account must be in the same project). */
const isNotebook = (from: Operation | Workload): boolean =>
  from.kind === "operation" ? from.id === "workbench.create" : from.type === "workbench-instance";

/** The other constraint keeps the account's project from being deleted under the workloads of others (iam/docs/attach-service-accounts). */
const liftedCure = (project: string, place: CurePlace): Cure =>
  curesAt(place, (language) => [
    setConstraint(project, "iam.disableCrossProjectServiceAccountUsage", false, language),
    setConstraint(project, "iam.restrictCrossProjectServiceAccountLienRemoval", true, language),
  ]);

interface Attachment {
  readonly project: Value;
  readonly account: Value;
  readonly from: Operation | Workload;
}

function* attachments(graph: Graph): Iterable<Attachment> {
  for (const from of graph.operations) {
    const { project, runAs: account } = from;
    if (project !== undefined && account !== undefined) yield { project, account, from };
  }
  for (const from of graph.workloads) {
    const { project, account } = from;
    if (project !== undefined && account !== undefined) yield { project, account, from };
  }
}

const isAnother = (home: Resource, workplace: Resource): boolean =>
  !home.opaque &&
  !workplace.opaque &&
  home.key !== workplace.key &&
  /^\d+$/.test(home.name ?? "") === /^\d+$/.test(workplace.name ?? "");

const isLifted = (graph: Graph, home: Resource): boolean =>
  graph
    .facts("org-policy")
    .some(
      ({ constraint, resource, enforced }) =>
        show(constraint).endsWith("iam.disableCrossProjectServiceAccountUsage") &&
        enforced === false &&
        graph.resource(resource).key === home.key,
    );
