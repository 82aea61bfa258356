import { jsonTerm, jsonFile } from "./clients/credentials.ts";
import { readEnvironment, setVariable } from "./environment.ts";
import { callTerm } from "./eval/calls.ts";
import { iterationOf } from "./eval/evaluate.ts";
import { type Args, type Machine, type Site, maxIterations } from "./eval/machine.ts";
import { memberOf } from "./eval/members.ts";
import {
  type InstanceTerm,
  type Term,
  type TextTerm,
  atRun,
  gap,
  joined,
  list,
  knownText,
  literal,
  scalar,
  textTerm,
} from "./terms.ts";

type Read = (machine: Machine, args: Args, site: Site, self?: InstanceTerm) => Term | undefined;

const folders = new Set(["os.path.dirname", "os.getcwd", "pathlib.Path.cwd"]);

const calls: Readonly<Record<string, Read>> = {
  "os.getenv": readEnvironment,
  "os.environ.get": readEnvironment,
  "os.environ.setdefault": (machine, { positional: [name, value] }, site) => {
    if (value !== undefined) setVariable(machine, knownText(name), value, site);
    return value;
  },
  "os.environ.update": (machine, { positional: [given], named }, site) => {
    if (given?.type === "dict") for (const [name, { value }] of given.entries) setVariable(machine, name, value, site);
    for (const [name, value] of named) setVariable(machine, name, value, site);
    return scalar(null, site.span);
  },
  "os.putenv": (machine, { positional: [name, value] }, site) => {
    if (value !== undefined) setVariable(machine, knownText(name), value, site);
    return scalar(null, site.span);
  },
  "os.path.join": (_, { positional }, site) => joinedPath(positional, site),
  "os.path.abspath": (_, { positional: [path] }) => path,
  "os.path.expanduser": (_, { positional: [path] }) => path,
  "pathlib.Path": (_, { positional }, site) => joinedPath(positional, site),
  "json.loads": (_, { positional: [text] }) => {
    if (text?.type === "text" && text.json) return text.json;
    const known = knownText(text);
    if (known !== undefined && text !== undefined) return jsonTerm(known, text.span);
    // What it holds is not known, but where it comes from.
    return text?.type === "text" ? gap(holeOf(text) ?? "…", text.why || atRun, text.span) : text;
  },
  "json.dumps": (_, { positional: [value] }, site) =>
    value && { ...textTerm([{ expression: site.written }], site.span, "is JSON"), json: value },
  "json.load": (machine, { positional: [file] }, site) => {
    const path = file?.type === "instance" && file.of === "builtins.open" ? knownText(file.args.get("0")) : undefined;
    return path === undefined ? undefined : fileBeside(machine, path, site);
  },
  "builtins.open.read": (machine, _, site, file) => {
    const path = knownText(file?.args.get("0"));
    const text = textTerm([{ expression: path === undefined ? site.written : `file("${path}")` }], site.span, atRun);
    const json = path === undefined ? undefined : fileBeside(machine, path, site);
    return json === undefined ? text : { ...text, json };
  },
  "builtins.open": (_, args, site) => ({
    type: "instance",
    of: "builtins.open",
    args: new Map(args.positional.map((term, at): [string, Term] => [String(at), term])),
    written: site.written,
    span: site.span,
  }),
  "builtins.map": (machine, { positional: [run, over] }, site) => {
    if (run === undefined || over === undefined) return undefined;
    const { items, open } = iterationOf(over);
    const call = (item: Term): Term => callTerm(machine, run, { positional: [item], named: new Map() }, site);
    return list(
      items.slice(0, maxIterations).map(call),
      site.span,
      open ? gap(site.written, atRun, site.span) : undefined,
    );
  },
  "builtins.filter": (_, { positional: [, over] }) => over,
  "builtins.getattr": (machine, { positional: [object, name, fallback] }, site) => {
    const member = knownText(name);
    return object === undefined || member === undefined ? fallback : memberOf(machine, object, member, site);
  },
  "copy.deepcopy": (_, { positional: [value] }) => value,
  "shlex.split": (_, { positional: [value] }) => value,
  "textwrap.dedent": (_, { positional: [value] }) => value,
  "dataclasses.dataclass": () => undefined,
  "dataclasses.field": (machine, args, site) => fieldDefault(machine, args, site),
  "pydantic.Field": (machine, args, site) => fieldDefault(machine, args, site),
};

const holeOf = ({ parts }: TextTerm): string | undefined =>
  parts.flatMap((part) => (typeof part !== "string" && "expression" in part ? [part.expression] : [])).at(0);

/** `field(default_factory=lambda: ["a"])` */
function fieldDefault(machine: Machine, { positional: [first], named }: Args, site: Site): Term | undefined {
  const make = named.get("default_factory");
  return named.get("default") ?? first ?? (make && callTerm(machine, make, { positional: [], named: new Map() }, site));
}

/** Python's own modules, as far as they hand values on. */
export function callStandard(
  machine: Machine,
  name: string,
  args: Args,
  site: Site,
  self?: InstanceTerm,
): Term | undefined {
  if (folders.has(name)) return literal("", site.span);
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  return call?.(machine, args, site, self);
}

function joinedPath(parts: readonly Term[], site: Site): Term {
  const own = parts.filter((part) => knownText(part) !== "");
  const [first] = own;
  if (first === undefined) return gap(site.written, atRun, site.span);
  if (own.length === 1) return first;
  return joined(
    own.flatMap((part, index) => (index === 0 ? [part] : [literal("/", part.span), part])),
    site.span,
  );
}

function fileBeside(machine: Machine, path: string, site: Site): Term | undefined {
  if (!path.endsWith(".json") || path.startsWith("/") || path.includes("..")) return undefined;
  const folder = site.scope.module.path.split("/").slice(0, -1).join("/");
  return jsonFile(machine, folder === "" ? path : `${folder}/${path}`, site.span);
}
