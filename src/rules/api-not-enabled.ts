import { enableService } from "../gcp/project-cures.ts";
import { resourceTypeNamed } from "../gcp/resource-types.ts";
import { type CurePlace, curesAt } from "../graph/cures.ts";
import type { Place } from "../model/fact.ts";
import type { Graph } from "../model/graph.ts";
import type { Cure, Rule, Violation } from "../model/rule.ts";
import type { Span } from "../model/source.ts";
import { type Value, show } from "../model/value.ts";

export const apiNotEnabled: Rule = {
  meta: {
    id: "api-not-enabled",
    summary: "An API is used that its project does not enable",
    why: "The code lists the APIs of the project, and this one is not among them: the first call in a new project ends with a 403 that looks like a missing role.",
    fix: "Enable the API where the others are enabled, and let what uses it depend on that.",
    references: [
      "https://cloud.google.com/service-usage/docs/enable-disable",
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
    ],
  },

  *check(graph) {
    const enabled = enabledByProject(graph);
    const own = madeHere(graph);
    const told = toldByFile(graph);
    const said = new Set<string>();
    for (const { service, project, from } of uses(graph)) {
      const home = graph.resource({ type: "project", name: project });
      const list = enabled.get(home.key);
      const key = `${home.key} ${service}`;
      if (list === undefined || list.isOpen || list.services.has(service) || said.has(key)) continue;
      if (onByDefault.has(service) && !own.has(home.key)) continue;
      if (told.get(hostOf(from.span))?.has(service)) continue;
      said.add(key);
      const violation: Violation = {
        message: `${service} is used in ${home.shown} but is not among the APIs that are enabled for it.`,
        at: from.span,
        from,
        // Of a project that is created elsewhere, others may enable APIs.
        certainty: from.conditional || !own.has(home.key) ? "likely" : "proven",
        subject: [home.key, service],
        ...(home.name === undefined ? {} : { cure: enablingCure(home.name, service, from) }),
      };
      yield violation;
    }
  },
};

/** Projects that are created by the scanned code, not looked up: only those have a place in the hierarchy. */
const madeHere = (graph: Graph): ReadonlySet<string> =>
  new Set(
    graph
      .facts("resource")
      .flatMap(({ resource, parent }) =>
        resource.type === "project" && parent !== undefined ? [graph.resource(resource).key] : [],
      ),
  );

/** APIs of no certain project: the text of a notebook tells its reader to enable them first. */
function toldByFile(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const { project, service, enabled, span } of graph.facts("api")) {
    if (project !== undefined || !enabled) continue;
    const file = hostOf(span);
    byFile.set(file, (byFile.get(file) ?? new Set<string>()).add(show(service)));
  }
  return byFile;
}

/** The file in which a text stands, that may be embedded in it. */
const hostOf = ({ path }: Span): string => path.replace(/#.*$/, "");

const enablingCure = (project: string, service: string, place: CurePlace): Cure =>
  curesAt(place, (language) => [enableService(project, service, language)]);

/**
 * Enabling an API enables those that it depends on (https://xebia.com/blog/how-to-find-google-cloud-platform-services-dependencies/).
 * That these depend on Compute Engine is an inference: what they make are its machines.
 */
const runOnComputeEngine: ReadonlySet<string> = new Set([
  "composer.googleapis.com",
  "container.googleapis.com",
  "dataproc.googleapis.com",
]);

interface Enabled {
  readonly services: Set<string>;
  isOpen: boolean;
}

function enabledByProject(graph: Graph): ReadonlyMap<string, Enabled> {
  const byProject = new Map<string, Enabled>();
  for (const { project, service, enabled } of graph.facts("api")) {
    if (project === undefined || !enabled) continue;
    const { key } = graph.resource({ type: "project", name: project });
    const list = byProject.get(key) ?? { services: new Set<string>(), isOpen: false };
    byProject.set(key, list);
    if (service.kind === "known") {
      list.services.add(service.text);
      if (runOnComputeEngine.has(service.text)) list.services.add("compute.googleapis.com");
    } else list.isOpen = true;
  }
  return byProject;
}

interface Use {
  readonly service: string;
  readonly project: Value;
  readonly from: Place & CurePlace;
}

const operationServices: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:agent|batchpredict|colabruntime|customjob|dataset|endpoint|experiments|featurestore|featureview|hptuning|index|model|modelgarden|monitoring|notebookexec|persistent|pipelinejob|pool|publisher|rag|schedule|trainingpipeline|tuning)\./,
    "aiplatform.googleapis.com",
  ],
  [/^bq\.transfer$/, "bigquerydatatransfer.googleapis.com"],
  [/^ar\./, "artifactregistry.googleapis.com"],
  [/^composer\./, "composer.googleapis.com"],
  [/^scheduler\./, "cloudscheduler.googleapis.com"],
  [/^gce\./, "compute.googleapis.com"],
  [/^(bq|bqml)\./, "bigquery.googleapis.com"],
  [/^run\./, "run.googleapis.com"],
  [/^functions\./, "cloudfunctions.googleapis.com"],
  [/^build\./, "cloudbuild.googleapis.com"],
  [/^workbench\./, "notebooks.googleapis.com"],
  [/^dataflow\./, "dataflow.googleapis.com"],
  [/^workflows\./, "workflows.googleapis.com"],
];

/** On in projects that the console or gcloud made (service-usage/docs/enabled-service#default). */
const onByDefault: ReadonlySet<string> = new Set([
  "bigquery.googleapis.com",
  "bigquerystorage.googleapis.com",
  "datastore.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
  "sql-component.googleapis.com",
]);

/** Services that are on in every project, or that a project does not need for what it holds. */
const always: ReadonlySet<string> = new Set([
  "cloudresourcemanager.googleapis.com",
  "iam.googleapis.com",
  "serviceusage.googleapis.com",
  "storage.googleapis.com",
  "orgpolicy.googleapis.com",
]);

function* uses(graph: Graph): Iterable<Use> {
  for (const operation of graph.operations) {
    const { id, project } = operation;
    const service = operationServices.find(([form]) => form.test(id))?.[1];
    if (service !== undefined && project !== undefined) yield { service, project, from: operation };
  }
  for (const fact of graph.facts("resource")) {
    const { resource } = fact;
    const service = resourceTypeNamed(resource.type)?.service;
    const project = resource.project;
    if (service === undefined || project === undefined || always.has(service) || show(project) === "") continue;
    yield { service, project, from: fact };
  }
}
