import type { Parser } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { isYamlName } from "./file-names.ts";
import { documentMatters, mayMatter } from "./glance.ts";
import { type FileRead, factsOf } from "./read-documents.ts";
import { isTemplate, withoutTemplates } from "./text/templates.ts";
import { readYaml } from "./text/yaml-text.ts";

/** Policies, Config Connector, CI files and whatever else grants access in YAML. */
export const yaml: Parser = {
  name: "yaml",
  accepts: isYamlName,
  glance: mayMatter,
  parse: (sources, workspace) => factsOf(sources, readFile, workspace),
};

function readFile(source: Source): FileRead {
  const parsed = withoutTemplates(source.text);
  const templated = isTemplate(source.text);
  const read = readYaml(parsed, documentMatters);
  if (read.faults.length === 0 || parsed === source.text) return { source, parsed, read, dialect: "yaml", templated };
  // Braces in strings are no template: where the text as it stands is sound, it is meant as it stands.
  const asWritten = readYaml(source.text, documentMatters);
  return asWritten.faults.length === 0
    ? { source, parsed: source.text, read: asWritten, dialect: "yaml", templated }
    : { source, parsed, read, dialect: "yaml", templated };
}
