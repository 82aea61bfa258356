import type { Embedded } from "../../../model/parser.ts";

/** The language of a script, by the shell that a job names and by its first line; absent: one that nobody here reads. */
export function languageOf(text: string, shell?: string): Embedded["language"] | undefined {
  const interpreter = /^\s*#!\s*(\S+)(?:\s+(\S+))?/u.exec(text);
  const name = shell ?? (interpreter === null ? "bash" : `${interpreter[1] ?? ""} ${interpreter[2] ?? ""}`);
  if (/python/u.test(name)) return "python";
  if (/\bnode\b|ts-node|tsx|deno|bun/u.test(name)) return "typescript";
  return /(?:ba|z|da|k|^|\/|\s)sh\b/u.test(name) ? "shell" : undefined;
}
