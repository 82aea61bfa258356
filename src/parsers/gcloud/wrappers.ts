import type { Shell, Word } from "./shell.ts";
import { type Text, flat, plain, slice } from "./text.ts";
import { own } from "./own.ts";

/** A command without what only runs it: `sudo`, `env A=b`, `timeout 30`. */
export interface Unwrapped {
  readonly words: readonly Word[];
  readonly environment: ReadonlyMap<string, Text>;
}

/** Options that take the next word, and how many words follow before the command. */
interface Wrapper {
  readonly options?: RegExp;
  readonly words?: number;
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { options: /^-[ugCpT]$/ },
  doas: { options: /^-[uC]$/ },
  env: { options: /^-[uCS]$/ },
  exec: { options: /^-a$/ },
  nohup: {},
  time: {},
  nice: { options: /^-n$/ },
  ionice: { options: /^-[cnp]$/ },
  stdbuf: { options: /^-[ioe]$/ },
  timeout: { options: /^-[sk]$/, words: 1 },
  command: {},
  builtin: {},
  chronic: {},
  unbuffer: {},
};

/** Commands of the script's own kind that run what follows them, defined elsewhere: `retry 3 gcloud …`. */
const runner = /(^|[_-])(retry|run|try|exec|execute|attempt|do|cmd)([_-]|$)/;
const tools = /^(gcloud|gsutil|bq)$/;

/** `docker run google/cloud-sdk gcloud …`. */
function inContainer(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ text }) => tools.test(plain(text) ?? ""));
  return /^(run|exec)$/.test(plain(words[1]?.text) ?? "") && at > 1 ? words.slice(at) : words;
}

export function unwrap(shell: Shell, words: readonly Word[]): Unwrapped {
  const environment = new Map<string, Text>();
  let rest = words;
  for (;;) {
    const next = shorter(shell, rest, environment);
    if (next === rest) return { words: rest, environment };
    rest = next;
  }
}

function shorter(shell: Shell, words: readonly Word[], environment: Map<string, Text>): readonly Word[] {
  const [first] = words;
  if (first === undefined) return words;
  const name = plain(first.text);
  if (name === undefined || shell.state.functions.has(name)) return withoutRunner(words, first.loose);
  const base = name.replace(/^.*\//, "");
  if (base === "docker" || base === "podman") return inContainer(words);
  const wrapper = own(wrappers, base);
  if (wrapper === undefined) return runner.test(base) ? withoutRunner(words, true) : words;
  // `command -v gcloud` asks whether there is one.
  if (base === "command" && /^-[vV]/.test(plain(words[1]?.text) ?? "")) return words;
  return afterOptions(words.slice(1), wrapper, environment);
}

/** `$SUDO gcloud`, `retry 3 gcloud`: what stands before the tool runs it. */
function withoutRunner(words: readonly Word[], mayRun: boolean): readonly Word[] {
  const at = words.findIndex(({ text }) => tools.test(plain(text) ?? ""));
  return mayRun && at > 0 && at <= 4 ? words.slice(at) : words;
}

function afterOptions(words: readonly Word[], wrapper: Wrapper, environment: Map<string, Text>): readonly Word[] {
  let at = 0;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? [];
    const word = flat(text);
    const assignment = /^[A-Za-z_]\w*=/.exec(word);
    if (assignment !== null) environment.set(assignment[0].slice(0, -1), slice(text, assignment[0].length));
    else if (wrapper.options?.test(word)) at++;
    else if (!word.startsWith("-")) break;
  }
  return words.slice(at + (wrapper.words ?? 0));
}
