import type { Answer, Coverage, Graph, Step } from "../model/graph.ts";
import { showPrincipal } from "../gcp/principal.ts";
import type { Region } from "../model/report.ts";
import type { Cure } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { show } from "../model/value.ts";
import { smallestCure } from "../graph/cures.ts";
import { recommendRole } from "../gcp/recommended-roles.ts";
import type { Need } from "../graph/needs.ts";
import type { Note } from "./notes.ts";

/** What a question comes to: the form that scripts may rely on (docs/ask.md). */
export interface Reply {
  readonly schemaVersion: 1;
  readonly question: Readonly<Record<string, unknown>>;
  readonly answer: Answer["answer"];
  readonly path: readonly Hop[];
  readonly missing: readonly Missing[];
  readonly coverage: Coverage;
  /** What of the question may be a slip. */
  readonly notes: readonly Note[];
}

/** One hop of a proof, with the place of the grant that makes it. */
export interface Hop {
  readonly principal: string;
  readonly role: string | null;
  readonly permission: string;
  readonly resource: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly condition: string | null;
  /** The hop in words. */
  readonly text: string;
}

/** A grant that would be enough, in every language that has a form for it. */
export interface Missing {
  readonly principal: string;
  readonly role: string;
  readonly permission: string;
  readonly resource: string;
  readonly why: string;
  readonly cure: Pick<Cure, "hcl" | "gcloud" | "yaml">;
}

/** Finds the line of a span: the command line knows the files, the graph does not. */
export type Locate = (span: Span) => Region;

export function hopOf(step: Step, graph: Graph, locate: Locate): Hop {
  const region = step.at === undefined ? undefined : locate(step.at);
  return {
    principal: showPrincipal(step.principal),
    role: step.role?.name ?? step.role?.shown ?? null,
    permission: step.permission,
    resource: step.resource.name ?? step.resource.shown,
    file: region?.path ?? null,
    line: region?.line ?? null,
    condition: conditionAt(step, graph),
    text: step.text,
  };
}

/** The condition of the grant that a step rests on. */
function conditionAt({ at, principal }: Step, graph: Graph): string | null {
  if (at === undefined) return null;
  const grant = graph
    .bindingsOf(principal)
    .find(
      (binding) => binding.grant.span === at || binding.grant.role.span === at || binding.grant.principal.span === at,
    );
  return grant?.grant.condition === undefined ? null : show(grant.grant.condition.expression);
}

/** The grant that meets the first need, and the others of the same principal and resource with it. */
export function missingOf(needs: readonly [Need, ...Need[]]): Missing {
  const [need] = needs;
  const { roles, custom } = recommendRole(needs.map(({ permission }) => permission));
  const [hcl, yaml] = [smallestCure(needs, { dialect: "hcl" }), smallestCure(needs, { dialect: "yaml" })];
  return {
    principal: showPrincipal(need.who),
    role: roles[0] ?? `a custom role of ${custom.join(", ")}`,
    permission: need.permission,
    resource: need.resource.name ?? need.resource.shown,
    why: need.why,
    cure: {
      ...(hcl.hcl === undefined ? {} : { hcl: hcl.hcl }),
      ...(hcl.gcloud === undefined ? {} : { gcloud: hcl.gcloud }),
      ...(yaml.yaml === undefined ? {} : { yaml: yaml.yaml }),
    },
  };
}
