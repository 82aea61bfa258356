/** A list longer than this is counted, not read. */
const namedAtMost = 20;

/**
 * Several sentences of one rule as one text that names everything: sentences that differ in one place become one
 * sentence with a list there, the rest follow each other.
 */
export function joinMessages(messages: readonly string[]): string {
  const distinct = [...new Set(messages)];
  const [only = ""] = distinct;
  if (distinct.length < 2) return only;
  return asOneSentence(distinct) ?? sentences(distinct);
}

function sentences(messages: readonly string[]): string {
  const shown = messages.slice(0, namedAtMost).join(" ");
  const more = messages.length - namedAtMost;
  return more > 0 ? `${shown} And ${more} more like these.` : shown;
}

/** Words, with what stands in quotes as one. */
const wordsOf = (message: string): readonly string[] => message.match(/'[^']*'\S*|\S+/g) ?? [];

/** What may differ is short: a name, its kind, an aside. */
const longestDifference = 7;

function asOneSentence(messages: readonly string[]): string | undefined {
  const all = messages.map(wordsOf);
  const shortest = Math.min(...all.map((words) => words.length));
  const [first = []] = all;
  let before = 0;
  while (before < shortest && all.every((words) => words[before] === first[before])) before++;
  let after = 0;
  while (after < shortest - before && all.every((words) => words.at(-1 - after) === first.at(-1 - after))) after++;
  const differing = all.map((words) => words.slice(before, words.length - after));
  if (differing.some((words) => words.length === 0 || words.length > longestDifference)) return undefined;
  return [
    ...first.slice(0, before),
    ...listed(differing),
    ...ending(first, after, isSubject(first.slice(0, before))),
  ].join(" ");
}

/** `'a', 'b' and 'c':`; the period, colon or comma that ends all of them stands once, at the end. */
function listed(differing: readonly (readonly string[])[]): readonly string[] {
  const names = differing.map((words) => words.join(" "));
  const mark = /[.:,]$/.exec(names[0] ?? "")?.[0] ?? "";
  const isShared = mark !== "" && names.every((name) => name.endsWith(mark));
  const bare = isShared ? names.map((name) => name.slice(0, -mark.length)) : names;
  const shown = bare.slice(0, namedAtMost);
  const more = bare.length - shown.length;
  const last = more > 0 ? `${more} more` : (shown.pop() ?? "");
  return [`${shown.join(", ")} and ${last}${isShared ? mark : ""}`];
}

const plurals: Readonly<Record<string, string>> = {
  holds: "hold",
  has: "have",
  is: "are",
  gets: "get",
  reaches: "reach",
  lacks: "lack",
  runs: "run",
};

/** `The key file a.json`: nothing stands before the names that could be what the verb is about. */
const isSubject = (before: readonly string[]): boolean =>
  before.every((word) => /^[A-Za-z]+$/.test(word) && !Object.hasOwn(plurals, word) && !prepositions.has(word));

const prepositions: ReadonlySet<string> = new Set("about as at by for from in into of on than to with".split(" "));

/** Two subjects hold, where one holds; and what it can do, they can. */
function ending(words: readonly string[], count: number, isOfSubject: boolean): readonly string[] {
  const [verb = "", ...others] = count === 0 ? [] : words.slice(-count);
  if (verb === "") return [];
  if (!isOfSubject) return [verb, ...others];
  const rest = others.map((word, at) => (word === "it" && others[at + 1] === "can" ? "they" : word));
  return [Object.hasOwn(plurals, verb) ? (plurals[verb] ?? verb) : verb, ...rest];
}
