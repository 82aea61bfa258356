import type { CallContext, TerraformFunction } from "../call.ts";
import { gap, list, nothing, object, text } from "../datum.ts";
import type { Datum, Entry } from "../datum.ts";
import { matchesIn } from "./re2/match.ts";
import type { Program, Slots } from "./re2/match.ts";
import { compile } from "./re2/program.ts";
import { readPattern } from "./re2/read.ts";
import { Unread } from "./re2/tree.ts";
import { known, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const regexFunctions: Readonly<Record<string, TerraformFunction>> = {
  regex: known(["string", "string"], ([pattern, value], call) =>
    withMatches(pattern, value, call, ([first], groups) =>
      first ? captured(first, value, groups, call) : refuse(`${pattern} matches nothing in ${JSON.stringify(value)}`),
    ),
  ),
  regexall: known(["string", "string"], ([pattern, value], call) =>
    withMatches(pattern, value, call, (matches, groups) =>
      list(
        matches.map((match) => captured(match, value, groups, call)),
        call.span,
        "list",
      ),
    ),
  ),
};

type Names = readonly (string | undefined)[];

interface Compiled {
  readonly program?: Program;
  /** A name or none for each group. */
  readonly names: Names;
  /** Why there is no program; `isRefused`: RE2 has none either. */
  readonly why: string;
  readonly isRefused: boolean;
}

const memory = new Map<string, Compiled>();
const mostRemembered = 200;

function compiled(pattern: string): Compiled {
  const before = memory.get(pattern);
  if (before) return before;
  if (memory.size >= mostRemembered) memory.clear();
  const made = attempt(pattern);
  memory.set(pattern, made);
  return made;
}

function attempt(pattern: string): Compiled {
  try {
    const { node, names } = readPattern(pattern);
    return { program: compile(node), names, why: "", isRefused: false };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return { names: [], why: `${pattern} ${error.message}`, isRefused: error.isRefused };
  }
}

function withAll(
  pattern: string,
  value: string,
  call: CallContext,
  use: (matches: readonly Slots[], names: Names) => Result,
): Result {
  const { program, names, why, isRefused } = compiled(pattern);
  if (isRefused) return refuse(why);
  if (!program) return gap(call.expression, why, call.span);
  const matches = matchesIn(program, value);
  return matches ? use(matches, names) : gap(call.expression, "takes too long to match", call.span);
}

function withMatches(
  pattern: string,
  value: string,
  call: CallContext,
  use: (matches: readonly Slots[], names: Names) => Result,
): Result {
  return withAll(pattern, value, call, (matches, names) => {
    const isMixed = new Set(names.map((name) => name === undefined)).size > 1;
    return isMixed ? refuse(`${pattern} mixes named and unnamed groups`) : use(matches, names);
  });
}

/** What the group at an index took, 0 being the whole match. */
function part(value: string, slots: Slots, index: number): string | undefined {
  const [start, end] = [slots[2 * index], slots[2 * index + 1]];
  return start === undefined || end === undefined ? undefined : value.slice(start, end);
}

/** The whole match; its groups if there are any, by name if they have names. */
function captured(match: Slots, value: string, names: Names, call: CallContext): Datum {
  if (names.length === 0) return text(part(value, match, 0) ?? "", call.span);
  const groups = names.map((_, index): Datum => {
    const found = part(value, match, index + 1);
    return found === undefined ? nothing(call.span) : text(found, call.span);
  });
  if (names[0] === undefined) return list(groups, call.span);
  const entries = names.map((name = "", index): [string, Entry] => [
    name,
    { key: text(name, call.span), value: groups[index] ?? nothing(call.span) },
  ]);
  return object(new Map(entries), call.span);
}

/** What stands between slashes is a regular expression, the rest literal text. */
export function replaceIn(value: string, from: string, to: string, call: CallContext): Result {
  if (from.length < 2 || !from.startsWith("/") || !from.endsWith("/")) return replaceLiteral(value, from, to);
  return withAll(from.slice(1, -1), value, call, (matches, names) => {
    let replaced = "";
    let at = 0;
    for (const match of matches) {
      replaced += value.slice(at, match[0]) + expand(to, value, match, names);
      at = match[1] ?? at;
    }
    return replaced + value.slice(at);
  });
}

/** Nothing is found between any two characters, as Go has it. */
const replaceLiteral = (value: string, from: string, to: string): string =>
  from === "" ? to + Array.from(value, (letter) => letter + to).join("") : value.replaceAll(from, () => to);

/** `$1`, `${1}`, `$name`, `${name}` and `$$`; a name is as long as it can be. */
const expand = (template: string, value: string, match: Slots, names: Names): string =>
  template.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/gu, (_, dollar?: string, bare?: string, braced?: string) => {
    if (dollar) return "$";
    const name = bare ?? braced ?? "";
    const index = /^\d+$/u.test(name) ? Number(name) : names.indexOf(name) + 1;
    return index === 0 && name !== "0" ? "" : (part(value, match, index) ?? "");
  });
