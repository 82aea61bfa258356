import { runText } from "../builtins/scripts.ts";
import { type Call, flag, flagList, listDelimiter, projectOf } from "../call.ts";
import { onOtherMachine } from "../elsewhere.ts";
import { fileOf } from "../files.ts";
import { type Text, flat, plain, slice } from "../text.ts";

const starts =
  /^(?:compute (?:instances|instance-templates) create(?:-with-container)?|compute instances bulk create|compute tpus tpu-vm create)$/;

/** `--metadata-from-file=startup-script=FILE`: what the machine runs as its account when it starts. */
export function runStartupScripts(call: Call): void {
  if (!starts.test(call.command)) return;
  const { shell, invocation } = call;
  const account = flag(call, "--service-account")?.text;
  const isNamed = account !== undefined && plain(account) !== "default";
  const machine = { account: isNamed ? account : undefined, project: projectOf(call).text };
  for (const text of [...filesIn(call), ...valuesIn(call)])
    onOtherMachine(shell, machine, invocation.span, () => runText(shell, text, invocation.span));
}

const names = /^\s*(?:startup|shutdown)-script=/;

const filesIn = (call: Call): readonly Text[] =>
  flagList(call, "--metadata-from-file").flatMap(({ text }) => {
    const name = names.exec(flat(text));
    const file = name === null ? undefined : fileOf(call.shell, slice(text, name[0].length));
    return file?.text === undefined ? [] : [file.text];
  });

/** A script as a value may hold commas: it goes on to the end, unless another delimiter is said. */
const valuesIn = (call: Call): readonly Text[] =>
  (call.flags.get("--metadata") ?? []).flatMap(({ text }) => {
    const [delimiter, rest] = listDelimiter(text);
    const found = new RegExp(
      `(?:^|${delimiter === "," ? "," : `\\${delimiter.slice(0, 1)}`})(?:startup|shutdown)-script=`,
    ).exec(flat(rest));
    if (found === null) return [];
    const script = slice(rest, found.index + found[0].length);
    const end = delimiter === "," ? -1 : flat(script).indexOf(delimiter);
    return [end < 0 ? script : slice(script, 0, end)];
  });
