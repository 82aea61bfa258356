import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../src/cli/main.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, in a folder, without a terminal. */
export async function runMain(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    env: { SOURCE_DATE_EPOCH: "1795478400", ...env },
    cwd,
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** A new folder with these files, outside of any repository. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "iam-lint-test-"));
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** A grant that every run reports: `basic-role-editor`. */
export const editorGrant = `resource "google_project_iam_member" "ci" {
  project = "ml-prod"
  role    = "roles/editor"
  member  = "serviceAccount:ci@ml-prod.iam.gserviceaccount.com"
}
`;
