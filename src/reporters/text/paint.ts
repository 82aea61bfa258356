import type { View } from "../../model/report.ts";
import type { Level } from "../../model/rule.ts";

type Stroke = (text: string) => string;

/** How the parts of the output are coloured, if at all. */
export interface Paint {
  readonly level: Readonly<Record<Level, Stroke>>;
  readonly strong: Stroke;
  readonly gutter: Stroke;
  readonly mark: Stroke;
  readonly link: (text: string, url: string) => string;
}

const sgr =
  (codes: string): Stroke =>
  (text) =>
    `\u001b[${codes}m${text}\u001b[0m`;

const bare: Stroke = (text) => text;

const levels: Record<Level, string> = { error: "1;31", warning: "1;33", note: "1;36" };

/** The paint for one finding: its marks take the colour of its level. */
export function paintFor({ color, hyperlinks }: View, level: Level): Paint {
  const stroke = (codes: string): Stroke => (color ? sgr(codes) : bare);
  return {
    level: { error: stroke(levels.error), warning: stroke(levels.warning), note: stroke(levels.note) },
    strong: stroke("1"),
    gutter: stroke("34"),
    mark: stroke(levels[level]),
    link: (text, url) => (hyperlinks ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text),
  };
}
