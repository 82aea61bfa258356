import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { type Problem, type Source, type Span, spanOf } from "../model/source.ts";
import { isYamlTooDeep } from "../model/yaml-nesting.ts";
import type { Ignore, Match } from "./ignore.ts";

/** Far more than anybody can have reviewed. */
const entriesAtMost = 10_000;

/**
 * The entries of `iam-lint.ignores.yaml`, for formats without comments: a list, or a list under `ignores`, of `rule`,
 * `match` (`resource`, `role`, `member`, `path`), `reason`, `owner`, `expires`.
 */
export function parseIgnoreFile({ path, text }: Source): {
  readonly ignores: readonly Ignore[];
  readonly problems: readonly Problem[];
} {
  if (isYamlTooDeep(text)) {
    const message = "The ignore file is nested too deeply to be read";
    return { ignores: [], problems: [{ kind: "unread", message, at: spanOf(path, 0, 0) }] };
  }
  const document = parseDocument(text, { lineCounter: new LineCounter(), uniqueKeys: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    const message = `The ignore file is not valid YAML: ${error.message.split("\n")[0]?.replace(/ at line .*$/, "")}`;
    return { ignores: [], problems: [{ kind: "unread", message, at: spanOf(path, error.pos[0], error.pos[1]) }] };
  }
  const list = isMap(document.contents) ? document.contents.get("ignores", true) : document.contents;
  if (list === null || list === undefined || (isScalar(list) && list.value === null))
    return { ignores: [], problems: [] };
  if (!isSeq(list)) return { ignores: [], problems: [problemAt(path, document.contents, "holds no list of ignores")] };
  const ignores: Ignore[] = [];
  const problems: Problem[] = [];
  for (const item of list.items.slice(0, entriesAtMost)) {
    const entry = isMap(item) ? readEntry(path, item) : "is not a map of `rule`, `match` and `reason`";
    if (typeof entry === "string") problems.push(problemAt(path, item, entry));
    else ignores.push(entry);
  }
  return { ignores, problems };
}

const spanOfNode = (path: string, node: unknown): Span => {
  const [start, end] = (node as Node | null)?.range ?? [0, 0];
  return spanOf(path, start, end);
};

const problemAt = (path: string, node: unknown, what: string): Problem => ({
  kind: "unread",
  message: `An entry of the ignore file ${what}`.replace("An entry of the ignore file holds", "The ignore file holds"),
  at: spanOfNode(path, node),
});

const keys = new Set(["rule", "match", "reason", "owner", "expires"]);
const matchKeys = ["resource", "role", "member", "path"] as const;

function readEntry(path: string, entry: YAMLMap): Ignore | string {
  const strange = entry.items.map(({ key }) => textOf(key)).find((key) => !keys.has(key));
  if (strange !== undefined) return `has a key '${strange}' that means nothing; the keys are ${[...keys].join(", ")}`;
  const match = readMatch(entry.get("match", true));
  if (typeof match === "string") return match;
  const owner = textOf(entry.get("owner", true));
  const until = textOf(entry.get("expires", true));
  return {
    rules: listOf(entry.get("rule", true)),
    reason: textOf(entry.get("reason", true)).trim(),
    ...(owner === "" ? {} : { owner }),
    ...(until === "" ? {} : { until }),
    at: spanOfNode(path, entry.get("rule", true) ?? entry),
    scope: match,
  };
}

function readMatch(node: unknown): Match | string {
  if (!isMap(node) || node.items.length === 0)
    return "has no `match`; an ignore names a resource, role, member or path";
  const match: { -readonly [key in (typeof matchKeys)[number]]?: string } = {};
  for (const { key, value } of node.items) {
    const name = matchKeys.find((one) => one === textOf(key));
    if (name === undefined) return `matches on '${textOf(key)}'; it can match on ${matchKeys.join(", ")}`;
    const glob = textOf(value);
    if (glob === "") return `has an empty \`${name}\``;
    match[name] = glob;
  }
  return { kind: "match", ...match };
}

/** The text of a scalar; dates stay as written. */
function textOf(node: unknown): string {
  if (!isScalar(node)) return "";
  return node.source ?? String(node.value ?? "");
}

const listOf = (node: unknown): readonly string[] =>
  (isSeq(node) ? node.items.map(textOf) : textOf(node).split(/[\s,]+/)).filter(Boolean);
