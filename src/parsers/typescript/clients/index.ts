import type { Machine, Site } from "../eval/machine.ts";
import type { ExternalTerm, Term } from "../terms.ts";

export function callClient(_machine: Machine, _external: ExternalTerm, _site: Site): Term | undefined {
  return undefined;
}
export function memberOfClient(_machine: Machine, _external: ExternalTerm, _site: Site): Term | undefined {
  return undefined;
}
export function assignEnvironment(_machine: Machine, _external: ExternalTerm, _value: Term, _site: Site): void {}
