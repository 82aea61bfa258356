import { agentOfService } from "../../../../gcp/project-agents.ts";
import { known, unknown } from "../../../../model/value.ts";
import { type Datum, attribute, stringOf, stringParts, text, toValue } from "../../datum.ts";
import type { Possible } from "../reading.ts";
import { type Frame, fill, inputAt, withBindings } from "./frame.ts";

/** The one value that an input or a template comes to. */
export const one = (datum: Datum): Possible => ({
  value: toValue(datum),
  datum,
  ...(datum.conditional && { conditional: true }),
});

export const fixed = (frame: Frame, roles: readonly string[]): readonly Possible[] =>
  roles.map((role) => one(fill(frame, role)));

export const prefixed = (prefix: string, datum: Datum): Datum =>
  stringOf([prefix, ...(stringParts(datum) ?? [])], datum.span, "why" in datum ? datum.why : "");

/** A group's name without its domain is no address yet. */
export function asMember(frame: Frame, template: string, possible?: Possible): Possible {
  const filled = fill(possible ? withBindings(frame, { value: possible.datum }) : frame, template);
  const datum = filled.type === "string" ? { ...filled, text: inItsKind(filled.text) } : filled;
  const isBare = datum.type === "string" && datum.text.startsWith("group:") && !datum.text.includes("@");
  const whole = isBare ? withDomain(frame, datum) : datum;
  return { ...possible, datum: whole, value: toValue(whole) };
}

/** A service account, a federated identity and a group of them say what they are. */
const inItsKind = (member: string): string =>
  member
    .replace(/^user:(?=\S+\.gserviceaccount\.com$)/, "serviceAccount:")
    .replace(/^(?:user|group):(?=(?:user|group|serviceAccount|principal|principalSet):)/, "");

function withDomain(frame: Frame, group: Datum): Datum {
  const domain = inputAt(frame, "domain");
  const parts = domain && stringParts(domain);
  return stringOf(
    [...(stringParts(group) ?? []), "@", ...(parts ?? [{ expression: "domain" }])],
    group.span,
    "the domain is not known",
  );
}

/** Members that are written without a kind are groups. */
export const asGroup = (possible: Possible): Possible =>
  possible.value.kind === "known" && !possible.value.text.includes(":")
    ? { ...possible, value: known(`group:${possible.value.text}`, possible.value.span) }
    : possible;

/** `"user:a,user:b"` */
export function splitAtCommas(possible: Possible): readonly Possible[] {
  const { value } = possible;
  if (value.kind !== "known") return [possible];
  const texts = value.text.split(",").map((item) => item.trim());
  return texts.flatMap((item) => (item === "" ? [] : [one(text(item, value.span))]));
}

/** The agent of a service in the module's project. */
export function agentOf({ call }: Frame, datum: Datum): Possible {
  const api = datum.type === "object" ? attribute(datum, "api") : datum;
  const pattern = api?.type === "string" ? agentOfService(api.text) : undefined;
  if (pattern === undefined) {
    return { value: unknown("service agent", "which service agent it is can't be known", datum.span), datum };
  }
  const [before = "", after = ""] = pattern.split("PROJECT_NUMBER");
  const number = { target: call.object, attribute: "number" };
  return one(stringOf([`serviceAccount:${before}`, number, after], datum.span));
}
