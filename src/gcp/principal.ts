import type { Principal, PrincipalType } from "../model/principal.ts";
import { own } from "../model/own.ts";

/**
 * A principal from its text: every v1 (allow) and v2 (deny, boundary) form of iam/docs/principal-identifiers, and the
 * bare set names of boundary bindings. What fits no form is `malformed`.
 */
export function parsePrincipal(text: string): Principal {
  const written = text.trim();
  if (!written.startsWith("deleted:")) return parseLiving(written);
  const tombstone = parseLiving(written.slice("deleted:".length));
  if (tombstone.type === "malformed") return principalOf("malformed", written);
  return { ...tombstone, deleted: true, key: `deleted:${tombstone.key}` };
}

/** The principal in the form of an allow policy's member: `serviceAccount:ci@p.iam.gserviceaccount.com`. */
export function showPrincipal(principal: Principal): string {
  const prefix = memberPrefixes[principal.type];
  const member = prefix === undefined ? principal.id : prefix + principal.id;
  return principal.deleted ? `deleted:${member}` : member;
}

/** One spelling of an e-mail: lower case, but not inside of `⟨…⟩`, which stands for what can't be known. */
export const sameCase = (email: string): string =>
  email.includes("⟨")
    ? email.replaceAll(/⟨[^⟩]*⟩|[^⟨]+/g, (part) => (part[0] === "⟨" ? part : part.toLowerCase()))
    : email.toLowerCase();

/** The id is a part of the key: of millions of principals one text is kept. */
function principalOf(type: PrincipalType, id: string): Principal {
  if (id === "") return { type, id, key: type };
  const key = `${type}:${id}`;
  return { type, id: key.slice(type.length + 1), key };
}

const memberPrefixes: Partial<Record<PrincipalType, string>> = {
  user: "user:",
  group: "group:",
  "service-account": "serviceAccount:",
  domain: "domain:",
  "project-owners": "projectOwner:",
  "project-editors": "projectEditor:",
  "project-viewers": "projectViewer:",
};

/** Members without a colon, and BigQuery's special groups. */
const words: Readonly<Record<string, Principal>> = {
  allUsers: { type: "all-users", id: "allUsers", key: "all-users" },
  allAuthenticatedUsers: {
    type: "all-authenticated-users",
    id: "allAuthenticatedUsers",
    key: "all-authenticated-users",
  },
  projectOwners: { type: "project-owners", id: "", key: "project-owners" },
  projectWriters: { type: "project-editors", id: "", key: "project-editors" },
  projectReaders: { type: "project-viewers", id: "", key: "project-viewers" },
};

function parseLiving(text: string): Principal {
  const word = own(words, text);
  if (word !== undefined) return word;
  if (text.startsWith("principal://")) return parseUri(text, text.slice("principal://".length), false);
  if (text.startsWith("principalSet://")) return parseUri(text, text.slice("principalSet://".length), true);
  if (text.startsWith("//")) return parseUri(`principalSet:${text}/*`, `${text.slice(2)}/*`, true);
  const colon = text.indexOf(":");
  const parse = own(prefixed, text.slice(0, Math.max(colon, 0)));
  const id = text.slice(colon + 1).replace(/\?uid=\d+$/, "");
  return (id === "" ? undefined : parse?.(id)) ?? principalOf("malformed", text);
}

const hasAddress = (id: string): boolean => /^[^@\s]+@[^@\s]+$/.test(id) || id.includes("⟨");

const emailForm =
  (type: PrincipalType) =>
  (id: string): Principal | undefined =>
    hasAddress(id) ? principalOf(type, sameCase(id)) : undefined;

const prefixed: Readonly<Record<string, (id: string) => Principal | undefined>> = {
  user: emailForm("user"),
  group: emailForm("group"),
  serviceAccount: parseAccount,
  domain: (id) => (/^[^@\s]+$/.test(id) ? principalOf("domain", sameCase(id)) : undefined),
  projectOwner: (id) => principalOf("project-owners", id),
  projectEditor: (id) => principalOf("project-editors", id),
  projectViewer: (id) => principalOf("project-viewers", id),
};

function parseAccount(id: string): Principal | undefined {
  const gke = /^(.+\.svc\.id\.goog)\[([^/\]]+)\/([^\]]+)\]$/.exec(id);
  if (gke !== null) return principalOf("kubernetes-account", id);
  return hasAddress(id) ? principalOf("service-account", sameCase(id)) : undefined;
}

