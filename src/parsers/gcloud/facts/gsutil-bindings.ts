import type { Grant } from "../../../model/fact.ts";
import { type Value, known, show, unknown } from "../../../model/value.ts";
import { type Call, placeOfCall } from "../call.ts";
import { own } from "../own.ts";
import { storageResource } from "../resources.ts";
import type { Word } from "../shell.ts";
import { type Text, flat, gapMark, literal, plain, slice, split, toValue, useOf } from "../text.ts";

/** `gsutil iam ch user:a@x:objectViewer,roles/… -d user:b@x gs://bucket`. */
export function changeBindings(call: Call, words: readonly Word[]): void {
  const urls = words.filter(({ text }) => isUrl(text));
  let change: Grant["change"] = "add";
  for (const word of words.filter(({ text }) => !isUrl(text))) {
    const text = flat(word.text);
    if (text === "-d") change = "remove";
    else if (!text.startsWith("-")) {
      for (const url of urls) addBindings(call, word, url, change);
      change = "add";
    }
  }
}

/** `gs://b`; a variable at the end of the command is one too. */
const isUrl = (text: Text): boolean => flat(text).startsWith("gs://") || flat(text) === gapMark;

function addBindings(call: Call, { text, span }: Word, url: Word, change: Grant["change"]): void {
  const { member, roles } = bindingOf(text);
  const resource = storageResource("storage-bucket-object", { text: url.text, span: url.span });
  if (change === "remove" && roles.length === 0) return removeAll(call, principalOf(member, span), resource);
  for (const role of roles) {
    call.facts.push({
      kind: "grant",
      principal: principalOf(member, span),
      role: roleOf(role, span),
      resource,
      change,
      authority: "member",
      writer: call.writer,
      ...placeOfCall(call),
    });
  }
}

/** `-d user:a@x`: whatever the member was given here, and what else it may hold. */
function removeAll(call: Call, principal: Value, resource: Grant["resource"]): void {
  const of = (grant: Grant): string => `${show(grant.principal)} ${grant.resource.type} ${show(grant.resource.name)}`;
  const removal = (role: Value): Grant => ({
    kind: "grant",
    principal,
    role,
    resource,
    change: "remove",
    authority: "member",
    writer: call.writer,
    ...placeOfCall(call),
  });
  const every = removal(unknown("every role of the member", "the command names none", principal.span));
  const given = call.facts.filter((fact) => fact.kind === "grant" && fact.change === "add" && of(fact) === of(every));
  call.facts.push(...given.flatMap((fact) => (fact.kind === "grant" ? [removal(fact.role)] : [])), every);
}

/** `type:id:role[,role]`; everybody has no id. */
function bindingOf(text: Text): { readonly member: Text; readonly roles: readonly Text[] } {
  const whole = flat(text);
  const first = whole.indexOf(":");
  const last = whole.lastIndexOf(":");
  const isPublic = /^(allusers|allauthenticatedusers)$/i.test(first < 0 ? whole : whole.slice(0, first));
  const end = isPublic ? first : last === first ? -1 : last;
  if (end < 0) return { member: text, roles: [] };
  return { member: slice(text, 0, end), roles: split(slice(text, end + 1), ",") };
}

const memberTypes: Readonly<Record<string, string>> = {
  user: "user",
  serviceaccount: "serviceAccount",
  group: "group",
  domain: "domain",
  projectowner: "projectOwner",
  projecteditor: "projectEditor",
  projectviewer: "projectViewer",
  allusers: "allUsers",
  allauthenticatedusers: "allAuthenticatedUsers",
};

/** gsutil does not care for the case of the member's type. */
function principalOf(member: Text, fallback: Word["span"]): Value {
  const whole = flat(member);
  // A variable that is blank stands nowhere: the word says where it was written.
  if (whole.endsWith(":") && plain(member) !== undefined) return known(whole, fallback);
  const type = whole.split(":")[0] ?? "";
  const proper = own(memberTypes, type.toLowerCase());
  if (proper === undefined || proper === type) return toValue(member, fallback);
  const span = useOf(member) ?? fallback;
  if (plain(member) !== undefined) return known(proper + whole.slice(type.length), span);
  return toValue([literal(proper, span, false), ...slice(member, type.length)], span);
}

/** A bare name is a role of Cloud Storage. */
function roleOf(role: Text, fallback: Word["span"]): Value {
  const whole = flat(role);
  if (whole.includes("/") || whole === gapMark) return toValue(role, fallback);
  const span = useOf(role) ?? fallback;
  if (plain(role) !== undefined) return known(`roles/storage.${whole}`, span);
  return toValue([literal("roles/storage.", span, false), ...role], span);
}
