/** The account that something runs as when nobody names one. */
export type DefaultIdentity = "compute-default" | "appengine-default";

/**
 * Operations whose caller must be able to act as the default account when no other is named (Vertex AI pipelines:
 * observed, googleapis/python-aiplatform#1073; the rest: their services' documentation). Endpoints, custom jobs, batch
 * predictions and agents run as Google's own accounts and need nothing.
 */
export const defaultIdentities: Readonly<Record<string, DefaultIdentity>> = {
  "pipelinejob.create": "compute-default",
  "schedule.create": "compute-default",
  "workbench.create": "compute-default",
  "run.deploy": "compute-default",
  "functions.deploy": "compute-default",
  "build.submit": "compute-default",
  "dataflow.create": "compute-default",
  "workflows.create": "compute-default",
  "gce.create": "compute-default",
};

/** Operations that name an account without needing to act as it. */
export const withoutActAs: ReadonlySet<string> = new Set(["colabruntime.assign"]);
