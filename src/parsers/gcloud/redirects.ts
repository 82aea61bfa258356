import type { Redirection } from "unbash";
import { expandHereDocument, expandText } from "./expand.ts";
import { fileOf, writeFile } from "./files.ts";
import { type Outcome, done } from "./outcome.ts";
import { type Shell, capture } from "./shell.ts";
import { type Text, literal, plain } from "./text.ts";

/** Runs something with its input and output where redirections put them. */
export function withRedirects(shell: Shell, redirects: readonly Redirection[], run: () => Outcome): Outcome {
  if (redirects.length === 0) return run();
  const outer = shell.stdin;
  const input = redirects.findLast((redirect) => isInput(redirect));
  if (input !== undefined) shell.stdin = inputOf(shell, input);
  const output = redirects.findLast((redirect) => isOutput(redirect));
  let outcome: Outcome = done;
  if (output?.type === "Redirect" && output.target !== undefined) {
    const name = expandText(shell, output.target);
    const printed = capture(shell, () => {
      outcome = run();
    });
    if (plain(name) !== "/dev/null") writeFile(shell, name, printed, output.operator.endsWith(">>"));
  } else if (redirects.some(toStandardError)) {
    capture(shell, () => {
      outcome = run();
    });
  } else outcome = run();
  shell.stdin = outer;
  return outcome;
}

const isInput = (redirect: Redirection): boolean => redirect.type !== "Redirect" || redirect.operator === "<";

const isOutput = (redirect: Redirection): boolean =>
  redirect.type === "Redirect" &&
  redirect.operator.includes(">") &&
  !redirect.operator.startsWith("<") &&
  redirect.operator !== ">&" &&
  (redirect.descriptor === undefined ||
    (redirect.descriptor.type === "FileDescriptor" && redirect.descriptor.value === 1));

function inputOf(shell: Shell, redirect: Redirection): Text | undefined {
  if (redirect.type === "HereDoc") {
    return expandHereDocument(shell, redirect.body, redirect.delimiter?.quoted === true, redirect.operator === "<<-");
  }
  if (redirect.target === undefined) return undefined;
  const text = expandText(shell, redirect.target);
  if (redirect.type === "Redirect") return fileOf(shell, text)?.text;
  return [...text, literal("\n", shell.unit.place(redirect.end, redirect.end), false)];
}

/** `>&2`: messages, no output. */
const toStandardError = (redirect: Redirection): boolean =>
  redirect.type === "Redirect" &&
  redirect.operator === ">&" &&
  redirect.target?.value === "2" &&
  (redirect.descriptor === undefined ||
    (redirect.descriptor.type === "FileDescriptor" && redirect.descriptor.value === 1));
