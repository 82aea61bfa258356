import { isServiceAgent } from "../gcp/account-class.ts";
import { type CurePlace, grantsCure } from "../graph/cures.ts";
import { placesOfAbsence } from "../graph/absence-places.ts";
import { callerOf } from "../graph/needs.ts";
import { isProjectMaker } from "../graph/project-makers.ts";
import { absenceOf, nothingText, refusalPlaces } from "../model/absence.ts";
import { memberText } from "../gcp/member-text.ts";
import type { Operation, Workload } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Cure, Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { type Value, show } from "../model/value.ts";

export const missingActas: Rule = {
  meta: {
    id: "missing-actas",
    summary: "The caller can't act as the service account that it names",
    why: "Whoever starts something that runs as a service account needs iam.serviceAccounts.actAs on that account. Without it the call fails; Vertex AI answers with HTTP 400, not with a 403.",
    fix: "Grant roles/iam.serviceAccountUser on that one service account to the caller; not on the project, which would let it act as every account there.",
    references: [
      "https://cloud.google.com/iam/docs/service-account-permissions#user-role",
      "https://cloud.google.com/vertex-ai/docs/general/custom-service-account",
      "https://github.com/googleapis/python-aiplatform/issues/1073",
    ],
  },

  *check(graph) {
    const seen = new Set<string>();
    for (const attachment of attachments(graph)) {
      const violation = violationOf(attachment, graph);
      if (violation === undefined) continue;
      const key = [attachment.from.span.path, attachment.from.span.start, ...violation.subject].join("\n");
      if (seen.has(key)) continue;
      seen.add(key);
      yield violation;
    }
  },
};

/** Somebody makes something run as an account. */
interface Attachment {
  readonly caller: Value;
  readonly account: Value;
  readonly from: Operation | Workload;
}

function* attachments(graph: Graph): Iterable<Attachment> {
  for (const from of graph.operations) {
    const { id, caller, runAs: account } = from;
    if (caller !== undefined && account !== undefined && !withoutActAs.has(id)) yield { caller, account, from };
  }
  for (const from of graph.workloads) {
    const { caller, account } = from;
    if (caller !== undefined && account !== undefined) yield { caller, account, from };
  }
}

function violationOf({ caller, account, from }: Attachment, graph: Graph): Violation | undefined {
  const { principal, resource } = graph.account(account);
  const actor = callerOf({ caller }, graph);
  if (actor === undefined || isServiceAgent(actor.id)) return undefined;
  const absence = absenceOf(graph, actor, permission, resource);
  if (absence === undefined || isProjectMaker(graph, from, resource)) return undefined;
  const itself = actor.key === principal.key;
  const member = memberText(caller, actor);
  return {
    message: `${member} can't act as ${show(account)}: ${nothingText(absence)} ${permission} on that account or above.`,
    at: account.span,
    from,
    // That an account must be allowed to act as itself is documented nowhere.
    certainty: absence.certainty === "proven" && (itself || from.conditional) ? "likely" : absence.certainty,
    subject: [actor.key, permission, resource.key],
    related: [
      { span: caller.span, message: `${member} is who calls.` },
      ...refusalPlaces(absence),
      ...placesOfAbsence(graph, principal, resource).filter(({ span }) => !isSamePlace(span, account.span)),
    ],
    ...(absence.refusal === undefined ? { cure: userCure(member, resource.name ?? show(account), from) } : {}),
  };
}

const userCure = (member: string, account: string, place: CurePlace): Cure =>
  grantsCure([{ member, role: "roles/iam.serviceAccountUser", type: "service-account", name: account }], place);

const isSamePlace = (a: Span, b: Span): boolean => a.path === b.path && a.start === b.start;

/** Its account is deprecated and ignored. */
const withoutActAs: ReadonlySet<string> = new Set(["colabruntime.assign"]);

const permission = "iam.serviceAccounts.actAs";
