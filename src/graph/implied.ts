import { accountOf } from "../gcp/account-class.ts";
import { agentEmail, projectAgents } from "../gcp/service-agents.ts";
import type { Fact } from "../model/fact.ts";
import type { Resource, Role } from "../model/graph.ts";
import type { Principal } from "../model/principal.ts";
import { type Value, known } from "../model/value.ts";
import { type Constraints, noDefaultGrants } from "./constraints.ts";
import type { Strength } from "./access.ts";
import { type Match, bareId } from "./matching.ts";
import type { Naming } from "./naming.ts";
import type { Principals } from "./principals.ts";
import type { Resources } from "./resources.ts";
import { own } from "../model/own.ts";

/** A grant that no file shows because Google makes it. */
export interface ImpliedGrants {
  readonly principal: Principal;
  readonly role: Role;
  readonly resource: Resource;
  readonly strength: Strength;
  readonly text: string;
}

export interface Implied {
  readonly grantsTo: (subject: Principal, path: readonly Resource[]) => readonly ImpliedGrants[];
  /** Those of accounts that the scanned code has to do with. */
  readonly grantsOn: (path: readonly Resource[]) => readonly ImpliedGrants[];
}

interface Around {
  readonly facts: readonly Fact[];
  readonly naming: Naming;
  readonly principals: Principals;
  /** Everybody whom the scanned code names. */
  readonly mentioned: () => readonly Principal[];
  readonly role: (value: Value) => Role;
  readonly resources: Resources;
  readonly constraints: Constraints;
  readonly isRead: (resource: Resource) => boolean;
  readonly holdsBasic: (subject: Principal, roles: ReadonlySet<string>, project: string) => Match;
}

export function createImplied(around: Around): Implied {
  const { facts, naming, principals, mentioned, resources, isRead, holdsBasic, constraints } = around;
  const roleNamed = (name: string): Role => around.role(known(name, nowhere));
  const deprivileged = deprivilegedProjects(facts, resources, naming);
  const enabled = agentsOfEnabledApis(facts, resources, naming);
  let byProject: ReadonlyMap<string, readonly Principal[]> | undefined;

  function accountGrant(subject: Principal, path: readonly Resource[]): ImpliedGrants | undefined {
    const project = path.find(({ type }) => type === "project");
    if (subject.type !== "service-account" || project === undefined || isRead(project)) return undefined;
    const account = accountOf(bareId(subject));
    if (account.project === undefined || projectOf(account.project, resources).key !== project.key) return undefined;
    const isDefault = account.class === "compute-default" || account.class === "appengine-default";
    if (isDefault) {
      const isWithout = deprivileged.has(project.key) || constraints.enforced(noDefaultGrants, path) === true;
      return isWithout ? undefined : assumedEditor(subject, project);
    }
    const role = account.agent?.role;
    return role === undefined ? undefined : agentGrant(subject, project, role);
  }

  const assumedEditor = (principal: Principal, resource: Resource): ImpliedGrants => ({
    principal,
    role: roleNamed("roles/editor"),
    resource,
    strength: "possible",
    text: `${principal.id} may hold roles/editor on ${resource.shown}: Google grants it unless the organization forbids it`,
  });

  const agentGrant = (principal: Principal, resource: Resource, role: string): ImpliedGrants => ({
    principal,
    role: roleNamed(role),
    resource,
    strength: "sure",
    text: `${principal.id} holds ${role} on ${resource.shown}: Google grants it to this service agent`,
  });

  /** Buckets and datasets begin with grants to whoever holds a basic role on their project. */
  function initialGrants(subject: Principal, path: readonly Resource[]): readonly ImpliedGrants[] {
    const resource = path.find(({ type }) => own(initial, type) !== undefined);
    const rows = resource === undefined || isRead(resource) ? undefined : own(initial, resource.type);
    const project = resource?.project?.key.slice("project:".length);
    if (resource === undefined || rows === undefined || project === undefined) return [];
    return rows.flatMap(({ basic, member, roles }) =>
      holdsBasic(subject, basic, project) === "no"
        ? []
        : roles.map((role) => ({
            principal: principals.named(`${member}:${project}`),
            role: roleNamed(role),
            resource,
            strength: "possible" as const,
            text: `${resource.shown} may still grant ${role} to ${member}:${project}, as it did when it was made`,
          })),
    );
  }

  function mentionedIn(project: Resource): readonly Principal[] {
    byProject ??= accountsByProject([...mentioned(), ...enabled.map(principals.named)], resources);
    return byProject.get(project.key) ?? [];
  }

  return {
    grantsTo: (subject, path) => {
      const grant = accountGrant(subject, path);
      return [...(grant === undefined ? [] : [grant]), ...initialGrants(subject, path)];
    },
    grantsOn: (path) => {
      const project = path.find(({ type }) => type === "project");
      return project === undefined ? [] : mentionedIn(project).flatMap((subject) => accountGrant(subject, path) ?? []);
    },
  };
}

