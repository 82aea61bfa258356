import type { CallContext, TerraformFunction } from "../call.ts";
import { gap, list, nothing, object, text } from "../datum.ts";
import type { Datum, Entry } from "../datum.ts";
import { translate } from "./re2.ts";
import { known, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const regexFunctions: Readonly<Record<string, TerraformFunction>> = {
  regex: known(["string", "string"], ([pattern, value], call) =>
    withMatches(pattern, value, call, (matches, names) =>
      matches[0] ? captured(matches[0], names, call) : refuse(`${pattern} matches nothing in ${JSON.stringify(value)}`),
    ),
  ),
  regexall: known(["string", "string"], ([pattern, value], call) =>
    withMatches(pattern, value, call, (matches, names) =>
      list(
        matches.map((match) => captured(match, names, call)),
        call.span,
        "list",
      ),
    ),
  ),
};

function withMatches(
  pattern: string,
  value: string,
  call: CallContext,
  use: (matches: readonly RegExpMatchArray[], names: readonly string[] | undefined) => Result,
): Result {
  return compiled(pattern, value, call, ({ regexp, names }) => use([...value.matchAll(regexp)], names));
}

const longestValue = 20_000;
/** Loops in loops may take a time that doubles with every character. */
const longestForNested = 64;

function compiled(
  pattern: string,
  value: string,
  call: CallContext,
  use: (ready: { readonly regexp: RegExp; readonly names: readonly string[] | undefined }) => Result,
): Result {
  const { regexp, names, nested, why, refused } = translate(pattern);
  if (refused !== undefined) return refuse(refused);
  if (!regexp) return gap(call.expression, why ?? "can't be matched", call.span);
  const isTooLong = value.length > (nested ? longestForNested : longestValue);
  return isTooLong ? gap(call.expression, "takes too long to match", call.span) : use({ regexp, names });
}

/** The whole match; its groups if there are any, by name if they have names. */
function captured(match: RegExpMatchArray, names: readonly string[] | undefined, call: CallContext): Datum {
  const groups = match
    .slice(1)
    .map((group): Datum => (group === undefined ? nothing(call.span) : text(group, call.span)));
  if (groups.length === 0) return text(match[0], call.span);
  if (!names) return list(groups, call.span);
  const entries = new Map<string, Entry>();
  for (const [index, name] of names.entries()) {
    entries.set(name, { key: text(name, call.span), value: groups[index] ?? nothing(call.span) });
  }
  return object(entries, call.span);
}

/** What stands between slashes is a regular expression, the rest literal text. */
export function replaceIn(value: string, from: string, to: string, call: CallContext): Result {
  if (from.length < 2 || !from.startsWith("/") || !from.endsWith("/")) return replaceLiteral(value, from, to);
  return compiled(from.slice(1, -1), value, call, ({ regexp }) =>
    value.replace(regexp, (...found: unknown[]) => expand(to, found)),
  );
}

/** Nothing is found between any two characters, as Go has it. */
const replaceLiteral = (value: string, from: string, to: string): string =>
  from === "" ? to + Array.from(value, (letter) => letter + to).join("") : value.replaceAll(from, () => to);

/** `$1`, `${1}`, `$name`, `${name}` and `$$`; a name is as long as it can be. */
function expand(template: string, found: readonly unknown[]): string {
  const named = found.at(-1);
  const groups =
    typeof named === "object" && named !== null ? (named as Readonly<Record<string, string | undefined>>) : {};
  return template.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/gu, (_, dollar?: string, bare?: string, braced?: string) => {
    if (dollar) return "$";
    const name = bare ?? braced ?? "";
    const group = /^\d+$/u.test(name) ? positional(found, Number(name)) : groups[name];
    return group ?? "";
  });
}

/** The arguments of a replacer: the match, its groups, then offset and text. */
function positional(found: readonly unknown[], index: number): string | undefined {
  const end = found.findIndex((one) => typeof one === "number");
  const group = index < end ? found[index] : undefined;
  return typeof group === "string" ? group : undefined;
}
