import { buildGraph } from "../src/graph/build.ts";
import type { Fact, Grant } from "../src/model/fact.ts";
import type { ResourceRef } from "../src/model/resource.ts";
import { type Value, known } from "../src/model/value.ts";

/**
 * How building the graph and asking it grow with an organization: `tsx bench/graph-scale.ts [PROJECTS…]`. Every project
 * has 40 bindings; the same seed gives the same organization.
 */
const sizes = process.argv.slice(2).map(Number);

interface Organization {
  readonly facts: readonly Fact[];
  readonly aProject: string;
}

const span = { path: "inventory.ndjson", start: 0, end: 1 };
const values = new Map<string, Value>();

/** One value for each text, as a reader of an inventory would keep it. */
function text(of: string): Value {
  const found = values.get(of) ?? known(of, span);
  values.set(of, found);
  return found;
}

/** A small generator of numbers that is the same everywhere (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const roles = [
  "roles/viewer",
  "roles/editor",
  "roles/owner",
  "roles/run.admin",
  "roles/storage.admin",
  "roles/bigquery.dataEditor",
  "roles/bigquery.jobUser",
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/logging.logWriter",
  "roles/aiplatform.user",
  "roles/compute.instanceAdmin.v1",
];

function makeOrganization(projects: number): Organization {
  const next = random(projects);
  const folders = Math.ceil(projects / 50);
  const place = { span, dialect: "json" } as const;
  const organization: ResourceRef = { type: "organization", name: text("9") };
  const folderRefs = Array.from({ length: folders }, (_, index): ResourceRef => ({
    type: "folder",
    name: text(`${1000 + index}`),
  }));
  for (const [index, resource] of folderRefs.entries()) {
    const parent =
      index === 0 || index % 10 === 0 ? organization : (folderRefs[Math.floor(index / 10)] ?? organization);
    facts.push({ kind: "resource", resource, parent: index < 10 ? organization : parent, ...place });
  }
  const grant = (principal: string, role: string, resource: ResourceRef): Grant => ({
    kind: "grant",
    principal: text(principal),
    role: text(role),
    resource,
    change: "add",
    authority: "listed",
    writer: "inventory.ndjson",
    ...place,
  });
  for (let group = 0; group < 100; group++)
    facts.push(grant(`group:g${group}@x.com`, roles[next(roles.length)] ?? "", organization));
  for (let index = 0; index < projects; index++) {
    const id = `project-${index}`;
    const resource: ResourceRef = { type: "project", name: text(id) };
    facts.push({
      kind: "resource",
      resource,
      parent: folderRefs[index % folders] ?? organization,
      number: text(`${100_000 + index}`),
      ...place,
    });
    for (let binding = 0; binding < 40; binding++) {
      const role = roles[next(roles.length)] ?? "";
      facts.push(grant(memberOf(binding, id, projects, next), role, resource));
    }
  }
  return { facts, aProject: `project-${Math.floor(projects / 2)}` };
}

function memberOf(binding: number, project: string, projects: number, next: (below: number) => number): string {
  if (binding < 20) return `serviceAccount:sa${binding}@${project}.iam.gserviceaccount.com`;
  // Deployers of a few projects nearby, as teams have them.
  if (binding < 25)
    return `serviceAccount:sa${next(20)}@project-${neighbour(project, projects, next)}.iam.gserviceaccount.com`;
  return binding < 30 ? `group:g${next(20_000)}@x.com` : `user:u${next(200_000)}@x.com`;
}

function neighbour(project: string, projects: number, next: (below: number) => number): number {
  const own = Number(project.slice("project-".length));
  return Math.min(projects - 1, own - (own % 20) + next(3));
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);

function timed<T>(work: () => T): readonly [T, number] {
  const from = performance.now();
  const result = work();
  return [result, Math.round(performance.now() - from)];
}

console.log("projects  bindings   build ms  first who-can ms  next who-can ms  why ms  holders  resident MB");
for (const projects of sizes.length > 0 ? sizes : [1000, 5000, 10_000, 25_000, 50_000]) {
  values.clear();
  const { facts, aProject } = makeOrganization(projects);
  const [graph, build] = timed(() => buildGraph(facts));
  const resource = graph.resourceNamed(aProject);
  const [holders, first] = timed(() => graph.whoCan("resourcemanager.projects.setIamPolicy", resource));
  const other = graph.resourceNamed("project-1");
  const [, again] = timed(() => graph.whoCan("bigquery.tables.getData", other));
  const [, why] = timed(() => graph.whyCan(graph.principal(text("user:u7@x.com")), "storage.objects.get", resource));
  const row = [
    projects,
    projects * 40 + 100,
    build,
    first,
    again,
    why,
    holders.length,
    megabytes(process.memoryUsage().rss),
  ];
  console.log(row.map((cell) => String(cell).padStart(9)).join(" "));
}
