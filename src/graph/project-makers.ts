import type { Operation, Workload } from "../model/fact.ts";
import type { Graph, Resource } from "../model/graph.ts";

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

const made = new WeakMap<Graph, ReadonlySet<string>>();

/** Projects that are created, each with the folder of the configuration that does it. */
function madeIn(graph: Graph): ReadonlySet<string> {
  let found = made.get(graph);
  if (found === undefined) {
    found = new Set(
      graph
        .facts("resource")
        .flatMap(({ resource, parent, span }) =>
          resource.type === "project" && parent !== undefined
            ? `${folderOf(span.path)}\n${graph.resource(resource).key}`
            : [],
        ),
    );
    made.set(graph, found);
  }
  return found;
}

/**
 * The configuration creates the project in which it works: whoever applies it is the project's Owner from then on
 * (resource-manager/docs/creating-managing-projects), whatever else grants it.
 */
export function isProjectMaker(graph: Graph, { span, dialect }: Operation | Workload, resource: Resource): boolean {
  if (dialect === "shell") return false;
  const project = resource.type === "project" ? resource : resource.project;
  return project !== undefined && madeIn(graph).has(`${folderOf(span.path)}\n${project.key}`);
}
