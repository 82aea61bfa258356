import { showPrincipal } from "../gcp/principal.ts";
import { grantableAt } from "../graph/cures.ts";
import { type Need, needsOf } from "../graph/needs.ts";
import type { Answer, Graph, Resource, Step } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { hopOf, type Locate, type Missing, missingOf, type Reply } from "./answer.ts";
import { deniedResource } from "./denied-resource.ts";
import type { Cause } from "./error-causes.ts";
import { type Denial, otherRefusals, readDenial } from "./error-text.ts";
import { explainWithoutGrant } from "./no-grant.ts";
import { type Asked, notesOn } from "./notes.ts";

/** A pasted error, explained against the graph. */
export interface DeniedReply extends Reply {
  readonly denial: Denial;
  /** In sentences, worst first. */
  readonly explanation: readonly string[];
}

/** Refusals that a grant cures. */
const curable: ReadonlySet<Cause> = new Set(["permission", "act-as", "quota-project"]);

/** Explains an error text: what was denied, to whom, what the scanned code says of it, and the grant to add. */
export function denied(graph: Graph, text: string, locate: Locate, principal?: string): DeniedReply {
  const read = readDenial(text);
  const denial = principal === undefined ? read : { ...read, principal };
  const { permissions = denial.permission === undefined ? [] : [denial.permission] } = denial;
  const resource = curable.has(denial.cause) ? deniedResource(denial, graph) : undefined;
  const base = { schemaVersion: 1, question: { error: text.trim() }, denial } as const;
  if (permissions.length === 0 || resource === undefined) {
    const explanation = explainWithoutGrant(denial, graph, locate);
    return { ...base, answer: "unknown", path: [], missing: [], coverage: uncovered, explanation, notes: [] };
  }
  const refused: Refused = { denial, permissions, resource, text };
  const answers = callersOf(graph, refused).flatMap((who) =>
    permissions.map((permission) => Object.assign({ who, permission }, graph.whyCan(who, permission, resource))),
  );
  const lacking = answers.filter(({ answer }) => !isHeld(answer));
  const first = lacking[0] ?? answers[0];
  return {
    ...base,
    answer: first?.answer ?? "unknown",
    path: (first?.path ?? []).map((step) => hopOf(step, graph, locate)),
    missing: whoIn(lacking.filter((one) => refusalIn(one) === undefined)).flatMap(
      (who) => missing(graph, who, refused) ?? [],
    ),
    coverage: first?.coverage ?? graph.coverageOf(resource),
    explanation: [...explain(refused, answers, graph, locate), ...othersIn(text, permissions)],
    notes: (first?.path ?? []).length > 0 ? [] : notesOn(graph, asked(denial, resource, graph)),
  };
}

const asked = ({ principal, resource: written }: Denial, found: Resource, graph: Graph): Asked => ({
  ...(principal === undefined ? {} : { principal: { written: principal, found: graph.principalNamed(principal) } }),
  resource: { written: written ?? found.shown, found },
});

const uncovered = { whole: false, partial: false, missing: [] };

interface Refused {
  readonly denial: Denial;
  readonly permissions: readonly string[];
  readonly resource: Resource;
  readonly text: string;
}

const whoIn = (answers: readonly { readonly who: Principal }[]): readonly Principal[] => [
  ...new Map(answers.map(({ who }) => [who.key, who])).values(),
];

/** With what was denied, whatever else the same operation needs of the same caller there and lacks. */
function missing(graph: Graph, who: Principal, { permissions, resource }: Refused): Missing | undefined {
  // Nobody is helped by a grant to what names nobody.
  if (who.type === "malformed") return undefined;
  const refusals = permissions
    .filter((permission) => !isHeld(graph.whyCan(who, permission, resource).answer))
    .map((permission): Need => ({
      who,
      permission,
      resource,
      why: "to do what was denied",
      part: "caller",
      weight: "required",
    }));
  const sameCall = graph.operations
    .map((operation) => needsOf(operation, graph).filter((need) => need.who.key === who.key))
    .find((needs) => needs.some((need) => permissions.includes(need.permission)));
  const others = (sameCall ?? []).filter(
    (need) =>
      !permissions.includes(need.permission) &&
      (need.weight === "required" || need.weight === "poll") &&
      grantableAt(need.resource).key === grantableAt(resource).key &&
      !isHeld(graph.whyCan(who, need.permission, need.resource).answer),
  );
  const [first, ...rest] = [...refusals, ...others];
  return first === undefined ? undefined : missingOf([first, ...rest]);
}

