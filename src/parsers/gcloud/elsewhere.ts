import type { Span } from "../../model/source.ts";
import { configured } from "./call.ts";
import { type Shell, emptyState } from "./shell.ts";
import { type Text, gap } from "./text.ts";

/** Who is signed in there, and where, as far as that is known. */
interface Machine {
  readonly account?: Text | undefined;
  readonly project?: Text | undefined;
}

/** Runs something on another machine or in a pod: nothing that is set here is known there, and others are signed in. */
export function onOtherMachine<T>(shell: Shell, { account, project }: Machine, at: Span, run: () => T): T {
  const { state, args, locals, exportAll, doubt } = shell;
  const properties = new Map<string, Text>([
    ["core/account", account ?? [gap("account of the other machine", "it runs on another machine", at)]],
    ["core/project", project ?? [gap("project of the other machine", "it runs on another machine", at)]],
  ]);
  shell.state = { ...emptyState(), properties };
  shell.args = undefined;
  shell.locals = undefined;
  shell.exportAll = false;
  try {
    return run();
  } finally {
    Object.assign(shell, { state, args, locals, exportAll, doubt });
  }
}

/** Runs something as another user of this machine: variables and files are the same, gcloud's configuration is theirs. */
export function asOtherUser<T>(shell: Shell, at: Span, run: () => T): T {
  const { properties } = shell.state;
  const project = configured(shell, "project of another user", at);
  shell.state = { ...shell.state, properties: new Map([["core/project", project]]) };
  try {
    return run();
  } finally {
    shell.state = { ...shell.state, properties };
  }
}
