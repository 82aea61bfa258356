import type { Parser } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { isYamlName } from "./file-names.ts";
import { mayMatter } from "./glance.ts";
import { type FileRead, factsOf } from "./read-documents.ts";
import { withoutTemplates } from "./templates.ts";
import { readYaml } from "./yaml-text.ts";

/** Policies, Config Connector, CI files and whatever else grants access in YAML. */
export const yaml: Parser = {
  name: "yaml",
  accepts: isYamlName,
  glance: mayMatter,
  parse: (sources) => factsOf(sources.map(readFile)),
};

/** What fills it in comes before YAML: an error is no fault of the file. */
const isTemplate = (text: string): boolean => /\{\{|\{%|%\{|\$\{/u.test(text);

function readFile(source: Source): FileRead {
  const text = withoutTemplates(source.text);
  return { source, read: readYaml(text, mayMatter), dialect: "yaml", templated: isTemplate(source.text) };
}
