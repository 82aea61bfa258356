import { buildGraph } from "../src/graph/build.ts";
import type { Fact, Grant } from "../src/model/fact.ts";
import type { ResourceRef } from "../src/model/resource.ts";
import { type Value, known } from "../src/model/value.ts";

/**
 * How building the graph and asking it grow with an organization:
 * `node --expose-gc --max-old-space-size=4096 --import tsx bench/graph-scale.ts [PROJECTS…]`. Every project has 40
 * bindings; they come one by one, as from a large inventory. The same seed gives the same organization.
 */
const sizes = process.argv.slice(2).map(Number);

const span = { path: "inventory.ndjson", start: 0, end: 1 };
const text = (of: string): Value => known(of, span);

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

function* organizationOf(projects: number): Generator<Fact> {
  const next = random(projects);
  const folders = Math.ceil(projects / 50);
  const place = { span, dialect: "json" } as const;
  const organization: ResourceRef = { type: "organization", name: text("9") };
  const folder = (index: number): ResourceRef => ({ type: "folder", name: text(`${1000 + index}`) });
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
  const someRole = (): string => roles[next(roles.length)] ?? "";
  for (let index = 0; index < folders; index++) {
    const parent = index < 10 ? organization : folder(Math.floor(index / 10));
    yield { kind: "resource", resource: folder(index), parent, ...place };
  }
  for (let group = 0; group < 100; group++) yield grant(`group:g${group}@x.com`, someRole(), organization);
  for (let index = 0; index < projects; index++) {
    const id = `project-${index}`;
    const resource: ResourceRef = { type: "project", name: text(id) };
    yield { kind: "resource", resource, parent: folder(index % folders), number: text(`${100_000 + index}`), ...place };
    for (let binding = 0; binding < 40; binding++)
      yield grant(memberOf(binding, id, projects, next), someRole(), resource);
  }
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

/** In milliseconds of processor time, which other work on the machine does not lengthen. */
function timed<T>(work: () => T): readonly [T, number] {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return [result, Math.round((user + system) / 1000)];
}

/** Memory that is in use after a collection; needs `--expose-gc`. */
function inUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

console.log(" projects  bindings  build ms  who-can ms  another ms    why ms   holders  B/binding  peak MB");
for (const projects of sizes.length > 0 ? sizes : [1000, 5000, 10_000, 25_000, 50_000]) {
  const bindings = projects * 40 + 100;
  const before = inUse();
  const [graph, build] = timed(() => buildGraph(organizationOf(projects)));
  const resource = graph.resourceNamed(`project-${Math.floor(projects / 2)}`);
  const [holders, first] = timed(() => graph.whoCan("resourcemanager.projects.setIamPolicy", resource));
  const [, again] = timed(() => graph.whoCan("bigquery.tables.getData", graph.resourceNamed("project-1")));
  const [, why] = timed(() => graph.whyCan(graph.principal(text("user:u7@x.com")), "storage.objects.get", resource));
  const kept = Math.round((inUse() - before) / bindings);
  const row = [
    projects,
    bindings,
    build,
    first,
    again,
    why,
    holders.length,
    kept,
    megabytes(process.memoryUsage().rss),
  ];
  console.log(row.map((cell) => String(cell).padStart(9)).join(" "));
}
