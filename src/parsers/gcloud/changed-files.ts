import { fileOf, writeFile } from "./files.ts";
import { own } from "./own.ts";
import type { Shell, Word } from "./shell.ts";
import { flat, plain } from "./text.ts";

/** Programs that change files they are given, by the option without which they only print; interpreters may do anything. */
const editors: Readonly<Record<string, RegExp | true>> = {
  yq: /^-[a-zA-Z]*i|^--in-?place|^w$/,
  perl: /^-[a-z]*i/,
  ruby: true,
  python: true,
  python3: true,
  node: true,
  sponge: true,
  ed: true,
  ex: true,
  vim: true,
  patch: true,
  crudini: true,
  truncate: true,
};

/** Programs that write the file after an option. */
const writers: Readonly<Record<string, RegExp>> = {
  curl: /^(?:-[a-zA-Z]*o|--output)$/,
  wget: /^(?:-O|--output-document)$/,
  base64: /^-o$/,
  openssl: /^-out$/,
  jsonnet: /^(?:-o|--output-file)$/,
  gomplate: /^(?:-o|--out)$/,
};

/** What a program may have changed is not known from here on. */
export function forgetFiles(shell: Shell, name: string, args: readonly Word[]): void {
  const editor = own(editors, name);
  const edits = editor === true || (editor !== undefined && args.some(({ text }) => editor.test(plain(text) ?? "")));
  const writer = own(writers, name);
  for (const [index, { text }] of args.entries()) {
    const isWritten = writer !== undefined && writer.test(plain(args[index - 1]?.text) ?? "");
    const isEdited = edits && index >= 0 && !flat(text).startsWith("-") && fileOf(shell, text) !== undefined;
    if (isWritten || isEdited) writeFile(shell, text, undefined, false);
  }
}
