import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { boundaryPermissions } from "./boundary-permissions.ts";
import { denyPermissions } from "./deny-permissions.ts";
import { operations } from "./operations.ts";
import { roles } from "./roles.ts";
import { resourceTypes } from "./resource-types.ts";
import { serviceAgents } from "./service-agents.ts";
import { gcloud } from "./gcloud.ts";
import { modules } from "./modules.ts";
import { terraform } from "./terraform.ts";
import { kcc } from "./kcc.ts";
import { pulumi } from "./pulumi.ts";
import { pulumiTypes } from "./yaml-pulumi.ts";
import { type Table, factTablesIn } from "./table.ts";

/** Every data file of `src/gcp/data/`: one line a table. */
const tables: readonly Table[] = [
  roles,
  resourceTypes,
  terraform,
  modules,
  serviceAgents,
  denyPermissions,
  boundaryPermissions,
  operations,
  gcloud,
  kcc,
  pulumiTypes,
  pulumi,
];

const from = process.argv[2];
if (from === undefined) {
  console.error("usage: npm run catalog -- FOLDER-OF-FACT-TABLES [FILE…]");
  process.exit(2);
}
const wanted = process.argv.slice(3);
const data = fileURLToPath(new URL("../src/gcp/data/", import.meta.url));
mkdirSync(data, { recursive: true });
const facts = factTablesIn(from);
for (const { file, build } of tables) {
  if (wanted.length > 0 && !wanted.includes(file)) continue;
  const content = build(facts);
  writeFileSync(data + file, content);
  console.log(`${file}: ${content.length} bytes`);
}
