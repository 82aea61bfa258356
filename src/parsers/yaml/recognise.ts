import type { Recogniser } from "../../model/parser.ts";
import { isJsonName, isKeyName, isYamlName } from "./file-names.ts";
import { isTerraformOutput, mayMatter } from "./glance.ts";

export const recogniseYaml: Recogniser = {
  name: "yaml",
  accepts: isYamlName,
  glance: mayMatter,
  languages: ["yaml"],
  load: async () => (await import("./index.ts")).yaml,
};

export const recogniseJson: Recogniser = {
  name: "json",
  accepts: isJsonName,
  glance: (text, path) => isKeyName(path) || (mayMatter(text) && !isTerraformOutput(text)),
  languages: ["json"],
  load: async () => (await import("./json.ts")).json,
};
