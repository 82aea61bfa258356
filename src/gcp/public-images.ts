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
