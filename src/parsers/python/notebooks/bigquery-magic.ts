import { addOperation } from "../clients/emit.ts";
import { isRemoteModel } from "../clients/remote-models.ts";
import type { Args, Machine, Site } from "../eval/machine.ts";
import { lookUp } from "../scope.ts";
import { type Term, knownText, literal } from "../terms.ts";
import type { Command } from "./magics.ts";

/** `%%bigquery frame --project acme-data`, and the query below it. */
export function bigqueryMagic(machine: Machine, { positional: [index] }: Args, site: Site): void {
  const commands = machine.memory.get(`commands ${site.scope.module.path}`) as readonly Command[] | undefined;
  const text = commands?.[Number(knownText(index) ?? -1)]?.text;
  if (text === undefined) return;
  const line = text.split("\n", 1)[0] ?? "";
  addOperation(machine, site, { id: isRemoteModel(text) ? "bqml.remote" : "bq.query", project: projectIn(line, site) });
}

/** `--project acme-data`, `--project_id $PROJECT` */
function projectIn(line: string, { scope, span }: Site): Term | undefined {
  const written = /--project(?:_id)?[ =](\S+)/.exec(line)?.[1];
  const name = written === undefined ? undefined : /^[${]+(\w+)\}?$/.exec(written)?.[1];
  if (name !== undefined) return lookUp(scope, name)?.value;
  return written === undefined ? undefined : literal(written, span);
}
