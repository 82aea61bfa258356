import type { Source } from "../../../model/source.ts";
import { type HostScript, shellText } from "./host-script.ts";

/** `.env`, `.env.production`, `prod.env`; examples are for others to fill in. */
export const environmentFile: RegExp = /^\.env(?!.*(?:example|sample|template|dist))(?:\..+)?$|^[\w-]+\.env$/i;

/** All of its variables go into the environment. */
export function environmentScripts(source: Source): readonly HostScript[] {
  const text = shellText(source);
  text.insert("set -a\n", 0);
  text.copy(0, source.text.length);
  return [{ unit: text.unit(), scope: "shared" }];
}
