import type { Graph, Resource } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import type { Related } from "../model/rule.ts";

/** Where one would look for a grant that is missing: the account that it is about, and the policies that lack it. */
export function placesOfAbsence(graph: Graph, account: Principal, resource: Resource): readonly Related[] {
  const definition = graph.accountDefinition(account);
  const above = new Set(lineOf(resource).map(({ key }) => key));
  const policies = graph
    .facts("policy-read")
    .map(({ resource: ref, span }) => ({ resource: graph.resource(ref), span }))
    .filter(({ resource: { key } }) => above.has(key));
  return [
    ...(definition === undefined
      ? []
      : [{ span: definition.span, message: `${account.id} is ${verbs[definition.origin]} here.` }]),
    ...policies.map(({ resource: { shown }, span }) => ({
      span,
      message: `The policy of ${shown} that was read here does not grant it.`,
    })),
  ];
}

const verbs = { created: "created", lookup: "looked up" } as const;

/** A resource and all that it hangs under. */
const lineOf = (resource: Resource): readonly Resource[] => [
  resource,
  ...(resource.parent === undefined ? [] : lineOf(resource.parent)),
];
