import type { Declaration, ExportAllDeclaration, ExportDefaultDeclaration, ExportNamedDeclaration } from "oxc-parser";
import type { BindingPattern, Expression, ImportDeclaration, ModuleExportName, Statement } from "oxc-parser";
import type { TSExportAssignment, TSImportEqualsDeclaration } from "oxc-parser";
import type { Span } from "../../../model/source.ts";
import { type ModuleScope, type Scope, lookUp } from "../scope.ts";
import { type Term, dict, gap, knownText, literal } from "../terms.ts";
import { evaluate, placeOf, setEntry } from "./evaluate.ts";
import { jsonTerm } from "./json-file.ts";
import type { Machine } from "./machine.ts";
import { memberOf } from "./members.ts";
import { aliasedPaths } from "./path-aliases.ts";
import { runFile } from "./run-file.ts";

/** What a specifier names: a module of the program, or a package. */
type Imported = { readonly module: ModuleScope } | { readonly term: Term };

function resolve(machine: Machine, specifier: string, { module }: Scope, span: Span): Imported {
  const generated = /\.gen\/providers\/(google(?:-beta)?)(?:\/(.+?))?(?:\/index)?$/.exec(specifier);
  if (generated)
    return { term: packageTerm(`@cdktf/provider-${generated[1]}${generated[2] ? `/lib/${generated[2]}` : ""}`, span) };
  if (!/^\.{0,2}\//.test(specifier) && specifier !== "." && specifier !== "..") {
    for (const path of aliasedPaths(machine, specifier, module.path)) {
      const aliased = aliasedModule(machine, path);
      if (aliased !== undefined) return aliased;
    }
    return { term: packageTerm(specifier, span) };
  }
  const path = pathOf(module.path, specifier);
  if (path === undefined) return { term: gap(specifier, "lies outside of what is scanned", span) };
  if (path.endsWith(".json")) return { term: jsonTerm(machine, path, span) ?? missing(`file("${specifier}")`, span) };
  return moduleAt(machine, path) ?? { term: missing(specifier, span) };
}

/** Most names that may be aliases are packages: where none was found, nobody looks again. */
function aliasedModule(machine: Machine, path: string): Imported | undefined {
  const key = `no alias ${path}`;
  if (machine.memory.has(key)) return undefined;
  const found = moduleAt(machine, path);
  if (found === undefined) machine.memory.set(key, true);
  return found;
}

function moduleAt(machine: Machine, path: string): Imported | undefined {
  for (const candidate of candidatesOf(path)) {
    const found = runFile(machine, candidate);
    if (found !== undefined) return { module: found };
  }
  return undefined;
}

const missing = (specifier: string, span: Span): Term => gap(specifier, "the file is not among those scanned", span);

/** `@google-cloud/aiplatform/build/src/v1`: the package, then what is below it. */
function packageTerm(specifier: string, span: Span): Term {
  const segments = specifier.replace(/^node:/, "").split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const steps = segments.slice(length).map((name) => ({ kind: "member" as const, name }));
  return { type: "external", package: segments.slice(0, length).join("/"), steps, span };
}

