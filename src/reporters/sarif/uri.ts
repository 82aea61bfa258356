/**
 * A path of the report as a relative URI: percent-encoded segment by segment, without `.` and `..`, so that a blank, a
 * colon or a percent sign breaks nobody's parser.
 */
export function uriOf(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encodeURIComponent(wellFormed(segment)));
  }
  return segments.join("/");
}

/** Half a surrogate pair can't be encoded. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
