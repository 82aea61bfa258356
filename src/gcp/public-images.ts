import type { Value } from "../model/value.ts";

/** Google's own image repositories, which everybody may read. */
const projects: ReadonlySet<string> = new Set([
  "cloud-aiplatform",
  "cloud-builders",
  "cloudrun",
  "deeplearning-platform-release",
  "google-samples",
  "vertex-ai",
  "vertex-ai-restricted",
]);

export const isPublicImageProject = (project: string): boolean => projects.has(project);

/** Code of Google's that AutoML runs as custom jobs: nobody else chooses what it does, or whom it runs as. */
export const isAutoMlImage = (image: Value | undefined): boolean =>
  image?.kind === "known" && /^(?:[a-z]+-)?docker\.pkg\.dev\/vertex-ai(?:-restricted)?\/automl-/.test(image.text);