const nowhere = { path: "", start: 0, end: 0 };

const projectOf = (project: { readonly id: string } | { readonly number: string }, resources: Resources): Resource =>
  resources.project("id" in project ? project.id : project.number);

function accountsByProject(
  candidates: readonly Principal[],
  resources: Resources,
): ReadonlyMap<string, readonly Principal[]> {
  const found = new Map<string, Map<string, Principal>>();
  for (const principal of candidates) {
    if (principal.type !== "service-account" || principal.deleted === true) continue;
    const account = accountOf(bareId(principal));
    if (account.project === undefined || account.class === "user-managed") continue;
    const { key } = projectOf(account.project, resources);
    const accounts = found.get(key) ?? new Map<string, Principal>();
    found.set(key, accounts.set(principal.key, principal));
  }
  return new Map([...found].map(([key, principals]) => [key, [...principals.values()]]));
}

/** The agents of the services that the scanned code switches on. */
function agentsOfEnabledApis(facts: readonly Fact[], resources: Resources, { textOf }: Naming): readonly string[] {
  const members: string[] = [];
  for (const fact of facts) {
    if (fact.kind !== "api" || !fact.enabled || fact.project === undefined) continue;
    const number = resources.numberOf(resources.project(textOf(fact.project)));
    const service = textOf(fact.service);
    for (const agent of projectAgents()) {
      if (agent.service === service) members.push(`serviceAccount:${agentEmail(agent.pattern, number)}`);
    }
  }
  return members;
}

/** Projects whose default accounts have lost their grants. */
const deprivilegedProjects = (facts: readonly Fact[], resources: Resources, { textOf }: Naming): ReadonlySet<string> =>
  new Set(
    facts.flatMap((fact) => (fact.kind === "default-accounts" ? resources.project(textOf(fact.project)).key : [])),
  );

interface InitialGrant {
  readonly basic: ReadonlySet<string>;
  readonly member: "projectOwner" | "projectEditor" | "projectViewer";
  readonly roles: readonly string[];
}

const ownersOf = (roles: readonly string[]): InitialGrant => ({
  basic: new Set(["roles/owner"]),
  member: "projectOwner",
  roles,
});
const editorsOf = (roles: readonly string[]): InitialGrant => ({
  basic: new Set(["roles/editor"]),
  member: "projectEditor",
  roles,
});
const viewersOf = (roles: readonly string[]): InitialGrant => ({
  basic: new Set(["roles/viewer"]),
  member: "projectViewer",
  roles,
});

const bucketOwner = ["roles/storage.legacyBucketOwner", "roles/storage.legacyObjectOwner"];
const bucketReader = ["roles/storage.legacyBucketReader", "roles/storage.legacyObjectReader"];

/** What new buckets and datasets grant to the convenience values of their project. */
const initial: Readonly<Record<string, readonly InitialGrant[]>> = {
  "storage-bucket": [ownersOf(bucketOwner), editorsOf(bucketOwner), viewersOf(bucketReader)],
  "bigquery-dataset": [
    ownersOf(["roles/bigquery.dataOwner"]),
    editorsOf(["roles/bigquery.dataEditor"]),
    viewersOf(["roles/bigquery.dataViewer"]),
  ],
};
