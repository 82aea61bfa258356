import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileSchema } from "./compile-schema.ts";
import { rulePages } from "./rule-page.ts";

const folder = fileURLToPath(new URL("../docs/rules/", import.meta.url));
mkdirSync(folder, { recursive: true });
const pages = rulePages();
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(folder + name);
for (const [name, text] of pages) writeFileSync(folder + name, text);
console.log(`${pages.size} pages in docs/rules`);
writeFileSync(fileURLToPath(new URL("../src/cli/validate-config.js", import.meta.url)), compileSchema());
