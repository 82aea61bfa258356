import type { Span } from "../../model/source.ts";
import { itemsAt, readDocument, textsAt } from "./documents.ts";
import { fileOf } from "./files.ts";
import type { Shell, Word } from "./shell.ts";
import { type Text, flat, plain, slice, useOf } from "./text.ts";
import { own } from "./own.ts";

/** A positional argument or a flag's value. */
export interface Argument {
  readonly text: Text;
  /** The word, or the part of it that is the value. */
  readonly span: Span;
}

/** The arguments of gcloud or bq, taken apart; commands and positional arguments are not told apart yet. */
export interface CommandLine {
  readonly words: readonly (Argument & { readonly loose: boolean })[];
  readonly flags: ReadonlyMap<string, readonly Argument[]>;
  /** Some of its words are not known: there may be flags that can't be seen. */
  readonly open: boolean;
}

/** Flags without a value, as far as words follow them in practice; `--no-…` and the patterns below are more. */
const switches: ReadonlySet<string> = new Set([
  "all",
  "all-users",
  "async",
  "brief",
  "clear-labels",
  "clear-secrets",
  "confidential-compute",
  "default",
  "force",
  "gen2",
  "global",
  "http2",
  "insecure",
  "interactive",
  "log-http",
  "no",
  "preemptible",
  "preview",
  "print-http",
  "quiet",
  "recursive",
  "reset-state",
  "restart-on-failure",
  "shielded-secure-boot",
  "shielded-integrity-monitoring",
  "shielded-vtpm",
  "spot",
  "sync",
  "trigger-http",
  "uniform-bucket-level-access",
  "public-access-prevention",
  "pap",
  "use-http2",
  "validate-only",
  "wait",
  "web-sso",
  "update-adc",
  "activate",
  "launch-browser",
  "can-ip-forward",
  "deletion-protection",
  "private",
  "internal",
  "require-ssl",
  "retain-secrets",
  "cpu-boost",
  "cpu-throttling",
  "session-affinity",
  "expand",
  "help",
  "user-output-enabled",
  "append",
  "replace",
  "transfer_config",
  "connection",
  "nosync",
  "autodetect",
  "headless",
  "dry_run",
  "undelete",
  "reservation",
  "dataset",
  "table",
  "view",
  "routine",
  "model",
  "materialized_view",
  "nouse_legacy_sql",
]);

/** For gcloud these take a value; for bq they do not. */
const bqOnly: ReadonlySet<string> = new Set([
  "connection",
  "reservation",
  "dataset",
  "table",
  "view",
  "routine",
  "model",
  "replace",
  "append",
  "expand",
]);

const switchPattern =
  /^(no-|enable-|disable-(?!.*=)|allow-(?!missing-value)|clear-|remove-all-|detailed-|nouse|use_|skip|authorize-)/;

/** Short forms of gcloud and bq with their values. */
const shortWithValue = { gcloud: /^-[kpcuagoi]$/, bq: /^-[FEns]$/ } as const;

export function parseCommandLine(shell: Shell, words: readonly Word[], tool: "gcloud" | "bq"): CommandLine {
  const positional: (Argument & { readonly loose: boolean })[] = [];
  const flags = new Map<string, Argument[]>();
  let open = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const whole = flat(word.text);
    if (whole === "--") break;
    if (word.loose && holdsFlags(expressionOf(word.text))) open = true;
    else if (!whole.startsWith("-") || whole === "-") positional.push(argumentOf(word));
    else at += addFlag(flags, word, words[at + 1], tool);
  }
  const file = flags.get("--flags-file")?.[0];
  if (file !== undefined) addFlagsFile(shell, file, flags);
  return { words: positional, flags, open };
}

/** `$EXTRA_FLAGS`, `$gcloudArgs`, `$@`: holds flags, if anything; `$TARGET` does not. */
const holdsFlags = (expression: string): boolean =>
  /[@*]/.test(expression) || expression.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).some((part) => flagWord.test(part));

const flagWord = /^(?:flag|arg|argument|opt|option|extra|param|parameter)s?$|(?:flags|args|opts|options|params)$/i;

const expressionOf = (text: Text): string =>
  text.map((piece) => (piece.kind === "gap" && "expression" in piece.part ? piece.part.expression : "")).join("");

const argumentOf = ({ text, span, loose }: Word): Argument & { readonly loose: boolean } => ({
  text,
  span: useOf(text) ?? span,
  loose,
});

/** Adds one flag; gives how many further words it takes. */
function addFlag(flags: Map<string, Argument[]>, word: Word, next: Word | undefined, tool: "gcloud" | "bq"): number {
  const whole = flat(word.text);
  const equals = whole.indexOf("=");
  const written = equals < 0 ? whole : whole.slice(0, equals);
  const name = written.startsWith("--") ? written : (own(shortNames[tool], written) ?? written);
  if (equals >= 0) {
    const text = slice(word.text, equals + 1);
    add(flags, name, { text, span: useOf(text) ?? word.span });
    return 0;
  }
  if (next === undefined || isSwitch(written, tool) || flat(next.text).startsWith("--")) {
    add(flags, name, { text: [], span: word.span });
    return 0;
  }
  add(flags, name, argumentOf(next));
  return 1;
}

const shortNames: Readonly<Record<"gcloud" | "bq", Readonly<Record<string, string>>>> = {
  gcloud: {},
  bq: { "-d": "--dataset", "-t": "--table", "-q": "--quiet", "-n": "--max_rows" },
};

function isSwitch(flag: string, tool: "gcloud" | "bq"): boolean {
  if (!flag.startsWith("--")) return !shortWithValue[tool].test(flag);
  const name = flag.slice(2);
  if (tool === "gcloud" && bqOnly.has(name)) return false;
  return switches.has(name) || switchPattern.test(name);
}

function add(flags: Map<string, Argument[]>, name: string, argument: Argument): void {
  const before = flags.get(name);
  if (before === undefined) flags.set(name, [argument]);
  else before.push(argument);
}

/** `--flags-file`: a YAML map of flags, or a list of such maps. */
function addFlagsFile(shell: Shell, { text, span }: Argument, flags: Map<string, Argument[]>): void {
  const file = fileOf(shell, text);
  const tree = file?.text === undefined ? undefined : readDocument(file.text, shell.problems);
  if (tree === undefined) return;
  for (const map of tree.kind === "list" ? itemsAt(tree) : [tree]) {
    if (map.kind !== "map") continue;
    for (const [name, value] of map.entries) {
      for (const part of textsAt(value)) add(flags, name.startsWith("--") ? name : `--${name}`, { text: part, span });
    }
  }
}

/** The words that can be a command: plain ones from the beginning. */
export function leadingWords({ words }: CommandLine): readonly string[] {
  const leading: string[] = [];
  for (const { text } of words) {
    const word = plain(text);
    if (word === undefined || !/^[a-z][a-z0-9-]*$/.test(word)) break;
    leading.push(word);
  }
  return leading;
}
