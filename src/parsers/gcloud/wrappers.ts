import type { Shell, Word } from "./shell.ts";
import { type Text, flat, plain, slice } from "./text.ts";
import { own } from "./own.ts";

/** A command without what only runs it: `sudo`, `env A=b`, `timeout 30`. */
export interface Unwrapped {
  readonly words: readonly Word[];
  readonly environment: ReadonlyMap<string, Text>;
  /** Another user runs it (`sudo -u`), with a configuration of gcloud of their own. */
  readonly isOther: boolean;
}

/** Options that take the next word, and how many words follow before the command. */
interface Wrapper {
  readonly options?: RegExp;
  readonly words?: number;
  /** It runs what follows as somebody else where it has this option, or always. */
  readonly other?: RegExp | true;
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { options: /^-[ugCpThRD]$|^--(?:user|group|host|prompt|chdir)$/, other: /^-[A-Za-z]*u|^--user\b/ },
  doas: { options: /^-[uC]$/, other: /^-u/ },
  gosu: { words: 1, other: true },
  "su-exec": { words: 1, other: true },
  runuser: { options: /^-[ug]$/, other: /^-u/ },
  env: { options: /^-[uCS]$/ },
  exec: { options: /^-a$/ },
  nohup: {},
  setsid: {},
  time: { options: /^-[of]$/ },
  nice: { options: /^-n$/ },
  ionice: { options: /^-[cnp]$/ },
  chrt: { words: 1 },
  taskset: { words: 1 },
  stdbuf: { options: /^-[ioe]$/ },
  timeout: { options: /^-[sk]$/, words: 1 },
  gtimeout: { options: /^-[sk]$/, words: 1 },
  strace: { options: /^-[eopsu]$/ },
  "xvfb-run": {},
  catchsegv: {},
  command: {},
  builtin: {},
  chronic: {},
  unbuffer: {},
  winpty: {},
};

/** Commands of the script's own kind that run what follows them, defined elsewhere: `retry 3 gcloud …`. */
export const runner: RegExp = /(^|[_-])(retry|run|try|exec|execute|attempt|do|cmd|pei?)([_-]|$)/;

export const isTool = (word: Word | undefined): boolean => /^(gcloud|gsutil|bq)$/.test(plain(word?.text) ?? "");

export function unwrap(shell: Shell, words: readonly Word[]): Unwrapped {
  const environment = new Map<string, Text>();
  let rest = words;
  let isOther = false;
  for (;;) {
    const next = shorter(shell, rest, environment);
    if (next.words === rest) return { words: rest, environment, isOther };
    rest = next.words;
    isOther ||= next.isOther === true;
  }
}

interface Shorter {
  readonly words: readonly Word[];
  readonly isOther?: boolean;
}

function shorter(shell: Shell, words: readonly Word[], environment: Map<string, Text>): Shorter {
  const [first] = words;
  if (first === undefined) return { words };
  const name = plain(first.text);
  if (name === undefined || shell.state.functions.has(name)) return { words: withoutRunner(words, first.loose) };
  const base = name.replace(/^.*\//, "");
  const wrapper = own(wrappers, base);
  if (wrapper === undefined) return { words: withoutRunner(words, runner.test(base)) };
  // `command -v gcloud` asks whether there is one.
  if (base === "command" && /^-[vV]/.test(plain(words[1]?.text) ?? "")) return { words };
  return afterOptions(words.slice(1), wrapper, environment);
}

/** `$SUDO gcloud`, `retry 3 gcloud`: what stands before the tool runs it. */
function withoutRunner(words: readonly Word[], mayRun: boolean): readonly Word[] {
  const at = words.findIndex(isTool);
  return mayRun && at > 0 && at <= 4 ? words.slice(at) : words;
}

function afterOptions(words: readonly Word[], wrapper: Wrapper, environment: Map<string, Text>): Shorter {
  let at = 0;
  let isOther = wrapper.other === true;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? [];
    const word = flat(text);
    const assignment = /^[A-Za-z_]\w*=/.exec(word);
    isOther ||= wrapper.other instanceof RegExp && wrapper.other.test(word);
    if (assignment !== null) environment.set(assignment[0].slice(0, -1), slice(text, assignment[0].length));
    else if (wrapper.options?.test(word)) at++;
    else if (!word.startsWith("-")) break;
  }
  return { words: words.slice(at + (wrapper.words ?? 0)), isOther };
}

/** Names that say that what follows is told, not run. */
const teller =
  /(^|[_-])(c?echo|printf?|log|logger|info|warn|warning|err|error|fatal|msg|message|say|note|notice|status|display|show|usage|die|fail|abort|help|comment|title|header|banner|debug|step|explain|hint|tip|p|expect|assert|require|check|need|has|is|install)([_-]|$)/;

/**
 * What a command that nobody here knows would run: what follows its `--`, or a whole command line that it is given.
 * That it runs it is an inference from its shape: a tool, a command, and a flag.
 */
export function presumedCommand(words: readonly Word[]): readonly Word[] | undefined {
  const name = (plain(words[0]?.text) ?? "").replace(/^.*\//, "");
  const dashes = words.findIndex(({ text }) => plain(text) === "--");
  if (dashes > 0 && isTool(words[dashes + 1])) return words.slice(dashes + 1);
  if (name === "" || teller.test(name) || !isTool(words[1])) return undefined;
  const rest = words.slice(2);
  const isCommand = /^[a-z][a-z-]*$/.test(plain(rest[0]?.text) ?? "");
  return isCommand && rest.some(({ text }) => flat(text).startsWith("--")) ? words.slice(1) : undefined;
}
