import type { Fact } from "../../../model/fact.ts";
import { type Source, spanOf } from "../../../model/source.ts";
import { known } from "../../../model/value.ts";
import { type HostScript, shellText } from "./host-script.ts";

/** `sh '…'`, `sh """…"""`, `sh(script: '…')`: the shell steps, as far as their text is literal. */
const step = /\b(?:sh|bat)\s*(?:\(\s*)?(?:[\w]+\s*:\s*[\w.]+\s*,\s*)*(?:script\s*:\s*)?('''|"""|'|")/g;
const environment =
  /(?:^|\benvironment[ \t]*\{)[ \t]*([A-Z_][A-Z0-9_]*)[ \t]*=[ \t]*(['"])([^'"\n]*)\2(?=[ \t\r]*(?:$|\}))/gm;

export function jenkinsScripts(written: Source): readonly HostScript[] {
  const source = { ...written, text: withoutComments(written.text) };
  const variables = shellText(source);
  for (const match of source.text.matchAll(environment)) {
    const [, name = "", quote = "", value = ""] = match;
    const at = match.index + match[0].lastIndexOf(quote + value + quote);
    variables.insert(`export ${name}=`, at);
    variables.copy(at, at + value.length + 2);
    variables.insert("\n", at);
  }
  const steps = [...source.text.matchAll(step)].map((match) =>
    stepScript(source, match.index + match[0].length, match[1] ?? "'"),
  );
  return [{ unit: variables.unit(), scope: "shared" }, ...steps];
}

/** Groovy's comments as blanks; strings that hold `//` stay. */
const withoutComments = (text: string): string =>
  text.replaceAll(
    /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (found) => (found.startsWith("/") ? found.replaceAll(/[^\n]/g, " ") : found),
  );

/** A double-quoted string is Groovy's to fill in: its `${x}` look like the shell's and are as unknown. */
function stepScript(source: Source, start: number, quote: string): HostScript {
  const text = shellText(source);
  let at = start;
  for (; at < source.text.length && !source.text.startsWith(quote, at); at++) {
    if (source.text[at] === "\n" && quote.length === 1) break;
    const escaped = source.text[at] === "\\" && /[\\$"']/.test(source.text[at + 1] ?? "");
    if (escaped) at++;
    // `${env.NAME}` and `${params.NAME}` are Groovy's names for variables.
    const named = escaped || quote.startsWith("'") ? null : groovyName.exec(source.text.slice(at, at + 100));
    if (named === null) text.copy(at, at + 1);
    else {
      text.replace(`\${${named[1] ?? ""}}`, at, at + named[0].length);
      at += named[0].length - 1;
    }
  }
  return { unit: text.unit(), scope: "own" };
}

const groovyName = /^\$\{(?:env|params)\.(\w+)\}/;

const credentials = [
  /\b(GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_CREDENTIALS)\s*=\s*(credentials\(\s*['"]([^'"]+)['"]\s*\))/g,
  /\bfile\(\s*credentialsId\s*:\s*(['"]([^'"]+)['"])\s*,\s*variable\s*:\s*['"](GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_CREDENTIALS)['"]/g,
] as const;

/** Key files that Jenkins keeps and hands to a step. */
export function jenkinsKeys(source: Source): readonly Fact[] {
  const [assigned, bound] = credentials;
  return [
    ...[...source.text.matchAll(assigned)].map((match) => keyFact(source, match, match[1] ?? "", match[3] ?? "")),
    ...[...source.text.matchAll(bound)].map((match) => keyFact(source, match, match[3] ?? "", match[2] ?? "")),
  ];
}

function keyFact(source: Source, match: RegExpExecArray, how: string, id: string): Fact {
  const at = match.index + match[0].indexOf(id);
  return {
    kind: "key-reference",
    how,
    file: known(id, spanOf(source.path, at, at + id.length)),
    ci: "jenkins",
    span: spanOf(source.path, match.index, match.index + match[0].length),
    dialect: "shell",
  };
}
