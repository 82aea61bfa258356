import type { CallContext, TerraformFunction } from "../call.ts";
import { boolean, gap, list, text } from "../datum.ts";
import type { Datum, Entry } from "../datum.ts";
import { globOf } from "./globs.ts";
import { digest } from "./hashes.ts";
import { known, marked, refuse, refused, unknownOf } from "./signature.ts";
import type { Result } from "./signature.ts";
import { distinctSorted } from "./sets.ts";

export const fileFunctions: Readonly<Record<string, TerraformFunction>> = {
  abspath: known(["string"], ([path], call) =>
    path.startsWith("/") ? clean(path) : gap(call.expression, "depends on the machine", call.span),
  ),
  basename: known(["string"], ([path]) => lastOf(path)),
  dirname: known(["string"], ([path]) => clean(path.slice(0, path.lastIndexOf("/") + 1))),
  file: ofFile((content) => content),
  filebase64: ofFile((content) => text(Buffer.from(content.text, "utf8").toString("base64"), content.span)),
  filebase64sha256: hashed("sha256", "base64"),
  filebase64sha512: hashed("sha512", "base64"),
  fileexists: known(["string"], ([path], call) => exists(path, call)),
  filemd5: hashed("md5", "hex"),
  fileset: known(["string", "string"], ([folder, pattern], call) => fileset(folder, pattern, call)),
  filesha1: hashed("sha1", "hex"),
  filesha256: hashed("sha256", "hex"),
  filesha512: hashed("sha512", "hex"),
  pathexpand: known(["string"], ([path], call) =>
    path.startsWith("~") ? gap(call.expression, "depends on the machine", call.span) : path,
  ),
  templatefile: (args, call) => templatefile(args, call),
  templatestring: (args, call) => templatestring(args, call),
};

/** As Go's `path.Clean`. */
function clean(path: string): string {
  const isAbsolute = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute) kept.push(part);
  }
  const body = kept.join("/");
  return isAbsolute ? `/${body}` : body === "" ? "." : body;
}

function lastOf(path: string): string {
  const bare = path.replace(/\/+$/u, "");
  if (bare === "") return path === "" ? "." : "/";
  return bare.slice(bare.lastIndexOf("/") + 1);
}

interface Content {
  readonly type: "string";
  readonly text: string;
  readonly span: CallContext["span"];
}

const outside = (path: string, call: CallContext): Datum =>
  gap(call.expression, `${path} is outside of what is scanned`, call.span);

/** The text of a file, in its own place, so that what is decoded from it has places there. */
function contentOf(path: string, call: CallContext): Content | Datum {
  const source = call.locate ? call.locate(path) : path;
  if (source === undefined || path.startsWith("~")) return outside(path, call);
  const content = call.read(path);
  if (content === undefined) return refused(call, `${path} is not there`);
  const span = call.locate ? { path: source, start: 0, end: content.length } : call.span;
  return { type: "string", text: content, span };
}

function ofFile(use: (content: Content) => Datum): TerraformFunction {
  return known(["string"], ([path], call) => {
    const content = contentOf(path, call);
    if (content.type !== "string") return content;
    return isText(content.text) ? use(content) : gap(call.expression, `${path} is no text`, call.span);
  });
}

/** What is no UTF-8 has lost something when it was read. */
const isText = (content: string): boolean => !content.includes("\uFFFD");

function hashed(algorithm: string, form: "hex" | "base64"): TerraformFunction {
  return ofFile((content) => text(digest(algorithm, form, content.text), content.span));
}

function exists(path: string, call: CallContext): Result {
  const content = contentOf(path, call);
  if (content.type === "string") return boolean(true, call.span);
  if (content.type !== "unknown" || !content.failed) return content;
  return call.files(path).length > 0 ? refuse(`${path} is a folder`) : boolean(false, call.span);
}

function fileset(folder: string, pattern: string, call: CallContext): Result {
  const glob = globOf(pattern.replace(/^\.\//u, ""));
  if (!glob) return refuse(`${pattern} is no pattern of paths`);
  if (call.locate && call.locate(folder) === undefined) return outside(folder, call);
  const paths = call.files(folder).filter((path) => glob.test(path));
  return list(distinctSorted(paths.map((path) => text(path, call.span))), call.span, "set");
}

function templatefile(args: readonly Datum[], call: CallContext): Datum {
  const [path, variables] = args;
  if (!path || !variables || args.length !== 2) return refused(call, "needs a path and variables");
  const name = known(["string"], ([value]) => value)([path], call);
  if (name.type !== "string") return name;
  const content = contentOf(name.text, call);
  if (content.type !== "string") return content;
  return rendered(content.text, name.text, variables, call);
}

const variableName = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

function rendered(template: string, path: string, variables: Datum, call: CallContext): Datum {
  if (variables.type !== "object" || variables.computed) {
    return variables.type === "unknown" || variables.type === "pattern"
      ? unknownOf([variables], call)
      : refused(call, "needs an object");
  }
  if (![...variables.entries.keys()].every((name) => variableName.test(name)))
    return refused(call, "has a name that is none");
  const values = [...variables.entries].map(([name, entry]: [string, Entry]) => [name, entry.value] as const);
  return marked([variables], call.render(template, path, new Map(values)));
}

/** The template has no place of its own that its offsets could be counted from. */
function templatestring(args: readonly Datum[], call: CallContext): Datum {
  const [template, variables] = args;
  if (!template || !variables || args.length !== 2) return refused(call, "needs a template and variables");
  const source = known(["string"], ([value]) => value)([template], call);
  if (source.type !== "string") return source;
  return { ...rendered(source.text, "", variables, call), span: call.span };
}
