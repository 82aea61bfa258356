import type { Embedded } from "../../../model/parser.ts";
import { positionAt, lineStartsOf } from "../../../model/source.ts";
import type { Value } from "../../../model/value.ts";
import type { Document } from "./document.ts";
import type { MappedText } from "./mapped-text.ts";
import { optional } from "./optional.ts";

/** Who runs a script, in which project, with what set. */
export interface Surroundings {
  readonly runsAs?: Value | undefined;
  readonly project?: Value | undefined;
  readonly environment?: Readonly<Record<string, Value>>;
  /** The job whose steps share a machine: what one of them signs in as, the next ones are. */
  readonly session?: string | undefined;
}

/** Words without which a script neither calls Google Cloud nor handles its credentials. */
const concernsUs =
  /gcloud|gsutil|\bbq\b|GOOGLE_|CLOUDSDK_|googleapis|gserviceaccount|roles\/|aiplatform|\bkfp\b|kubectl|terraform|GITHUB_ENV|\.sh\b/u;

/** Is a script worth handing on? */
export const isOfInterest = (script: string): boolean => concernsUs.test(script);

/** A script inside a document, named after the line where it begins. */
export function embed(
  document: Document,
  script: MappedText,
  language: Embedded["language"],
  around: Surroundings,
): Embedded {
  const { text, offsets } = script;
  const first = offsets[Math.max(0, text.search(/\S/u))] ?? 0;
  const { line } = positionAt(lineStarts(document), first);
  const end = offsets.at(-1) ?? 0;
  return {
    source: {
      path: `${document.path}#run:${line}`,
      text,
      host: { path: document.path, toHost: (offset) => offsets[offset] ?? end },
    },
    language,
    ...optional("runsAs", around.runsAs),
    ...optional("project", around.project),
    ...optional("environment", around.environment),
    ...optional("session", around.session),
  };
}

const starts = new WeakMap<Document, readonly number[]>();

function lineStarts(document: Document): readonly number[] {
  const known = starts.get(document) ?? lineStartsOf(document.text);
  starts.set(document, known);
  return known;
}
