import { fileNameOf } from "./text/document.ts";

const lockFiles = new Set([
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "tsconfig.json",
  "jsconfig.json",
  "composer.json",
  "composer.lock",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "angular.json",
  "nx.json",
  "turbo.json",
  "lerna.json",
  "deno.json",
  "biome.json",
  ".eslintrc.json",
  ".prettierrc.json",
  "mkdocs.yml",
]);

const suffix = String.raw`(?:\.(?:tpl|tmpl|tftpl|template|j2|jinja2?|mustache|gotmpl|example|sample|dist|in))?`;
const yamlName = new RegExp(String.raw`\.ya?ml${suffix}$|\.jinja$`, "iu");
const jsonName = new RegExp(String.raw`\.(?:json|jsonc|json5|ndjson|jsonl)${suffix}$|\.(?:p12|pfx|pem|key)$`, "iu");
const environmentName = /^\.env(?:\.[\w.-]+)?$|\.env$/iu;

export const isYamlName = (path: string): boolean => yamlName.test(path) && !lockFiles.has(fileNameOf(path));

/** JSON, and what holds key material without being either: `.env`, PEM, PKCS #12. `.tf.json` is Terraform's. */
export function isJsonName(path: string): boolean {
  const name = fileNameOf(path);
  if (lockFiles.has(name) || /\.tf\.json$|\.tfvars\.json$|\.tfstate/iu.test(name)) return false;
  return jsonName.test(name) || environmentName.test(name);
}

export const isEnvironmentName = (path: string): boolean => environmentName.test(fileNameOf(path));
export const isKeyName = (path: string): boolean => /\.(?:p12|pfx|pem|key)$/iu.test(path);
