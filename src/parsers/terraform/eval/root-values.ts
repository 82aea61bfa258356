import type { Workspace } from "../../../model/parser.ts";
import type { Problem, Span } from "../../../model/source.ts";
import { text } from "../datum.ts";
import type { Datum } from "../datum.ts";
import { readHcl } from "../hcl/read-hcl.ts";
import type { Attribute, Body } from "../syntax.ts";
import { expressionIn, headerOf } from "./definition.ts";
import type { Declared, Definition } from "./definition.ts";
import type { Env, Scope, TextFile } from "./env.ts";
import { evaluate } from "./expression.ts";
import { readJsonValues } from "./json-body.ts";
import { joinPath, nameOf } from "./paths.ts";
import { typeOf } from "./type-constraints.ts";

/**
 * What a root's variables are set to, later ones over earlier ones: the environment (only what the options hold),
 * `terraform.tfvars`, `*.auto.tfvars`, and the files of `--var-file`.
 */
export function rootValues(definition: Definition, workspace: Workspace, scope: Scope): RootValues {
  const values = new Map<string, Datum>();
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(workspace.options.variables)) {
    const declared = definition.variables.get(name);
    if (declared) values.set(name, fromEnvironment(value, declared, scope));
  }
  for (const path of valueFiles(definition.dir, workspace)) {
    const content = workspace.read(path);
    if (content !== undefined) addFile({ path, text: content }, scope, values, problems);
  }
  return { values, problems };
}

export interface RootValues {
  readonly values: ReadonlyMap<string, Datum>;
  readonly problems: readonly Problem[];
}

/** In Terraform's order. */
function valueFiles(dir: string, { list, options }: Workspace): readonly string[] {
  const names = list(dir);
  const fixed = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name));
  return [...[...fixed, ...automatic].map((name) => joinPath(dir, name)), ...options.varFiles];
}

function addFile(file: TextFile, scope: Scope, values: Map<string, Datum>, problems: Problem[]): void {
  const read = nameOf(file.path).endsWith(".json") ? readJsonValues(file.text) : readHcl(file.text);
  for (const { message, start, end } of read.problems) {
    problems.push({ kind: "unread", message, at: { path: file.path, start, end } });
  }
  const env: Env = { scope, file };
  for (const { name, value } of attributesOf(read.body)) values.set(name.text, evaluate(value, env));
}

const attributesOf = ({ items }: Body): readonly Attribute[] =>
  items.filter((item): item is Attribute => item.type === "attribute");

/** A string as it is; anything else is an expression. Its place is the variable's: there is no file. */
function fromEnvironment(value: string, declared: Declared, scope: Scope): Datum {
  const at: Span = headerOf(declared.block, declared.file);
  const type = expressionIn(declared.block, "type");
  const isString = !type || ["string", "any"].includes(typeOf(type).kind);
  if (isString) return text(value, at);
  const source = `v = ${value}\n`;
  const [attribute] = attributesOf(readHcl(source).body);
  return attribute ? evaluate(attribute.value, { scope, file: { path: at.path, text: source, at } }) : text(value, at);
}
