import type { Workspace } from "../../../model/parser.ts";
import type { Value } from "../../../model/value.ts";
import { type Document, type Found, folderOf } from "../text/document.ts";
import { embed, isOfInterest } from "../text/embed.ts";
import { joinTexts, mappedText } from "../text/mapped-text.ts";
import { languageOf } from "../text/shell-language.ts";
import { withoutTemplates } from "../text/templates.ts";
import {
  type Scalar,
  type Tree,
  at,
  entriesOf,
  get,
  has,
  isDict,
  isList,
  isScalar,
  itemsOf,
  scalarsOf,
  textAt,
} from "../text/tree.ts";
import { readYaml } from "../text/yaml-text.ts";
import { variablesOf } from "./ci-variables.ts";
import { ciOf } from "./key-variables.ts";

/** GitLab CI: the lines of a job run in one shell, after those of `before_script`; what it extends and refers to is put in. */
export const gitlabCi = {
  recognises: ({ root, path }: Document): boolean =>
    isDict(root) &&
    ciOf(path) === "gitlab-ci" &&
    (has(root, "include") || root.entries.some(({ value }) => has(value, "script") || has(value, "extends"))),

  read(document: Document, found: Found, workspace: Workspace): void {
    const pipeline: Pipeline = { documents: withIncluded(document, workspace) };
    const extended = new Set(
      pipeline.documents.flatMap(({ root }) =>
        entriesOf(root).flatMap(({ value }) => scalarsOf(get(value, "extends")).map(({ text }) => text)),
      ),
    );
    for (const { path, root } of pipeline.documents) {
      // What another file of this kind holds is told there, unless a job needs what stands here.
      const isOwn = path === document.path;
      for (const { key, value } of entriesOf(root)) {
        if (!isDict(value) || notJobs.has(key.text) || (key.text.startsWith(".") && extended.has(key.text))) continue;
        if (isOwn || ciOf(path) === undefined) readJob(document, pipeline, found, key.text);
      }
    }
  },
};

const notJobs = new Set(["default", "variables", "workflow", "include", "stages", "image", "cache", "spec"]);

/** The files of a pipeline, the included ones first: what stands later wins. */
interface Pipeline {
  readonly documents: readonly Document[];
}

/** A part of a job, and the file that it stands in. */
interface Placed {
  readonly document: Document;
  readonly tree: Tree;
}

const mostFiles = 50;

/** The document with the files of the repository that it includes, and those that they include. */
function withIncluded(document: Document, workspace: Workspace): readonly Document[] {
  const seen = new Map<string, Document>();
  const visit = (current: Document): void => {
    if (seen.has(current.path) || seen.size >= mostFiles) return;
    seen.set(current.path, current);
    for (const path of includesOf(current)) {
      const text = workspace.read(path);
      if (text === undefined || seen.has(path)) continue;
      const parsed = withoutTemplates(text);
      const [root] = readYaml(parsed, () => true).roots;
      if (root !== undefined) visit({ path, text, parsed, dialect: "yaml", root, templated: current.templated });
    }
  };
  visit(document);
  return [...seen.values()].toReversed();
}

