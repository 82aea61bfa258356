import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Records what the real thing plans for whole modules: the outputs, and what each `terraform_data` is to hold.
 *
 *     tsx scripts/record-plans.ts terraform      the binary by name or path
 */
const folder = "fixtures/parsers/terraform/planned";
const [tool = "terraform"] = process.argv.slice(2);

interface Module {
  readonly resources?: readonly { readonly address: string; readonly values: { readonly input?: unknown } }[];
  readonly child_modules?: readonly Module[];
}

interface Plan {
  readonly planned_values: {
    readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
    readonly root_module: Module;
  };
}

for (const name of readdirSync(folder)) {
  const scratch = mkdtempSync(join(tmpdir(), "plans-"));
  cpSync(join(folder, name), scratch, { recursive: true });
  rmSync(join(scratch, "planned.json"), { force: true });
  const run = (...args: readonly string[]): string => execFileSync(tool, args, { cwd: scratch, encoding: "utf8" });
  run("init", "-input=false");
  run("plan", "-input=false", "-out=plan");
  const { planned_values: planned } = JSON.parse(run("show", "-json", "plan")) as Plan;
  const outputs = Object.entries(planned.outputs ?? {}).map(([key, { value }]) => [key, value] as const);
  const resources = resourcesIn(planned.root_module);
  const recorded = { outputs: Object.fromEntries(outputs), resources: Object.fromEntries(resources) };
  writeFileSync(join(folder, name, "planned.json"), `${JSON.stringify(recorded, undefined, 2)}\n`);
  rmSync(scratch, { recursive: true });
}

function resourcesIn({
  resources = [],
  child_modules: children = [],
}: Module): readonly (readonly [string, unknown])[] {
  const own = resources.map(({ address, values }) => [address, values.input ?? null] as const);
  return [...own, ...children.flatMap(resourcesIn)];
}
