/** Packages, and the family of classes that they hold. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^google\.cloud\.aiplatform(?:_v1(?:beta1)?|\.gapic)?(?=\.)/, "aiplatform"],
  [/^(?:vertexai|agentplatform)\.resources\.preview(?=\.Feature|\.feature)/, "vertexai"],
  [/^(?:vertexai|agentplatform)(?=\.)/, "vertexai"],
  [/^google_cloud_pipeline_components(?=\.)/, "kfp"],
  [/^vertex_ray(?=\.)/, "aiplatform"],
  [/^google\.genai(?=\.)/, "genai"],
  [/^apache_beam(?=\.)/, "apache_beam"],
  [/^google\.oauth2(?=\.)/, "oauth2"],
  [/^google\.auth\.impersonated_credentials(?=\.)/, "impersonated_credentials"],
  [/^google\.auth(?=\.)/, "auth"],
  [/^google\.cloud\.(?:devtools\.|orchestration\.)?([a-z_]+?)(?:_(?:admin_)?v\d\w*)?(?=\.)/, "$1"],
];

/** `google.cloud.aiplatform.models.Model.upload` as `aiplatform.Model.upload`; other names stay as they are. */
export function className(name: string): string {
  for (const [pattern, family] of families) {
    const match = pattern.exec(name);
    if (match === null) continue;
    return `${family === "$1" ? (match[1] ?? "") : family}.${tailOf(name.slice(match[0].length + 1), family)}`;
  }
  return name;
}

/** From the class on; of functions their name, in `vertexai` with the module that holds it. */
function tailOf(path: string, family: string): string {
  const segments = path.split(".");
  const at = segments.findIndex((segment) => /^[A-Z]/.test(segment));
  if (at >= 0) return segments.slice(at).join(".");
  return segments.slice(family === "vertexai" || family === "oauth2" || family === "auth" ? -2 : -1).join(".");
}
