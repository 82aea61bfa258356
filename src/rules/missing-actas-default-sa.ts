import { classOfAccount } from "../gcp/account-class.ts";
import { attachmentOf } from "../gcp/operations.ts";
import { smallestCure } from "../graph/cures.ts";
import { callerOf, needsOf } from "../graph/needs.ts";
import { isProjectMaker } from "../graph/project-makers.ts";
import { absenceOf, nothingText } from "../model/absence.ts";
import { memberText } from "../gcp/member-text.ts";
import type { Operation } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Cure, Rule, Violation } from "../model/rule.ts";
import type { Value } from "../model/value.ts";

export const missingActasDefaultSa: Rule = {
  meta: {
    id: "missing-actas-default-sa",
    summary: "The caller can't act as the default service account that it falls back to",
    why: "Pipelines, notebooks, Cloud Run, functions, builds and virtual machines run as the Compute Engine default service account when no other is named, and the caller needs iam.serviceAccounts.actAs on it all the same.",
    fix: "Name a service account of the workload's own and grant roles/iam.serviceAccountUser on it, rather than letting the caller act as the default account, which often holds Editor.",
    references: [
      "https://github.com/googleapis/python-aiplatform/issues/1073",
      "https://cloud.google.com/run/docs/securing/service-identity",
    ],
  },

  *check(graph) {
    for (const operation of graph.operations) {
      const violation = violationOf(operation, graph);
      if (violation !== undefined) yield violation;
    }
  },
};

function violationOf(operation: Operation, graph: Graph): Violation | undefined {
  const { id, caller, runAs, project, span, conditional } = operation;
  if (caller === undefined || runAs !== undefined || project === undefined || attachmentOf(id)?.actAsDefault !== true) {
    return undefined;
  }
  const actor = callerOf(operation, graph);
  if (actor === undefined) return undefined;
  const home = graph.resource({ type: "project", name: project });
  if (mayActAsDefault(graph, actor, home) || isProjectMaker(graph, operation, home)) return undefined;
  const absence = absenceOf(graph, actor, permission, home);
  if (absence === undefined) return undefined;
  return {
    message: `No service account is named, so this runs as the Compute Engine default account of ${home.shown}, and ${memberText(caller, actor)} can't act as that: ${nothingText(absence)} ${permission} there.`,
    at: span,
    from: operation,
    certainty: absence.certainty === "proven" && conditional ? "likely" : absence.certainty,
    subject: [actor.key, id, home.key],
    related: relatedOf(caller),
    // The lesser cure: better is an account of the workload's own, which no grant can put into the call.
    ...(absence.refusal === undefined ? { cure: defaultCure(operation, graph) } : {}),
  };
}

const defaultCure = (operation: Operation, graph: Graph): Cure =>
  smallestCure(
    needsOf(operation, graph).filter(({ part }) => part === "act-as"),
    operation,
  );

const permission = "iam.serviceAccounts.actAs";

const relatedOf = (caller: Value): Violation["related"] & {} => [{ span: caller.span, message: "This is who calls." }];

/** A grant on the default account itself; whose number it carries can't always be told, so any such account counts. */
const mayActAsDefault = (graph: Graph, actor: Principal, home: Resource): boolean =>
  graph
    .bindingsOf(actor)
    .some(
      ({ resource, role }) =>
        resource.type === "service-account" &&
        classOfAccount(accountText(resource)) === "compute-default" &&
        !isAnother(resource.project, home) &&
        role.permissions?.has(permission) !== false,
    );

/** Its e-mail, with a gap where the number is looked up. */
const accountText = ({ key }: Resource): string => key.slice(key.indexOf(":") + 1);

/** Numbers and ids of projects can be told apart only among themselves. */
const isAnother = (project: Resource | undefined, home: Resource): boolean =>
  project !== undefined &&
  !project.opaque &&
  project.key !== home.key &&
  /^\d+$/.test(project.name ?? "") === /^\d+$/.test(home.name ?? "");
