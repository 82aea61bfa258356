/**
 * The floor of a scan: reads the bytes of every file that a parser accepts and turns into tokens those that one wants.
 * Nothing is evaluated. The HCL reader has no scanner of its own: its syntax stands for its tokens.
 */
import { parse as readShell } from "unbash";
import { Lexer } from "yaml";
import { resolveRoots } from "../src/cli/roots.ts";
import { readDisk } from "../src/cli/trees/disk.ts";
import type { Source } from "../src/model/source.ts";
import { recognisers } from "../src/parsers/index.ts";
import { readHcl } from "../src/parsers/terraform/hcl/read-hcl.ts";

type Tokenise = (text: string) => unknown;

const asYaml: Tokenise = (text) => {
  let count = 0;
  for (const token of new Lexer().lex(text)) count += token.length;
  return count;
};

/** Languages without a lexer to be had by itself count as read. */
const tokenisers: readonly (readonly [RegExp, Tokenise])[] = [
  [/\.(?:tf|tofu|tfvars)$/, readHcl],
  [/\.(?:ya?ml|json)$/, asYaml],
  [/\.(?:sh|bash)$/, readShell],
];

function tokenise({ path, text }: Source): void {
  const wanted = recognisers.some((one) => one.accepts(path) && one.glance(text, path));
  const found = tokenisers.find(([names]) => names.test(path));
  if (wanted && found !== undefined) found[1](text);
}

const [folder = "."] = process.argv.slice(2);
const accepts = (path: string): boolean => recognisers.some((one) => one.accepts(path));
void readDisk(resolveRoots([folder], process.cwd()), accepts, []).then(({ sources }) => {
  for (const source of sources) tokenise(source);
  console.log(`${sources.length} files`);
});