function othersIn(text: string, permissions: readonly string[]): readonly string[] {
  const others = otherRefusals(text, permissions);
  return others.length === 0 ? [] : [`The text also refuses ${others.join(", ")}: ask about each refusal alone.`];
}

const isHeld = (answer: Reply["answer"]): boolean => answer === "allowed" || answer === "conditional";

/** Who was denied: the one that the text names, else whoever the scanned code lets do what needs this permission there. */
function callersOf(graph: Graph, refused: Refused): readonly Principal[] {
  const { principal } = refused.denial;
  if (principal !== undefined) return [graph.principalNamed(principal)];
  return whoIn(callsOf(graph, refused).map(({ need }) => need));
}

/** The calls of the scanned code that need what was denied, where it was denied. */
const callsOf = (graph: Graph, { permissions, resource }: Refused) =>
  graph.operations.flatMap((operation) =>
    needsOf(operation, graph)
      .filter((need) => permissions.includes(need.permission) && isThere(need.resource, resource))
      .map((need) => ({ operation, need })),
  );

/** An account is meant alone; of anything else, its project. */
const isThere = (needed: Resource, named: Resource): boolean =>
  named.type === "service-account"
    ? needed.key === named.key
    : (needed.project ?? needed).key === (named.project ?? named).key;

function explain(
  refused: Refused,
  answers: readonly (Answer & { readonly who: Principal; readonly permission: string })[],
  graph: Graph,
  locate: Locate,
): readonly string[] {
  const { denial, permissions, resource } = refused;
  const calls = callsOf(graph, refused).map(({ operation: { id, span } }) => {
    const { path, line } = locate(span);
    return `${id} is called in ${path}:${line}.`;
  });
  return [
    `${permissions.join(", ")} was denied on ${resource.shown}.`,
    ...(answers.length === 0
      ? [
          "The text does not say who called, and no scanned script or code calls it there: name the caller (--principal).",
        ]
      : answers.map(({ who, permission, ...reply }) => verdict(showPrincipal(who), permission, resource, reply))),
    ...new Set(calls),
    ...hints(denial, refused.text),
  ];
}

function hints({ cause, permission }: Denial, text: string): readonly string[] {
  if (cause === "act-as") {
    return /permission to act as/i.test(text) ? ["Vertex AI answers a missing actAs with 400, not with 403."] : [];
  }
  if (cause === "quota-project") {
    return [
      "The call is billed to that project: the quota project of the credential or of the request, which need not be the one that holds the resource.",
    ];
  }
  return permission === "aiplatform.endpoints.create"
    ? ["Creating an endpoint also polls the operation: aiplatform.endpoints.get is needed too."]
    : [];
}

/** The deny rule or boundary that takes it away. */
const refusalIn = ({ answer, path }: Answer): Step | undefined => (answer === "denied" ? path[0] : undefined);

function verdict(who: string, permission: string, resource: Resource, reply: Answer): string {
  const { answer } = reply;
  const refusal = refusalIn(reply);
  if (refusal !== undefined) {
    return `${who} may be granted what it wants: ${refusal.text} (${permission}), and no grant brings it back.`;
  }
  switch (answer) {
    case "allowed":
      return `${who} holds it by what was read: look for a deny policy, another account at run time, or a grant that is not applied yet.`;
    case "conditional":
      return `${who} holds it under a condition only, which this request did not meet.`;
    case "denied":
      return `Nothing grants ${who} ${permission} on ${resource.shown} or above.`;
    case "unknown":
      return `Nothing that was read grants ${who} ${permission} on ${resource.shown}.`;
  }
}
