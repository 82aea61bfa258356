import { argumentText } from "../builtins/builtin-call.ts";
import { runText } from "../builtins/scripts.ts";
import { type Call, flag, projectOf } from "../call.ts";
import { onOtherMachine } from "../elsewhere.ts";
import { type Text, flat, literal, plain } from "../text.ts";

/** `gcloud compute ssh VM --command=TEXT` or `-- TEXT`: the machine's own account runs it. */
export function runRemotely(call: Call): void {
  const { shell, invocation } = call;
  const command = flag(call, "--command")?.text ?? afterDashes(call) ?? invocation.stdin;
  if (command === undefined) return;
  const machine = { account: accountOfMachine(call), project: projectOf(call).text };
  onOtherMachine(shell, machine, invocation.span, () => runText(shell, command, invocation.span));
}

/** Options of ssh and the command that stand after `--`. */
function afterDashes({ invocation: { words, span: invocationSpan } }: Call): Text | undefined {
  const dashes = words.findIndex(({ text }) => plain(text) === "--");
  const rest = dashes < 0 ? [] : words.slice(dashes + 1);
  const from = rest.findIndex(({ text }, index) => {
    const before = plain(rest[index - 1]?.text) ?? "";
    return !flat(text).startsWith("-") && !/^-[LRDpiFEbceJlmOoQSWw]$/.test(before);
  });
  if (from < 0) return undefined;
  return argumentText(rest.slice(from), rest[from]?.span ?? invocationSpan);
}

/** The account that the script gave to the machine of this name when it made it. */
function accountOfMachine({ args, facts }: Call): Text | undefined {
  const name = plain(args[0]?.text)?.replace(/^.*@/, "");
  const made = facts.findLast(
    (fact) => fact.kind === "workload" && fact.name?.kind === "known" && fact.name.text === name,
  );
  const account = made?.kind === "workload" ? made.account : undefined;
  return account?.kind === "known" ? [literal(account.text, account.span)] : undefined;
}
