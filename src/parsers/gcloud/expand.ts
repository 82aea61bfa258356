import type { CommandExpansionPart, HereDocBody, ParameterExpansionPart, Word as WordNode, WordPart } from "unbash";
import type { Span } from "../../model/source.ts";
import { evaluateArithmetic } from "./arithmetic.ts";
import { braceAlternatives } from "./braces.ts";
import { expandParameter } from "./parameter.ts";
import { type Shell, type Word, capture, inSubshell, limitReached, limits, textOf } from "./shell.ts";
import { type Text, computed, flat, gap, linesOf, literal, plain, slice, split, usedAt } from "./text.ts";
import { parseWord, wordOffset } from "./syntax.ts";
import { type Unit, unitAt, unitIn } from "./unit.ts";

/** The words that a word becomes: braces, variables, substitutions, splitting. */
export function expandWords(shell: Shell, word: WordNode): Word[] {
  const span = shell.unit.place(word.pos, word.end);
  if (word.parts === undefined) {
    return [{ text: literalText(shell.unit, word.value, word.text, word.pos, word.end), span, loose: false }];
  }
  const fields = newFields(span);
  expandParts(shell, word.parts, fields, false);
  return fields.words(shell);
}

/** A word that is not split: an assignment's value, a case's subject. */
export function expandText(shell: Shell, word: WordNode): Text {
  const { pos, end, parts } = word;
  if (parts === undefined) return literalText(shell.unit, word.value, word.text, pos, end);
  const fields = newFields(shell.unit.place(pos, end));
  expandParts(shell, parts, fields, true);
  return joined(fields.words(shell));
}

const joined = (words: readonly Word[], by = " "): Text =>
  words.flatMap(({ text, span }, index) => (index === 0 ? text : [literal(by, span, false), ...text]));

/** The text of a here-document; `<<-` takes the leading tabs away. */
export function expandHereDocument(shell: Shell, body: HereDocBody, quoted: boolean, dedented: boolean): Text {
  const fields = newFields(shell.unit.place(body.pos, body.end));
  if (quoted) fields.add(literalText(shell.unit, body.text, body.text, body.pos, body.end));
  else if (body.parts === undefined) fields.add(hereText(shell.unit, body.text, body.pos));
  else {
    for (const part of body.parts) {
      if (part.type === "Literal") fields.add(hereText(shell.unit, part.text, part.pos));
      else expandPart(shell, part, fields, true);
    }
  }
  const text = joined(fields.words(shell));
  if (!dedented) return text;
  return linesOf(text).flatMap((line) => {
    const tabs = /^\t*/.exec(flat(line))?.[0].length ?? 0;
    return slice(line, tabs).concat(literal("\n", shell.unit.place(body.pos, body.end), false));
  });
}

