import { posix } from "node:path";
import { maybe } from "../branches.ts";
import { fileOf, writeFile } from "../files.ts";
import { type Outcome, done } from "../outcome.ts";
import { own } from "../own.ts";
import { type Shell, print, textOf } from "../shell.ts";
import { gap, literal, plain } from "../text.ts";
import { type Builtin, type BuiltinCall, argumentText, filesIn, newline, quiet, statusOf } from "./builtin-call.ts";
import { awk, cut, grep, jq, lines, passThrough, substitute, translate } from "./filters.ts";
import { changeFolder, printPath } from "./folders.ts";
import { mapfile, read, xargs } from "./input.ts";
import { cat, echo, printf } from "./output.ts";
import {
  findCommand,
  kubectl,
  container,
  composeCommand,
  lockedCommand,
  parallel,
  secureShell,
  substituteUser,
  textCommand,
} from "./runners.ts";
import { runText, shellCommand, source } from "./scripts.ts";
import { streamEditor } from "./stream-editor.ts";

/** `unset NAME`, `unset 'NAME[KEY]'`. */
function unset(shell: Shell, written: string): void {
  const [, name = "", key] = /^(\w+)(?:\[(.+)\])?$/.exec(written) ?? [];
  const variable = shell.state.variables.get(name);
  if (key === undefined) shell.state.variables.delete(name);
  else if (variable?.kind === "list") {
    const items = new Map(variable.items);
    items.delete(key);
    shell.state.variables.set(name, { kind: "list", items });
  }
}

const levelsOf = (args: BuiltinCall["args"]): number => Number(plain(args[0]?.text)) || 1;

/** Runs what the shell itself, or a small tool of everybody's, would do; `undefined`: it is neither. */
export const runBuiltin = (name: string, call: BuiltinCall): Outcome | undefined => own(builtins, name)?.(call);

/** Whether something is there, and where: nobody knows. */
const asked: Builtin = ({ shell, at }) => {
  print(shell, [gap("", "the command's output is not known", at)]);
  return { test: true };
};

const builtins: Readonly<Record<string, Builtin>> = {
  true: () => ({ status: true, test: true }),
  ":": () => ({ status: true, test: true }),
  false: () => ({ status: false, test: true }),
  exit: () => ({ flow: "exit" }),
  return: ({ args }) => ({ flow: "return", ...statusOf(plain(args[0]?.text)) }),
  break: ({ args }) => ({ flow: "break", levels: levelsOf(args) }),
  continue: ({ args }) => ({ flow: "continue", levels: levelsOf(args) }),
  cd: changeFolder,
  pushd: changeFolder,
  popd: ({ shell }) => {
    shell.state.variables.delete("PWD");
    return done;
  },
  pwd: ({ shell, at }) => {
    print(shell, [...(textOf(shell, "PWD") ?? [gap("PWD", "the current folder is not known", at)]), ...newline(at)]);
    return done;
  },
  echo,
  printf,
  cat,
  tee: ({ shell, args }) => {
    const append = args.some(({ text }) => plain(text) === "-a");
    for (const { text } of filesIn(args)) writeFile(shell, text, shell.stdin, append);
    if (shell.stdin !== undefined) print(shell, shell.stdin);
    return done;
  },
  cp: ({ shell, args }) => {
    const [from, to] = filesIn(args);
    if (from !== undefined && to !== undefined) writeFile(shell, to.text, fileOf(shell, from.text)?.text, false);
    return done;
  },
  read,
  mapfile,
  readarray: mapfile,
  set: ({ shell, args }) => {
    const flags = args.map(({ text }) => plain(text) ?? "");
    if (flags[0] === "-a" || flags.includes("allexport")) shell.exportAll = flags[0] !== "+o";
    if (flags[0] === "+a") shell.exportAll = false;
    const dashes = args.findIndex(({ text }) => plain(text) === "--");
    if (dashes >= 0) shell.args = args.slice(dashes + 1).map(({ text }) => text);
    return done;
  },
  shift: ({ shell, args }) => {
    const by = Number(plain(args[0]?.text) ?? 1);
    const before = shell.args?.length;
    shell.args = shell.args?.slice(by);
    return before === undefined ? done : { status: before >= by, test: true };
  },
  unset: ({ shell, args }) => {
    for (const { text } of args) unset(shell, plain(text) ?? "");
    return done;
  },
  source,
  ".": source,
  eval: ({ shell, args, at }) => runText(shell, argumentText(args, at), at),
  bash: shellCommand,
  sh: shellCommand,
  zsh: shellCommand,
  trap: ({ shell, args, at }) => {
    const [action] = args;
    if (action === undefined || args.length < 2) return done;
    return maybe(shell, { pos: 0, end: 0 }, () => runText(shell, action.text, at));
  },
  xargs,
  parallel,
  find: findCommand,
  ssh: secureShell,
  kubectl,
  docker: container,
  podman: container,
  nerdctl: container,
  "docker-compose": composeCommand,
  su: substituteUser,
  flock: lockedCommand,
  script: textCommand,
  watch: textCommand,
  dirname: (call) => printPath(call, call.args[0], posix.dirname),
  basename: (call) => printPath(call, call.args[0], (path) => posix.basename(path, plain(call.args[1]?.text))),
  realpath: (call) => printPath(call, call.args.at(-1), (path) => path),
  readlink: (call) => printPath(call, call.args.at(-1), (path) => path),
  mktemp: ({ shell, at }) => {
    print(shell, [literal(`/tmp/tmp.${at.start}`, at, false), ...newline(at)]);
    return done;
  },
  mv: ({ shell, args }) => {
    const [from, to] = filesIn(args);
    if (from === undefined || to === undefined) return done;
    writeFile(shell, to.text, fileOf(shell, from.text)?.text, false);
    writeFile(shell, from.text, undefined, false);
    return done;
  },
  tr: translate,
  sed: streamEditor,
  gsed: streamEditor,
  awk,
  gawk: awk,
  head: lines("start"),
  tail: lines("end"),
  envsubst: substitute,
  cut,
  jq,
  sort: passThrough,
  uniq: passThrough,
  sleep: quiet,
  mkdir: quiet,
  rm: quiet,
  touch: quiet,
  chmod: quiet,
  wait: quiet,
  which: asked,
  type: asked,
  command: asked,
  hash: asked,
  grep,
  pgrep: asked,
};
