import type { Embedded } from "../../../model/parser.ts";
import { glance } from "../recogniser.ts";
import type { Cell } from "./json-cells.ts";

const magic = /^\s*%%(?:writefile|file)\s+(?:-a\s+|--append\s+)?["']?(\S+?)["']?[ \t]*\r?\n/;

const languages: Readonly<Record<string, Embedded["language"]>> = {
  py: "python",
  sh: "shell",
  bash: "shell",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
};

const concernsUs =
  /gcloud|gsutil|\bbq\b|GOOGLE_|gserviceaccount|roles\/|serviceAccount|service_account|workerPoolSpecs/;

/** `%%writefile trainer/task.py`: a file of its own, which something else will run or read. */
export function writtenFile(path: string, { kind, text, offsets }: Cell): Embedded | undefined {
  const match = kind === "code" ? magic.exec(text) : null;
  if (match === null) return undefined;
  const [line, file = ""] = match;
  const language = languages[/\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? ""];
  const written = text.slice(line.length);
  const isOurs = language === "python" ? glance(written, file) : concernsUs.test(written);
  if (language === undefined || !isOurs) return undefined;
  const end = offsets.at(-1) ?? 0;
  const toHost = (offset: number): number => offsets[line.length + offset] ?? end;
  return { source: { path: `${path}#${file}`, text: written, host: { path, toHost } }, language };
}
