import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Deletes the declarations below a folder that its `index.d.ts` doesn't lead to: nobody can import them. */
export function pruneDeclarations(folder: string): void {
  const reached = new Set<string>();
  reach(join(folder, "index.d.ts"), reached);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (path.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
  }
}

function reach(path: string, reached: Set<string>): void {
  if (reached.has(path) || !existsSync(path)) return;
  reached.add(path);
  for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
    reach(join(dirname(path), specifier.replace(/\.ts$/, ".d.ts")), reached);
  }
}