/** In a here-document a backslash means something only before `$`, `` ` ``, another one, and a line end. */
function hereText(unit: Unit, source: string, pos: number): Text {
  const pieces: Text[number][] = [];
  let from = 0;
  const add = (to: number): void => {
    if (to > from) pieces.push(literal(source.slice(from, to), unit.place(pos + from, pos + to), unit.exact));
  };
  for (const { index, 0: escape } of source.matchAll(/\\[$`\\\n]/g)) {
    add(index);
    from = escape.endsWith("\n") ? index + 2 : index + 1;
    if (escape === "\\\\") {
      add(index + 2);
      from = index + 2;
    }
  }
  add(source.length);
  return pieces;
}

/** What a command substitution prints, without the last line ends. */
function expandCommand(shell: Shell, part: CommandExpansionPart): Text {
  const { script } = part;
  const span = shell.unit.place(part.pos, part.end);
  if (script === undefined) return [gap(part.text, "the command can't be read", span)];
  const printed = inUnit(shell, unitOfScript(shell.unit, script.source, span), () =>
    inSubshell(shell, () => capture(shell, () => shell.runScript(shell, script))),
  );
  const text = slice(printed, 0, flat(printed).trimEnd().length);
  const [only] = text;
  const expression = shortened(part.text);
  if (text.length === 1 && only?.kind === "gap" && only.choices !== undefined && isSilent(only)) {
    return [{ ...only, part: { expression }, use: span }];
  }
  return text.some(isSilent) ? [gap(expression, "the command's output is not known", span)] : usedAt(text, span);
}

/** Stands for what an unknown command prints. */
const isSilent = (piece: Text[number]): boolean =>
  piece.kind === "gap" && "expression" in piece.part && piece.part.expression === "";

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
};

/** unbash decodes backticks that hold escapes; the offsets of such a script are its own. */
const unitOfScript = (unit: Unit, source: string | undefined, span: Span): Unit =>
  source === undefined ? unit : unitAt(span, source);

export function inUnit<T>(shell: Shell, unit: Unit, run: () => T): T {
  const outer = shell.unit;
  shell.unit = unit;
  try {
    return run();
  } finally {
    shell.unit = outer;
  }
}

/** A literal as the source writes it; where escapes and continued lines break it, as several stretches. */
function literalText(unit: Unit, value: string, source: string, pos: number, end: number): Text {
  if (value === "") return [];
  if (value === source) return [literal(value, unit.place(pos, end), unit.exact)];
  const stretches = unit.exact ? stretchesOf(source) : [];
  if (stretches.map(({ text }) => text).join("") !== value) return [literal(value, unit.place(pos, end), false)];
  return stretches.map(({ text, from }) => literal(text, unit.place(pos + from, pos + from + text.length)));
}

/** The stretches between backslashes: what follows one stands for itself, a line end for nothing. */
function stretchesOf(source: string): readonly { readonly text: string; readonly from: number }[] {
  const stretches: { text: string; from: number }[] = [];
  let from = 0;
  for (let at = source.indexOf("\\"); at >= 0; at = source.indexOf("\\", at + 2)) {
    if (at > from) stretches.push({ text: source.slice(from, at), from });
    from = source[at + 1] === "\n" ? at + 2 : at + 1;
  }
  return [...stretches, { text: source.slice(from), from }].filter(({ text }) => text !== "");
}

function expandParts(shell: Shell, parts: readonly WordPart[], fields: Fields, quoted: boolean): void {
  for (const part of parts) expandPart(shell, part, fields, quoted);
}

function expandPart(shell: Shell, part: WordPart, fields: Fields, quoted: boolean): void {
  const { unit } = shell;
  const span = unit.place(part.pos, part.end);
  switch (part.type) {
    case "Literal":
      return fields.add(literalText(unit, part.value, part.text, part.pos, part.end));
    case "SingleQuoted":
    case "AnsiCQuoted":
      return fields.addQuoted(quotedText(unit, part));
    case "DoubleQuoted":
    case "LocaleString":
      fields.addQuoted([]);
      return expandParts(shell, part.parts, fields, true);
    case "SimpleExpansion":
      return addParameter(shell, { name: part.text.slice(1), span }, fields, quoted);
    case "ParameterExpansion":
      return addParameter(shell, { name: part.parameter, span, part }, fields, quoted);
    case "CommandExpansion":
      return addExpanded(shell, expandCommand(shell, part), fields, quoted);
    case "ArithmeticExpansion": {
      const number = part.expression && evaluateArithmetic(shell, part.expression);
      return fields.add(
        number === undefined ? [gap(part.text, "the number is not known", span)] : computed(`${number}`, span),
      );
    }
    case "ProcessSubstitution":
      return fields.add(processFile(shell, part.script, part.text, span));
    case "BraceExpansion":
      // Assignments and quotes keep braces.
      if (quoted) return fields.add(literalText(unit, part.text, part.text, part.pos, part.end));
      return fields.multiply(alternativesOf(shell, part.text, part.pos));
    case "Glob":
    case "ExtendedGlob":
      return fields.add(literalText(unit, part.text, part.text, part.pos, part.end));
  }
}

function quotedText(
  unit: Unit,
  part: { readonly value: string; readonly text: string; pos: number; end: number },
): Text {
  const open = part.text.startsWith("$") ? 2 : 1;
  return literalText(unit, part.value, part.text.slice(open, -1), part.pos + open, part.end - 1);
}

interface ParameterUse {
  readonly name: string;
  readonly span: Span;
  readonly part?: ParameterExpansionPart;
}

function addParameter(shell: Shell, use: ParameterUse, fields: Fields, quoted: boolean): void {
  const texts = expandParameter(shell, use.name, use.span, use.part, expandText);
  if (texts.kind === "text") return addExpanded(shell, texts.text, fields, quoted);
  const { items } = texts;
  if (quoted && texts.joined) {
    const by = plain(textOf(shell, "IFS"))?.slice(0, 1) ?? " ";
    return fields.add(
      joined(
        items.map((text) => ({ text, span: use.span, loose: false })),
        by,
      ),
    );
  }
  for (const [index, item] of items.entries()) {
    if (index > 0) fields.cut();
    if (quoted) fields.addQuoted(item);
    else addExpanded(shell, item, fields, false);
  }
}

/** An expansion outside of quotes is split at white space; one that is not known is not. */
function addExpanded(shell: Shell, text: Text, fields: Fields, quoted: boolean): void {
  if (quoted) return fields.add(text);
  const words = split(text, separators(shell));
  for (const [index, word] of words.entries()) {
    if (index > 0) fields.cut();
    fields.add(word);
  }
}

/** What `IFS` says; blanks and line ends unless the script says something else. */
function separators(shell: Shell): RegExp {
  const ifs = plain(textOf(shell, "IFS"));
  if (ifs === undefined || /^\s*$/.test(ifs)) return /\s+/gu;
  return new RegExp(`[${ifs.replaceAll(/[\]\\^-]/g, String.raw`\$&`)}]`, "gu");
}

function processFile(shell: Shell, script: CommandExpansionPart["script"], source: string, span: Span): Text {
  if (script === undefined) return [gap(source, "the command can't be read", span)];
  const path = `/dev/fd/${span.path}:${span.start}`;
  const printed = inSubshell(shell, () => capture(shell, () => shell.runScript(shell, script)));
  shell.state.files.set(path, printed);
  return [literal(path, span, false)];
}

function alternativesOf(shell: Shell, text: string, pos: number): Text[] {
  const alternatives = braceAlternatives(text, limits.words);
  if (alternatives === undefined) {
    limitReached(
      shell,
      `a brace expansion makes more than ${limits.words} words`,
      shell.unit.place(pos, pos + text.length),
    );
    return [[gap(text, "too many words", shell.unit.place(pos, pos + text.length))]];
  }
  return alternatives.flatMap(({ text: part, offset }) => {
    if (part === "") return [[]];
    if (offset === undefined) return [computed(part, shell.unit.place(pos, pos + text.length))];
    const word = parseWord(part);
    if (word === undefined) return [];
    const unit = unitIn(shell.unit, pos + offset - wordOffset, `: ${part}`);
    return inUnit(shell, unit, () => expandWords(shell, word)).map((expanded) => expanded.text);
  });
}

/** The words under construction. Braces make several at once. */
interface Fields {
  readonly add: (text: Text) => void;
  /** Quotes make a word even if there is nothing in them. */
  readonly addQuoted: (text: Text) => void;
  readonly multiply: (alternatives: readonly Text[]) => void;
  /** The word ends here. */
  readonly cut: () => void;
  readonly words: (shell: Shell) => Word[];
}

function newFields(span: Span): Fields {
  const done: { readonly text: Text; readonly loose: boolean }[] = [];
  let open: Text[number][][] = [[]];
  let started = false;
  let firm = false;
  const append = (text: Text): void => {
    for (const before of open) for (const piece of text) before.push(piece);
  };
  const cut = (): void => {
    if (started) done.push(...open.map((text) => ({ text, loose: !firm })));
    open = [[]];
    started = firm = false;
  };
  return {
    add: (text) => {
      started ||= text.length > 0;
      firm ||= text.some((piece) => piece.kind === "literal");
      append(text);
    },
    addQuoted: (text) => {
      started = firm = true;
      append(text);
    },
    multiply: (alternatives) => {
      started = firm = true;
      open = open.slice(0, limits.words).flatMap((before) => alternatives.map((text) => [...before, ...text]));
    },
    cut,
    words: (shell) => {
      cut();
      return done
        .slice(0, limits.words * 4)
        .map(({ text, loose }) => ({ text: bounded(shell, text, span), span, loose }));
    },
  };
}

/** Texts that grow in a loop stop somewhere. */
function bounded(shell: Shell, text: Text, span: Span): Text {
  if (text.length < 5000 && flat(text).length < limits.text) return text;
  limitReached(shell, `a text grows beyond ${limits.text} characters`, span);
  return [gap("…", "the text is too long", span)];
}
