import type { ModuleGrant, ModuleTarget } from "../../../../gcp/modules.ts";
import type { Grant } from "../../../../model/fact.ts";
import { attribute, text, toValue } from "../../datum.ts";
import { type Granting, grants } from "../iam.ts";
import type { Possible } from "../reading.ts";
import { type Made, forms, sharedRows } from "./forms.ts";
import { type Frame, holds, inContext, inputAt, targetIn } from "./frame.ts";

/** What the rows of a module grant. */
export function grantsIn(frame: Frame): Grant[] {
  const own = (frame.module.grants ?? []).flatMap((row) => grantsOfRow(frame, row));
  return frame.module.iam === true ? [...sharedRows.flatMap((row) => grantsOfRow(frame, row)), ...own] : own;
}

function grantsOfRow(frame: Frame, row: ModuleGrant): readonly Grant[] {
  const isOn = holds(frame, row.if);
  const input = row.input === undefined ? undefined : inputAt(frame, row.input);
  const form = forms[row.form];
  if (isOn === false || form === undefined || (row.input !== undefined && input === undefined)) return [];
  const made = form(frame, row, input ?? text("", frame.call.span));
  return made.flatMap((granting) => grants(frame.call, complete(frame, row, granting, isOn === undefined)));
}

function complete(frame: Frame, row: ModuleGrant, made: Made, isPerhaps: boolean): Granting {
  const inside = (one: Possible): Possible => possibleIn(frame, one);
  return {
    authority: authorityOf(frame, row),
    ...made,
    resource: made.resource ?? targetIn(frame, row.target ?? elsewhere(frame, made)),
    roles: made.roles.map(inside),
    principals: made.principals.map(inside),
    ...(isPerhaps && { conditional: true as const }),
  };
}

/** A function is called through the service around it. */
function elsewhere({ module }: Frame, { roles: [role, ...others] }: Made): ModuleTarget | undefined {
  return role?.value.kind === "known" && others.length === 0 ? module.elsewhere?.[role.value.text] : undefined;
}

function possibleIn(frame: Frame, one: Possible): Possible {
  const datum = inContext(frame, one.datum);
  return datum === one.datum ? one : { ...one, datum, value: toValue(datum) };
}

function authorityOf({ call, module }: Frame, row: ModuleGrant): Grant["authority"] {
  if (row.authority !== undefined) return row.authority;
  const mode = module.mode === undefined ? undefined : attribute(call.args, module.mode);
  return mode?.type === "string" && mode.text === "authoritative" ? "role" : "member";
}