/** `include: x.yml`, `include: [{local: /x.yml}]`; files of other projects and servers are not here. */
function includesOf({ root, path }: Document): readonly string[] {
  const include = get(root, "include");
  const entries = isList(include) ? include.items : include === undefined ? [] : [include];
  const folder = folderOf(path);
  return entries
    .flatMap((entry) => (isScalar(entry) ? entry.text : (textAt(entry, "local") ?? [])))
    .filter((name) => !/^https?:|\*/u.test(name))
    .flatMap((name) => {
      const local = name.replace(/^\.?\//u, "");
      return folder === "" ? [local] : [local, `${folder}/${local}`];
    });
}

function readJob(document: Document, pipeline: Pipeline, found: Found, name: string): void {
  const part = (key: string): Placed | undefined => partOf(pipeline, name, key, 0);
  const script = part("script");
  if (script === undefined) return;
  const before = part("before_script") ?? globalPart(pipeline, "before_script");
  const after = part("after_script") ?? globalPart(pipeline, "after_script");
  const lines = [before, script, after].flatMap((placed) => (placed === undefined ? [] : linesOf(pipeline, placed, 0)));
  const environment = { ...globalVariables(pipeline), ...variablesOfJob(pipeline, name, 0) };
  embedLines(document, found, lines, { environment, session: `${document.path}#job:${name}` });
}

const jobsNamed = ({ documents }: Pipeline, name: string): readonly Placed[] =>
  documents.flatMap((document) => {
    const tree = get(document.root, name);
    return isDict(tree) ? [{ document, tree }] : [];
  });

const parentsOf = ({ tree }: Placed): readonly string[] => scalarsOf(get(tree, "extends")).map(({ text }) => text);

const deepest = 11;

/** A key of a job: its own, else that of the last template that has it. */
function partOf(pipeline: Pipeline, name: string, key: string, depth: number): Placed | undefined {
  if (depth > deepest) return undefined;
  for (const job of jobsNamed(pipeline, name).toReversed()) {
    const own = get(job.tree, key);
    if (own !== undefined) return { document: job.document, tree: own };
    for (const parent of parentsOf(job).toReversed()) {
      const inherited = partOf(pipeline, parent, key, depth + 1);
      if (inherited !== undefined) return inherited;
    }
  }
  return undefined;
}

function globalPart({ documents }: Pipeline, key: string): Placed | undefined {
  const document = documents.findLast(({ root }) => has(root, key) || at(root, "default", key) !== undefined);
  const tree = document && (at(document.root, "default", key) ?? get(document.root, key));
  return document && tree && { document, tree };
}

type Environment = Readonly<Record<string, Value>>;

const globalVariables = ({ documents }: Pipeline): Environment =>
  Object.assign({}, ...documents.map((document) => variablesOf(document, get(document.root, "variables"))));

/** Variables are merged, key by key. */
function variablesOfJob(pipeline: Pipeline, name: string, depth: number): Environment {
  if (depth > deepest) return {};
  return Object.assign(
    {},
    ...jobsNamed(pipeline, name).flatMap((job) =>
      parentsOf(job)
        .map((parent) => variablesOfJob(pipeline, parent, depth + 1))
        .concat(variablesOf(job.document, get(job.tree, "variables"))),
    ),
  );
}

interface Line {
  readonly document: Document;
  readonly scalar: Scalar;
}

/** The lines of a script: strings, lists that anchors put there, and what `!reference [job, key]` names. */
function linesOf(pipeline: Pipeline, { document, tree }: Placed, depth: number): readonly Line[] {
  if (depth > deepest) return [];
  if (isScalar(tree)) return [{ document, scalar: tree }];
  const referred = referenceIn(document, tree);
  if (referred !== undefined) {
    const [name = "", key = ""] = referred;
    const part = partOf(pipeline, name, key, 0);
    return part === undefined ? [] : linesOf(pipeline, part, depth + 1);
  }
  return itemsOf(tree).flatMap((item) => linesOf(pipeline, { document, tree: item }, depth + 1));
}

function referenceIn({ parsed }: Document, tree: Tree): readonly string[] | undefined {
  const isTagged = isList(tree) && /!reference[ \t]*$/u.test(parsed.slice(Math.max(0, tree.start - 20), tree.start));
  return isTagged ? scalarsOf(tree).map(({ text }) => text) : undefined;
}

/** Lines of one file are one text; those of several are steps of one session. */
function embedLines(
  main: Document,
  found: Found,
  lines: readonly Line[],
  around: { readonly environment: Environment; readonly session: string },
): void {
  const stretches: Line[][] = [];
  for (const line of lines) {
    const open = stretches.at(-1);
    if (open?.[0]?.document === line.document) open.push(line);
    else stretches.push([line]);
  }
  for (const stretch of stretches) {
    const { document } = stretch[0] ?? { document: main };
    const script = joinTexts(
      stretch.map((line) => mappedText(line.document, line.scalar)),
      "\n",
    );
    const language = languageOf(script.text);
    if (language !== undefined && isOfInterest(script.text))
      found.embedded.push(embed(document, script, language, around));
  }
}