interface UriForm {
  readonly form: RegExp;
  readonly set?: boolean;
  readonly make: (match: RegExpExecArray, whole: string) => Principal;
}

const whole =
  (type: PrincipalType) =>
  (_: RegExpExecArray, text: string): Principal =>
    principalOf(type, text);

/** What follows `principal://` or `principalSet://`; the first row that fits decides. */
const uriForms: readonly UriForm[] = [
  {
    form: /^goog\/subject\/(.+)$/,
    set: false,
    make: ([, email = ""]) =>
      principalOf(/gserviceaccount\.com$/i.test(email) ? "service-account" : "user", sameCase(email)),
  },
  {
    form: /^iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/(.+)$/,
    set: false,
    make: ([, email = ""]) => principalOf("service-account", sameCase(email)),
  },
  { form: /^goog\/group\/(.+)$/, set: true, make: ([, email = ""]) => principalOf("group", sameCase(email)) },
  { form: /^goog\/public:all$/, set: true, make: () => parseLiving("allUsers") },
  { form: /^goog\/public:allAuthenticatedUsers$/, set: true, make: () => parseLiving("allAuthenticatedUsers") },
  { form: /^goog\/cloudIdentityCustomerId\/([^/]+)$/, set: true, make: ([, id = ""]) => principalOf("customer", id) },
  {
    form: /^iam\.googleapis\.com\/locations\/global\/workspace\/([^/]+)\/\*$/,
    set: true,
    make: ([, id = ""]) => principalOf("customer", id),
  },
  {
    form: /^iam\.googleapis\.com\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/(.+\.svc\.id\.goog)\/subject\/ns\/([^/]+)\/sa\/([^/]+)$/,
    set: false,
    make: ([, pool = "", namespace = "", account = ""]) =>
      principalOf("kubernetes-account", `${pool}[${namespace}/${account}]`),
  },
  {
    form: /^iam\.googleapis\.com\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/.+\.svc\.id\.goog\/kubernetes\.serviceaccount\.uid\/.+$/,
    make: whole("kubernetes-account"),
  },
  {
    form: /^iam\.googleapis\.com\/(?:projects\/[^/]+\/)?locations\/global\/work(?:loadIdentity|force)Pools\/[^/]+\/subject\/.+$/,
    set: false,
    make: whole("federated"),
  },
  {
    form: /^iam\.googleapis\.com\/(?:projects\/[^/]+\/)?locations\/global\/work(?:loadIdentity|force)Pools\/[^/]+\/(?:\*|group\/.+|attribute\.[^/]+\/.+|namespace\/.+|kubernetes\.cluster\/.+)$/,
    set: true,
    make: whole("federated-set"),
  },
  { form: /^agents\.global\.[^/]+\.system\.id\.goog\/resources\/.+$/, set: false, make: whole("agent") },
  {
    form: /^agents\.global\.[^/]+\.system\.id\.goog\/(?:\*|attribute\.[^/]+\/.+)$/,
    set: true,
    make: whole("agent-set"),
  },
  {
    form: /^cloudresourcemanager\.googleapis\.com\/((?:projects|folders|organizations)\/[^/]+)\/(?:type\/ServiceAccount|\*)$/,
    set: true,
    make: ([, node = ""]) => principalOf("service-account-set", node),
  },
  {
    form: /^cloudresourcemanager\.googleapis\.com\/((?:projects|folders|organizations)\/[^/]+)\/type\/ServiceAgent$/,
    set: true,
    make: ([, node = ""]) => principalOf("service-agent-set", node),
  },
  { form: /^(?!iam\.|goog\/|agents\.|cloudresourcemanager\.)[a-z]+\.googleapis\.com\/.+$/, make: whole("resource") },
];

function parseUri(text: string, rest: string, isSet: boolean): Principal {
  const name = text.replace(/\?uid=\d+$/, "");
  const tail = rest.replace(/\?uid=\d+$/, "");
  for (const { form, set, make } of uriForms) {
    if (set !== undefined && set !== isSet) continue;
    const match = form.exec(tail);
    if (match !== null) return make(match, name);
  }
  return tail.includes("⟨") ? principalOf(isSet ? "federated-set" : "federated", name) : principalOf("malformed", text);
}
