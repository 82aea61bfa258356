#!/usr/bin/env bash
# The lint step of action.yml: one run, several outputs; the gate comes after the upload and reads the exit code.
set -uo pipefail

sarif=iam-lint.sarif
findings=$(mktemp)
run=(npx --yes "iam-lint@$INPUT_VERSION")
[ -z "${IAM_LINT:-}" ] || run=("$IAM_LINT")

args=(lint --fail-on "$INPUT_FAIL_ON" --format "sarif:$sarif" --format "json:$findings")
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || args+=(--format "markdown:$GITHUB_STEP_SUMMARY")
[ -z "$INPUT_CONFIG" ] || args+=(--config "$INPUT_CONFIG")
[ -z "$INPUT_BASELINE" ] || args+=(--baseline "$INPUT_BASELINE")
annotate=$INPUT_ANNOTATIONS
[ -n "$annotate" ] || { [ "$INPUT_UPLOAD" = true ] && annotate=false || annotate=true; }
[ "$annotate" = true ] && args+=(--format github)
read -r -a extra <<<"$INPUT_ARGS"
read -r -a paths <<<"$INPUT_PATHS"

"${run[@]}" "${args[@]}" ${extra[@]+"${extra[@]}"} ${paths[@]+"${paths[@]}"}
code=$?

open=$(node -e '
  const { readFileSync } = require("node:fs");
  try {
    const { findings } = JSON.parse(readFileSync(process.argv[1], "utf8"));
    console.log(findings.filter(({ status }) => status === "open").length);
  } catch {
    console.log("");
  }' "$findings")
{
  echo "exit-code=$code"
  echo "findings=$open"
  [ ! -f "$sarif" ] || echo "sarif-file=$INPUT_DIRECTORY/$sarif"
} >>"$GITHUB_OUTPUT"
exit 0