function pathOf(from: string, specifier: string): string | undefined {
  const segments = from.split("/").slice(0, -1);
  for (const segment of specifier.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}

const extensions = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/** TypeScript says `./x.js` of a file `x.ts`. */
function candidatesOf(path: string): readonly string[] {
  const bare = /^(.*)\.([mc]?)jsx?$/.exec(path);
  const own = /\.[mc]?[tj]sx?$/.test(path) ? [path] : [];
  const twins = bare ? [`${bare[1]}.${bare[2]}ts`, `${bare[1]}.tsx`] : [];
  const inside = path === "" ? "index" : `${path}/index`;
  return [
    ...own,
    ...twins,
    ...extensions.map((one) => `${path}.${one}`),
    ...extensions.map((one) => `${inside}.${one}`),
  ];
}

/** `require(…)`, `await import(…)` */
export function importedModule(machine: Machine, specifier: Term, scope: Scope, span: Span): Term {
  const text = knownText(specifier);
  if (text === undefined) return gap("import(…)", "the file is known when it runs", span);
  const found = resolve(machine, text, scope, span);
  return "term" in found ? found.term : namespaceOf(found.module, span);
}

/** `module.exports` may be anything; ES modules are objects. */
function namespaceOf({ exports }: ModuleScope, span: Span): Term {
  const whole = exports.get("module.exports")?.value;
  if (whole !== undefined) return whole;
  const made = dict(span);
  for (const [name, { value }] of exports) setEntry(made, literal(name, span), value);
  return made;
}

export function runImport(machine: Machine, node: ImportDeclaration, scope: Scope): void {
  const span = placeOf(node, scope);
  if (node.importKind === "type" && node.source.value.startsWith(".")) return;
  const found = resolve(machine, node.source.value, scope, span);
  for (const specifier of node.specifiers) {
    const at = placeOf(specifier, scope);
    const name =
      specifier.type === "ImportSpecifier"
        ? exportName(specifier.imported)
        : specifier.type === "ImportDefaultSpecifier"
          ? "default"
          : undefined;
    const own = "module" in found && name !== undefined ? found.module.exports.get(name) : undefined;
    if (own !== undefined) scope.names.set(specifier.local.name, own);
    else
      scope.names.set(specifier.local.name, {
        name: specifier.local.name,
        value: importedName(machine, found, name, at, scope),
      });
  }
}

function importedName(machine: Machine, found: Imported, name: string | undefined, span: Span, scope: Scope): Term {
  const whole = "term" in found ? found.term : namespaceOf(found.module, span);
  // The default of a package, or of a CommonJS module, is the whole of it.
  if (name === undefined || name === "default") {
    const inner = whole.type === "dict" && name === "default" ? whole.entries.get("default")?.value : undefined;
    return inner ?? whole;
  }
  if (whole.type === "dict" && !whole.entries.has(name)) return gap(name, "the module does not export it", span);
  return memberOf(machine, whole, literal(name, span), { span, scope });
}

const exportName = (name: ModuleExportName): string => ("value" in name ? name.value : name.name);

export function runImportEquals(machine: Machine, node: TSImportEqualsDeclaration, scope: Scope): void {
  const { moduleReference: of } = node;
  const span = placeOf(node, scope);
  if (of.type === "TSExternalModuleReference") {
    const value = importedModule(machine, literal(of.expression.value, span), scope, span);
    scope.names.set(node.id.name, { name: node.id.name, value });
    return;
  }
  const names: string[] = [];
  let at: typeof of | { type: "ThisExpression" } = of;
  for (; at.type === "TSQualifiedName"; at = at.left) names.unshift(at.right.name);
  const first = at.type === "Identifier" ? lookUp(scope, at.name)?.value : undefined;
  if (first === undefined) return;
  const value = names.reduce((term, name) => memberOf(machine, term, literal(name, span), { span, scope }), first);
  scope.names.set(node.id.name, { name: node.id.name, value });
}

type Exporting = ExportNamedDeclaration | ExportDefaultDeclaration | ExportAllDeclaration | TSExportAssignment;

export function runExport(machine: Machine, node: Exporting, scope: Scope, run: (node: Statement) => unknown): void {
  const { exports } = scope.module;
  if (node.type === "TSExportAssignment")
    exports.set("module.exports", { name: "module.exports", value: evaluate(machine, node.expression, scope) });
  else if (node.type === "ExportAllDeclaration") exportAll(machine, node, scope);
  else if (node.type === "ExportDefaultDeclaration")
    exports.set("default", { name: "default", value: exportedDefault(machine, node, scope) });
  else if (node.declaration) exportDeclared(node.declaration, scope, run);
  else exportNames(machine, node, scope);
}

function exportAll(machine: Machine, node: ExportAllDeclaration, scope: Scope): void {
  const span = placeOf(node, scope);
  const found = resolve(machine, node.source.value, scope, span);
  const { exports } = scope.module;
  if (node.exported)
    exports.set(exportName(node.exported), {
      name: exportName(node.exported),
      value: importedName(machine, found, undefined, span, scope),
    });
  else if ("module" in found) {
    for (const [name, binding] of found.module.exports)
      if (name !== "default" && !exports.has(name)) exports.set(name, binding);
  }
}

function exportedDefault(machine: Machine, node: ExportDefaultDeclaration, scope: Scope): Term {
  const { declaration } = node;
  const value = evaluate(machine, declaration as Expression, scope, "default");
  const name = "id" in declaration && declaration.id && "name" in declaration.id ? declaration.id.name : undefined;
  if (name !== undefined) scope.names.set(name, { name, value });
  return value;
}

function exportDeclared(declaration: Declaration, scope: Scope, run: (node: Statement) => unknown): void {
  run(declaration as Statement);
  const names =
    declaration.type === "VariableDeclaration"
      ? declaration.declarations.flatMap(({ id }) => namesIn(id))
      : "id" in declaration && declaration.id && "name" in declaration.id
        ? [declaration.id.name]
        : [];
  for (const name of names) {
    const binding = scope.names.get(name);
    if (binding !== undefined) scope.module.exports.set(name, binding);
  }
}

function namesIn(target: BindingPattern): readonly string[] {
  if (target.type === "Identifier") return [target.name];
  if (target.type === "AssignmentPattern") return namesIn(target.left);
  if (target.type === "ArrayPattern") {
    return target.elements.flatMap((one) =>
      one === null ? [] : namesIn(one.type === "RestElement" ? one.argument : one),
    );
  }
  return target.properties.flatMap((one) => namesIn(one.type === "RestElement" ? one.argument : one.value));
}

function exportNames(machine: Machine, node: ExportNamedDeclaration, scope: Scope): void {
  const span = placeOf(node, scope);
  const from = node.source ? resolve(machine, node.source.value, scope, span) : undefined;
  for (const { local, exported } of node.specifiers) {
    const name = exportName(local);
    const binding =
      from === undefined ? lookUp(scope, name) : "module" in from ? from.module.exports.get(name) : undefined;
    const value = binding ?? {
      name,
      value: from ? importedName(machine, from, name, span, scope) : gap(name, "is not declared", span),
    };
    scope.module.exports.set(exportName(exported), value);
  }
}
