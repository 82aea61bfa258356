import { declaredTwice } from "../model/declared-again.ts";
import type { Grant } from "../model/fact.ts";
import type { Certainty, Graph } from "../model/graph.ts";
import type { Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { show } from "../model/value.ts";

export const authoritativeConflict: Rule = {
  meta: {
    id: "authoritative-conflict",
    summary: "Two writers own the same part of a policy",
    why: "What sets a whole policy, or all members of a role, takes away what others put there: each run of one undoes the other, and access comes and goes.",
    fix: "Let one writer own the policy or the role, or add single members everywhere (google_*_iam_member).",
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam",
      "https://cloud.google.com/iam/docs/granting-changing-revoking-access",
    ],
  },

  *check(graph) {
    for (const slots of slotsByResource(graph).values()) {
      const twice = declaredTwice(slots.map(({ writer }) => writer));
      yield* conflictsIn(slots.filter(({ writer }) => !twice.has(writer)));
    }
  },
};

/** What one writer owns or adds on one resource. */
interface Slot {
  readonly writer: string;
  readonly authority: "policy" | "role" | "member";
  /** Role and condition: two grants that differ in one word of the condition's title are different. */
  readonly role: string;
  readonly shown: string;
  readonly place: string;
  readonly resource: string;
  readonly span: Span;
  readonly conditional: boolean;
  readonly dialect: Grant["dialect"];
  readonly from: Grant;
}

function slotsByResource(graph: Graph): ReadonlyMap<string, readonly Slot[]> {
  const byResource = new Map<string, Slot[]>();
  for (const grant of graph.facts("grant")) {
    const slot = graph.isRepeated(grant) ? undefined : slotOf(grant, graph);
    if (slot === undefined) continue;
    const slots = byResource.get(slot.resource);
    if (slots === undefined) byResource.set(slot.resource, [slot]);
    else slots.push(slot);
  }
  return byResource;
}

function slotOf(grant: Grant, graph: Graph): Slot | undefined {
  const { authority, change, eligible, writer, span, conditional, dialect } = grant;
  const resource = graph.resource(grant.resource);
  if (authority === "listed" || change !== "add" || eligible || resource.type === "unknown") return undefined;
  const { expression, title, description } = grant.condition ?? {};
  const condition = [expression, title, description].map((value) => (value === undefined ? "" : show(value)));
  const role = [graph.role(grant.role).name ?? show(grant.role), ...condition].join("\n");
  return {
    writer,
    authority,
    role,
    shown: `${show(grant.role)} on ${resource.shown}`,
    place: resource.shown,
    resource: resource.key,
    span,
    conditional: conditional === true,
    dialect,
    from: grant,
  };
}

function* conflictsIn(every: readonly Slot[]): Iterable<Violation> {
  // One writer has nobody to fight; of the members of one binding, the first speaks for all.
  if (every.every(({ writer }) => writer === every[0]?.writer)) return;
  const seen = new Set<string>();
  const slots = every.filter((slot) => seen.size < seen.add(bindingOf(slot)).size);
  const said = new Set<string>();
  for (const owner of slots.filter(({ authority }) => authority !== "member")) {
    const rival = slots.find((slot) => slot.writer !== owner.writer && isTaken(owner, slot) && isReal(owner, slot));
    if (rival === undefined || said.has(owner.writer) || said.has(`${rival.writer}\n${owner.writer}`)) continue;
    said.add(owner.writer);
    said.add(`${owner.writer}\n${rival.writer}`);
    yield violationOf(owner, rival);
  }
}

const bindingOf = ({ writer, role, span }: Slot): string => [writer, role, span.path, span.start].join("\n");

/** Does applying the owner take away what the other writer grants? */
const isTaken = (owner: Slot, slot: Slot): boolean => owner.authority === "policy" || owner.role === slot.role;

/** Terraform's addresses carry their root module; two commands of one script are one writer's work. */
const isReal = (owner: Slot, slot: Slot): boolean =>
  !(owner.span.path === slot.span.path && owner.span.start === slot.span.start);

/**
 * Of two that may or may not exist, perhaps one exists where the other does not; and configurations in different folders
 * are often applied to different clouds, while scripts change what configurations own.
 */
function certaintyOf(owner: Slot, rival: Slot): Certainty {
  const isApart = folderOf(owner.span) !== folderOf(rival.span);
  const isScripted = owner.dialect !== rival.dialect && [owner.dialect, rival.dialect].includes("shell");
  if ((owner.conditional && rival.conditional) || (isApart && !isScripted)) return "unknown";
  return owner.conditional || rival.conditional || isApart ? "likely" : "proven";
}

const folderOf = ({ path }: Span): string => path.slice(0, path.lastIndexOf("/") + 1);

function violationOf(owner: Slot, rival: Slot): Violation {
  const owns = owner.authority === "policy" ? `the whole policy of ${owner.place}` : `all members of ${owner.shown}`;
  return {
    message: `${owner.writer} owns ${owns}, and ${rival.writer} grants ${rival.authority === "policy" ? "there too" : rival.shown}: each takes away what the other grants.`,
    at: owner.span,
    from: owner.from,
    related: [{ span: rival.span, message: `${rival.writer} writes here.` }],
    certainty: certaintyOf(owner, rival),
    subject: [owner.writer, rival.writer, owner.resource],
  };
}
