import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Log } from "sarif";

const binary = fileURLToPath(
  new URL("../tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool", import.meta.url),
);

/** Microsoft ships the validator for this platform alone. */
export const hasMultitool: boolean = process.platform === "linux" && process.arch === "x64";

/** Off by default even under the GitHub rule set. GH1004 stays off: its limits are older than GitHub's. */
const switchedOn = [
  "GH1001.ProvideRequiredLocationProperties",
  "GH1003.ProvideRequiredRegionProperties",
  "GH1005.LocationsMustBeRelativeUrisOrFilePaths",
  "GH1006.ProvideCheckoutPath",
  "GH1007.ProvideFullyFormattedMessageStrings",
];

const configuration = `<?xml version="1.0" encoding="utf-8"?>
<Properties>
${switchedOn
  .map(
    (rule) =>
      `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="Error" Type="Driver.RuleEnabledState" /></Properties>`,
  )
  .join("\n")}
</Properties>
`;

/**
 * What Microsoft's validator has against logs under GitHub's rules, one line a complaint. Its exit code says nothing and
 * its wrapper loses arguments, so the binary is called itself and its output file read.
 */
export function multitoolComplaints(logs: Readonly<Record<string, string>>): readonly string[] {
  chmodSync(binary, 0o755);
  const folder = mkdtempSync(join(tmpdir(), "iam-lint-sarif-"));
  try {
    for (const [name, text] of Object.entries(logs)) writeFileSync(join(folder, `${name}.sarif`), text);
    writeFileSync(join(folder, "rules.xml"), configuration);
    return Object.keys(logs).flatMap((name) => validate(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function validate(folder: string, name: string): readonly string[] {
  const output = join(folder, `${name}.out`);
  const { status, stdout, stderr } = spawnSync(
    binary,
    ["validate", join(folder, `${name}.sarif`), "--rule-kind", "Sarif;Ghas", "-c", join(folder, "rules.xml")].concat([
      "--quiet",
      "true",
      "-o",
      output,
      "--log",
      "ForceOverwrite",
    ]),
    { encoding: "utf8", env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } },
  );
  if (status !== 0) throw new Error(`the validator gave ${status}: ${stdout}${stderr}`);
  const log = JSON.parse(readFileSync(output, "utf8").replace(/^\ufeff/, "")) as Log;
  const run = log.runs[0];
  return (run?.results ?? []).map(({ ruleId, rule, message, locations = [] }) => {
    const line = locations[0]?.physicalLocation?.region?.startLine ?? 0;
    return `${name}:${line}: ${ruleId ?? rule?.id}: ${message.text ?? `${message.id} ${message.arguments?.join(", ")}`}`;
  });
}
