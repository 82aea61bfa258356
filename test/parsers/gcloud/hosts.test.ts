import { describe, expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { bind, factsOf, membersOf, parseScript } from "./parse-fixture.ts";

type Rows = readonly (readonly [string, readonly string[]])[];

const powershell: Rows = [
  [`$m = "a"\n${bind("$m")}`, ["a"]],
  [`$M = 'a'\n${bind("$m")}`, ["a"]],
  [`[string]$m = "a"\n${bind('"$m@x"')}`, ["a@x"]],
  [`$env:M = "a"; ${bind("$env:M")}`, ["a"]],
  [`gcloud projects add-iam-policy-binding p \`\n  --member=a \`\r\n  --role=roles/viewer`, ["a"]],
  [`$n = gcloud config get-value account\n${bind("$n")}`, ["${gcloud config.account}"]],
  [`$n = (gcloud config get-value account)\n${bind('"$($n)"')}`, ["${gcloud config.account}"]],
  [`${bind('"$(gcloud config get-value account)"')}`, ["${gcloud config.account}"]],
  [`${bind('"$(Get-Date)"')}`, ["${expression}"]],
  [`${bind('"$($x.name)"')}`, ["${expression}"]],
  [`$x = Get-Content y.txt\n${bind("$x")}`, ["${expression}"]],
  [`foreach ($m in "a", "b") { ${bind("$m")} }`, ["a", "b"]],
  [`$l = @("a", "b")\nforeach ($m in $l) {\n  ${bind("$m")}\n}`, ["a", "b"]],
  [`$l = @(\n  "a"\n  "b"\n)\n$l | ForEach-Object { ${bind("$_")} }`, ["a", "b"]],
  [`foreach ($m in Get-Users) { ${bind("$m")} }`, ["${m} ?"]],
  [`$a = @("--member=a", "--role=roles/viewer")\ngcloud projects add-iam-policy-binding p @a`, ["a"]],
  [`$a = @("projects", "add-iam-policy-binding", "p", "--member=a", "--role=roles/viewer")\n& gcloud $a`, ["a"]],
  [`if ($x) { ${bind("a")} } else { ${bind("b")} }`, ["a ?", "b ?"]],
  [`try { ${bind("a")} } catch { ${bind("b")} } finally { ${bind("c")} }`, ["a", "b ?", "c"]],
  [`while ($true) { ${bind("a")} }`, ["a ?"]],
  [`function Add($m) { ${bind("$m")} }\nAdd "a"`, ["a"]],
  [
    `function Add { param([string]$Member, $Other = "x")\n ${bind("$member-$other")} }\nAdd -Other b -Member a`,
    ["a-b"],
  ],
  [`function Add($m) { ${bind("$m")} }`, ["${1} ?"]],
  [`param([string]$M = "a")\n${bind("$M")}`, ["a"]],
  [`Invoke-Expression "${bind("a")}"`, ["a"]],
  [`${bind("a")} | Out-Null; ${bind("b")}`, ["a", "b"]],
  [`Invoke-Command -ScriptBlock { ${bind("a")} }`, ["a ?"]],
  [`<#\n${bind("a")}\n#>\n# ${bind("b")}\nWrite-Host "${bind("c")}"`, []],
  [`$t = @"\n${bind("a")}\n"@\n${bind("b")}`, ["b"]],
  [`& "C:\\Program Files\\sdk\\bin\\gcloud.cmd" ${bind("a").slice(7)}`, ["a"]],
];

const batch: Rows = [
  [`set M=a\n${bind("%M%")}`, ["a"]],
  [`set "M=a"\ncall ${bind("!M!")}`, ["a"]],
  [`@gcloud projects add-iam-policy-binding p ^\r\n  --member=a ^\r\n  --role=roles/viewer`, ["a"]],
  [`${bind("%1")}`, ["${1}"]],
  [`if "%X%"=="y" ${bind("a")}`, ["a ?"]],
  [`if exist x.json (\n  ${bind("a")}\n)\n${bind("b")}`, ["a ?", "b"]],
  [`for %%m in (a b) do ${bind("%%m")}`, ["a", "b"]],
  [`for /f %%i in ('gcloud config get-value account') do set M=%%i\n${bind("%M%")}`, ["${gcloud config.account}"]],
  [`rem ${bind("a")}\n:: ${bind("b")}`, []],
  [`${bind("a")} > nul && ${bind("b")}`, ["a", "b"]],
];

const jenkins: Rows = [
  [`sh '${bind("a")}'`, ["a"]],
  [`environment {\n  M = 'a'\n}\nsh '${bind("$M")}'`, ["a"]],
  [`environment {\n  M = 'a'\n}\nsh "${bind("${env.M}")}"`, ["a"]],
  [`environment { M = 'a' }\nsh '${bind("$M")}'`, ["a"]],
  [`environment {\r\n  M = 'a'\r\n}\r\nsh '${bind("$M")}'`, ["a"]],
  [`sh "${bind("${params.M}")}"`, ["${M}"]],
  [`sh(script: "${bind("a")}", returnStdout: true)`, ["a"]],
  [`sh(returnStdout: true, script: '''${bind("a")}''').trim()`, ["a"]],
  [`sh """\n  gcloud projects add-iam-policy-binding p \\\\\n    --member=a --role=roles/viewer\n"""`, ["a"]],
  [`bat '${bind("a")}'`, ["a"]],
  [`// sh '${bind("a")}'\n/* sh '${bind("b")}' */\nsh 'echo http://x; ${bind("c")}'`, ["c"]],
];

const docker: Rows = [
  [`FROM x\nENV M=a\nRUN ${bind("$M")}`, ["a"]],
  [`FROM x\nENV M a\nRUN ${bind("$M")}`, ["a"]],
  [`FROM x\nARG M=a\nRUN ${bind("$M")}`, ["a"]],
  [`FROM x\nENV M=a\nFROM y\nRUN ${bind("$M")}`, ["${M}"]],
  [`FROM x\nRUN ["gcloud", "projects", "add-iam-policy-binding", "p", "--member=a", "--role=roles/viewer"]`, ["a"]],
  [`FROM x\nRUN <<X\n${bind("a")}\nX\nRUN ${bind("b")}`, ["a", "b"]],
  [`FROM x\nRUN true && \\\n  # comment\n  ${bind("a")}`, ["a"]],
  [`FROM x\nRUN --mount=type=cache,target=/y ${bind("a")}`, ["a"]],
  [`FROM x\nONBUILD RUN ${bind("a")}`, ["a"]],
  [`FROM x\nHEALTHCHECK --interval=5s CMD ${bind("a")}`, ["a"]],
  [`FROM x\n# RUN ${bind("a")}\nLABEL x="${bind("b")}"`, []],
];

const kinds = { "x.ps1": powershell, "x.bat": batch, Jenkinsfile: jenkins, Dockerfile: docker };

describe.each(Object.entries(kinds))("%s", (path, rows) => {
  test.each(rows)("%s", (text, expected) => {
    expect(membersOf(text, {}, path)).toEqual(expected);
  });
});

test("scripts of package.json", () => {
  const text = JSON.stringify({
    scripts: { grant: bind("a"), both: `npm run grant && ${bind('"b"')}` },
    other: bind("c"),
  });
  expect(membersOf(text, {}, "package.json")).toEqual(["a", "b"]);
});

test("an unfinished PowerShell script", () => {
  for (const text of [
    `${bind("a")}\nif ($x) {\n`,
    `${bind("a")}\n$x = "`,
    `${bind("a")}\n}}}`,
    `${bind("a")}\nforeach (`,
    `${bind("a")}\n${"{".repeat(2000)}`,
  ]) {
    expect(membersOf(text, {}, "x.ps1")).toContain("a");
  }
});

test("a key on Windows", () => {
  const parsed = parseScript('$env:GOOGLE_APPLICATION_CREDENTIALS = "C:\\keys\\k.json"', {}, "x.ps1");
  expect(factsOf(parsed, "key-reference").map(({ file }) => file && show(file))).toEqual(["C:\\keys\\k.json"]);
});
