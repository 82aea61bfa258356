import type { Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import type { Span } from "../../../model/source.ts";
import { type Known, known } from "../../../model/value.ts";
import { optional } from "../text/optional.ts";
import { type AssetPlace, placeOf, valueAt } from "./inventory-places.ts";

type Json = Readonly<Record<string, unknown>>;

/** The asset itself: its name, its `resource.data`, and where it stands. */
export interface AssetResource {
  readonly name: string;
  readonly ref: ResourceRef;
  readonly data: Json;
  readonly span: Span;
  readonly place: AssetPlace;
}

type Reader = (asset: AssetResource) => readonly Fact[];

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const objectOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const serviceAccount: Reader = ({ data, ref, span, place }) => {
  const email = textOf(data["email"]);
  return email === undefined
    ? []
    : [
        {
          kind: "service-account",
          email: known(email, placeOf(place, email)),
          ...optional("project", ref.project),
          ...(data["disabled"] === true ? { disabled: true } : {}),
          origin: "lookup",
          span,
          dialect: "json",
        },
      ];
};

/** Keys that somebody made; those that Google rotates are no concern. */
const accountKey: Reader = ({ name, data, ref, span }) => {
  if (data["keyType"] !== "USER_MANAGED") return [];
  const account = /\/serviceAccounts\/([^/]+@[^/]+)\/keys\//u.exec(name)?.[1];
  return [
    {
      kind: "key",
      form: data["keyOrigin"] === "USER_PROVIDED" ? "uploaded-key" : "service-account-key",
      ...(account === undefined ? {} : { account: known(account, span) }),
      ...optional("project", ref.project),
      span,
      dialect: "json",
    },
  ];
};

const customRole: Reader = ({ name, data, span, place }) => {
  const path = /\/((?:projects|organizations)\/[^/]+\/roles\/[^/]+)$/u.exec(name)?.[1];
  if (path === undefined) return [];
  const listed = Array.isArray(data["includedPermissions"]);
  const from = Math.max(0, place.line.indexOf("includedPermissions"));
  return [
    {
      kind: "role",
      name: known(path, span),
      permissions: texts(place, data["includedPermissions"], from),
      open: !listed,
      ...optional("stage", valueOf(place, data["stage"])),
      ...optional("title", valueOf(place, data["title"])),
      change: "create",
      span,
      dialect: "json",
    },
  ];
};

const apiKey: Reader = ({ data, ref, span, place }) => {
  const targets = objectOf(data["restrictions"])["apiTargets"];
  const services = listOf(targets).flatMap((target) => valueOf(place, objectOf(target)["service"]) ?? []);
  return [
    {
      kind: "key",
      form: "api-key",
      ...optional("project", ref.project),
      ...(Array.isArray(targets) ? { restrictedTo: services } : {}),
      span,
      dialect: "json",
    },
  ];
};

const service: Reader = ({ name, data, span, ref }) => {
  const [, project = "", api = ""] = /\/projects\/([^/]+)\/services\/([^/]+)$/u.exec(name) ?? [];
  const enabled = data["state"] === "ENABLED";
  return api === ""
    ? []
    : [
        {
          kind: "api",
          project: ref.project ?? known(project, span),
          service: known(api, span),
          enabled,
          span,
          dialect: "json",
        },
      ];
};

const readers: Readonly<Record<string, Reader>> = {
  "iam.googleapis.com/ServiceAccount": serviceAccount,
  "iam.googleapis.com/ServiceAccountKey": accountKey,
  "iam.googleapis.com/Role": customRole,
  "apikeys.googleapis.com/Key": apiKey,
  "serviceusage.googleapis.com/Service": service,
};

/** What an asset of this type says of itself, where the export holds resources. */
export const assetResourceFacts = (type: string, asset: AssetResource): readonly Fact[] =>
  Object.hasOwn(readers, type) && Object.keys(asset.data).length > 0 ? (readers[type]?.(asset) ?? []) : [];

const valueOf = (place: AssetPlace, value: unknown): Known | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : valueAt(place, text, 0);
};

/** The strings of a list, each looked for after the one before. */
function texts(place: AssetPlace, list: unknown, from: number): readonly Known[] {
  let cursor = from;
  return listOf(list).flatMap((item) => {
    const text = textOf(item);
    if (text === undefined) return [];
    const value = valueAt(place, text, cursor);
    cursor = Math.max(cursor, value.span.end - place.offset);
    return value;
  });
}
