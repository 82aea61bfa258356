import type { Fact } from "../../../model/fact.ts";
import type { Instance, Root } from "../instances.ts";
import { accountFacts } from "./accounts.ts";
import { agentsLookup } from "./agents.ts";
import { bigqueryAccessFacts } from "./bigquery-access.ts";
import { credentialFacts } from "./credentials.ts";
import { federationFacts, poolsLookup } from "./federation.ts";
import { groupFacts } from "./groups.ts";
import { guardrailFacts } from "./guardrails.ts";
import { hierarchyFacts } from "./hierarchy.ts";
import { iamFacts } from "./iam.ts";
import { keyFacts } from "./keys.ts";
import { loginFacts } from "./logins.ts";
import { outputsLookup, remoteFacts } from "./modules/index.ts";
import { orgPolicyFacts } from "./org-policies.ts";
import { removalFacts } from "./removals.ts";
import { withReferences } from "./resolved.ts";
import { resourceFacts } from "./resources.ts";
import { roleFacts } from "./roles.ts";
import { scriptsIn } from "./scripts.ts";
import { type Extract, type FactsOf, type Scope, scopeOf } from "./scope.ts";
import { storageAclFacts } from "./storage-acls.ts";
import { workloadFacts } from "./workloads.ts";

/** What a root module says about access. */
export function factsOf(root: Root): Extract {
  const scope = scopeOf(root);
  const facts: Fact[] = credentialFacts(root);
  for (const instance of root.instances) {
    for (const fact of factsOfInstance(instance, scope)) facts.push(fact);
  }
  const remote = remoteFacts(root.remoteCalls);
  for (const fact of remote.facts) facts.push(fact);
  return { facts: withLookups(facts, root), missing: remote.missing, embedded: root.instances.flatMap(scriptsIn) };
}

function withLookups(facts: readonly Fact[], root: Root): readonly Fact[] {
  const lookups = [outputsLookup(root.remoteCalls), poolsLookup(root), agentsLookup(root)].filter(
    (lookup) => lookup !== undefined,
  );
  if (lookups.length === 0) return facts;
  return withReferences(facts, (reference, at) => {
    for (const lookup of lookups) {
      const found = lookup(reference, at);
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

const factsByType: Readonly<Record<string, FactsOf>> = {
  ...accountFacts,
  ...bigqueryAccessFacts,
  ...federationFacts,
  ...groupFacts,
  ...guardrailFacts,
  ...hierarchyFacts,
  ...keyFacts,
  ...loginFacts,
  ...orgPolicyFacts,
  ...removalFacts,
  ...roleFacts,
  ...storageAclFacts,
};

function* factsOfInstance(instance: Instance, scope: Scope): Iterable<Fact> {
  const { type, mode } = instance;
  if (!type.startsWith("google_")) return;
  const key = mode === "managed" ? type : `${mode}.${type}`;
  const own = Object.hasOwn(factsByType, key) ? factsByType[key] : undefined;
  if (own !== undefined) yield* own(instance, scope);
  if (mode !== "managed") return;
  const iam = iamFacts(type);
  if (iam !== undefined) {
    yield* iam(instance, scope);
    return;
  }
  yield* resourceFacts(instance);
  yield* workloadFacts(instance);
}
