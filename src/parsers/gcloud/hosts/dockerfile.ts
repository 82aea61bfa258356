import { posix } from "node:path";
import type { Fact } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import { type Source, spanOf } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import { unitIn, unitOf } from "../unit.ts";
import { type HostScript, endsWithBackslash, lineStretches, shellText } from "./host-script.ts";

interface Instruction {
  readonly name: string;
  /** Where its arguments are, continued lines included. */
  readonly start: number;
  readonly end: number;
}

/** `RUN`, `CMD` and `ENTRYPOINT`; `ENV` and `ARG` before what they hold for. */
export function dockerfileScripts(source: Source): readonly HostScript[] {
  return instructions(source.text).flatMap((instruction) => scriptOf(source, instruction));
}

function scriptOf(source: Source, { name, start, end }: Instruction): readonly HostScript[] {
  switch (name) {
    case "ONBUILD":
    case "HEALTHCHECK":
      return innerInstruction(source, start, end);
    case "FROM":
      return [{ unit: unitIn(unitOf(source), start, ""), scope: "fresh" }];
    case "ENV":
    case "ARG":
      return [{ unit: assignments(source, name, start, end), scope: "shared" }];
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      return [{ unit: unitIn(unitOf(source), start, commandText(source.text.slice(start, end))), scope: "own" }];
    default:
      return [];
  }
}

/** `ONBUILD RUN …`, `HEALTHCHECK --interval=5s CMD …`. */
function innerInstruction(source: Source, start: number, end: number): readonly HostScript[] {
  const match = /^(?:--\S+\s+)*(RUN|CMD|ENV|ARG)\s/i.exec(source.text.slice(start, end));
  if (match === null) return [];
  return scriptOf(source, { name: (match[1] ?? "").toUpperCase(), start: start + match[0].length, end });
}

/** Flags of the instruction, comments between continued lines, and the brackets of the JSON form give way to blanks. */
function commandText(text: string): string {
  const command = text
    .replace(/^(?:\s*--\w[\w-]*(?:=\S*)?\s)+/, (flags) => flags.replaceAll(/[^\n\\]/g, " "))
    .replaceAll(/(?<=\\\n)[ \t]*#[^\n]*/g, (comment) => `${" ".repeat(comment.length - 1)}\\`);
  if (/^\s*\[/.test(command)) return jsonForm(command);
  const hereDocument = /^\s*<<-?(["']?)(\w+)\1[ \t]*\n/.exec(command);
  if (hereDocument === null) return command;
  const body = command.slice(hereDocument[0].length).replace(new RegExp(String.raw`\n${hereDocument[2]}\s*$`), "");
  return " ".repeat(hereDocument[0].length) + body;
}

function jsonForm(text: string): string {
  let quoted = false;
  return Array.from(text, (char, at) => {
    if (char === '"' && text[at - 1] !== "\\") quoted = !quoted;
    return !quoted && /[[\],]/.test(char) ? " " : char;
  }).join("");
}

/** `ENV A=b C=d`, `ENV A b c`, `ARG A=b` as assignments. */
function assignments(source: Source, name: string, start: number, end: number): HostScript["unit"] {
  const text = shellText(source);
  const written = source.text.slice(start, end);
  const old = name === "ENV" ? /^(\s*[A-Za-z_]\w*)[ \t]+(?!=)(?=\S)/.exec(written) : null;
  text.insert(name === "ENV" ? "export " : "", start);
  if (old === null) text.copy(start, end);
  else {
    text.copy(start, start + (old[1]?.length ?? 0));
    text.insert('="', start);
    text.copy(start + old[0].length, end);
    text.insert('"', end);
  }
  return text.unit();
}

function instructions(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  const lines = lineStretches(text);
  for (let index = 0; index < lines.length; index++) {
    const [start, firstEnd] = lines[index] ?? [0, 0];
    const match = /^\s*([A-Za-z]+)\s/.exec(text.slice(start, firstEnd));
    if (match === null) continue;
    let end = firstEnd;
    while (continued(text, lines[index]) && index + 1 < lines.length) end = lines[++index]?.[1] ?? end;
    const here = /<<-?["']?(\w+)["']?\s*$/.exec(text.slice(start, end))?.[1];
    if (here !== undefined) {
      const last = lines.findIndex((line, at) => at > index && text.slice(...line).trim() === here);
      index = last < 0 ? lines.length : last;
      end = lines[index]?.[1] ?? text.length;
    }
    found.push({ name: (match[1] ?? "").toUpperCase(), start: start + match[0].length, end });
  }
  return found;
}

/** A comment between continued lines does not end them. */
const continued = (text: string, line: readonly [number, number] | undefined): boolean => {
  const written = line === undefined ? "" : text.slice(...line);
  return endsWithBackslash(written.trimEnd()) || /^\s*#/.test(written);
};

const keyLike = /(?:^|[/_.-])(?:key|keyfile|credentials?|creds|service[-_]?account|sa)[^/]*\.(?:json|p12)$/i;

/** `COPY key.json …`: a key that goes into the image. */
export function copiedKeys(source: Source, workspace: Workspace): readonly Fact[] {
  return instructions(source.text)
    .filter(({ name }) => name === "COPY" || name === "ADD")
    .flatMap(({ name, start, end }) => {
      const words = [...source.text.slice(start, end).matchAll(/[^\s"',[\]\\]+/g)].filter(
        ([word]) => !word.startsWith("--"),
      );
      return words.slice(0, -1).flatMap((word): Fact[] => {
        const span = spanOf(source.path, start + word.index, start + word.index + word[0].length);
        const content =
          workspace.read(posix.join(posix.dirname(source.path), word[0])) ?? workspace.read(posix.normalize(word[0]));
        const isKey = content === undefined ? keyLike.test(word[0]) : /"type"\s*:\s*"service_account"/.test(content);
        if (!isKey) return [];
        return [{ kind: "key-reference", how: name, file: known(word[0], span), span, dialect: "shell" }];
      });
    });
}
