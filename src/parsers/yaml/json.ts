import type { Parsed, Parser } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { environmentFacts, keyFileFacts } from "./credentials/environment-file.ts";
import { isEnvironmentName, isJsonName, isKeyName } from "./file-names.ts";
import { isSchema, isTerraformOutput, mayMatter } from "./glance.ts";
import { inventoryReader } from "./inventory/inventory.ts";
import { readJson } from "./text/json-text.ts";
import { type FileRead, factsOf } from "./read-documents.ts";
import type { TextRead } from "./text/text-read.ts";
import { isTemplate, withoutTemplates } from "./text/templates.ts";

/** The same files in JSON, exports among them, and texts that hold key material: `.env`, PEM. */
export const json: Parser = {
  name: "json",
  accepts: isJsonName,
  glance: (text, path) => isKeyName(path) || (mayMatter(text) && !isTerraformOutput(text)),

  parse(sources, workspace) {
    const trees: Source[] = [];
    const parsed: Parsed[] = [];
    for (const source of sources) {
      if (isEnvironmentName(source.path)) parsed.push({ ...nothing, facts: environmentFacts(source, workspace) });
      else if (isKeyName(source.path)) parsed.push({ ...nothing, facts: keyFileFacts(source) });
      else if (isInventory(source.text)) parsed.push(inventoryFacts(source));
      else trees.push(source);
    }
    return [factsOf(trees, readFile, workspace), ...parsed].reduce(joined);
  },
};

const nothing: Parsed = { facts: [], problems: [], embedded: [] };

const joined = (a: Parsed, b: Parsed): Parsed => ({
  facts: [...a.facts, ...b.facts],
  problems: [...a.problems, ...b.problems],
  embedded: [...a.embedded, ...b.embedded],
});

const unread: TextRead = { roots: [], faults: [] };

function readFile(source: Source): FileRead {
  if (isSchema(source.text)) return { source, parsed: source.text, read: unread, dialect: "json", templated: false };
  const text = withoutTemplates(source.text);
  return { source, parsed: text, read: readJson(text), dialect: "json", templated: isTemplate(source.text) };
}

/** Is this an export that has one asset on every line? */
function isInventory(text: string): boolean {
  const end = text.indexOf("\n");
  const first = (end === -1 ? text : text.slice(0, end)).trim();
  return first.startsWith("{") && first.endsWith("}") && /"asset_?[tT]ype"\s{0,9}:/u.test(first);
}

function inventoryFacts({ path, text }: Source): Parsed {
  const reader = inventoryReader(path);
  const facts: Parsed["facts"][number][] = [];
  const problems: Parsed["problems"][number][] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const read = reader.line(text.slice(start, end), start);
    facts.push(...read.facts);
    problems.push(...read.problems);
    start = end + 1;
  }
  return { facts, problems, embedded: [] };
}
