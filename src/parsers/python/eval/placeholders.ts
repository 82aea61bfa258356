import type { Part } from "../terms.ts";

/** To be filled in by whoever runs it: `[your-project-id]`, `<bucket>`, `YOUR_PROJECT`, `my-bucket`. */
const whole =
  /^(gs:\/\/|bq:\/\/)?(\[[^\][]*\]|<[^<>]*>|your[-_ ][\w ./-]*|\[?(?:your|my)[-_ ](?:project|bucket|region|service|email)[\w -]*\]?)$/i;
/** In a longer text: `deployer@[your-project].iam.gserviceaccount.com`, `projects/YOUR_PROJECT/locations/us-central1`. */
const within =
  /\[(?:your|insert|enter)\b[^\][]*\]|<(?:your|insert|enter)\b[^<>]*>|<[A-Z]{3}[A-Z0-9_-]*>|\byour(?:[-_][a-z0-9]+)+/gi;
const maxLength = 500;

/** The parts of a text that holds some; `undefined`: it holds none. */
export function placeholdersIn(text: string): readonly Part[] | undefined {
  if (text.length > maxLength || !/[[<]|your|my[-_ ]/i.test(text)) return undefined;
  const match = whole.exec(text);
  if (match !== null) return [match[1] ?? "", { expression: match[2] ?? text }];
  const parts: Part[] = [];
  let at = 0;
  for (const { index, 0: expression } of text.matchAll(within)) {
    parts.push(text.slice(at, index), { expression });
    at = index + expression.length;
  }
  return parts.length === 0 ? undefined : [...parts, text.slice(at)];
}
