import type { Parser } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { isJsonName } from "./file-names.ts";
import { mayMatter } from "./glance.ts";
import { readJson } from "./json-text.ts";
import { type FileRead, factsOf } from "./read-documents.ts";
import { withoutTemplates } from "./templates.ts";

/** The same files in JSON, exports among them, and texts that hold key material: `.env`, PEM. */
export const json: Parser = {
  name: "json",
  accepts: isJsonName,
  glance: (text) => mayMatter(text) && !isTerraformOutput(text),
  parse: (sources) => factsOf(sources.map(readFile)),
};

/** Plans and states have a parser of their own. */
const isTerraformOutput = (text: string): boolean =>
  /^\s*\{[^{}[\]]*"(?:format_version|terraform_version)"/u.test(text.slice(0, 2000));

function readFile(source: Source): FileRead {
  const text = withoutTemplates(source.text);
  return { source, read: readJson(text), dialect: "json", templated: text !== source.text };
}
