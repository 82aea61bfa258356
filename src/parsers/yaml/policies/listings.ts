import type { Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { known } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt } from "../text/document.ts";
import { optional } from "../text/optional.ts";
import { type Tree, booleanOf, entriesOf, get, has, isList, scalarAt, textAt } from "../text/tree.ts";
import { optionalValue, valueAt } from "../text/values.ts";

/** One element of what a `gcloud … list` or `describe` prints: how to tell it, and what it says. */
interface Listing {
  readonly isOne: (item: Tree) => boolean;
  readonly facts: (document: Document, item: Tree) => readonly Fact[];
}

const listings: readonly Listing[] = [
  {
    isOne: (item) => textAt(item, "projectId") !== undefined && /^\d+$/u.test(textAt(item, "projectNumber") ?? ""),
    facts: projectFacts,
  },
  {
    isOne: (item) =>
      /^projects\/[^/]+\/serviceAccounts\/[^/]+$/u.test(textAt(item, "name") ?? "") &&
      textAt(item, "email") !== undefined,
    facts: accountFacts,
  },
  {
    isOne: (item) =>
      /^projects\/[^/]+\/services\/[^/]+$/u.test(textAt(item, "name") ?? "") && textAt(item, "state") !== undefined,
    facts: serviceFacts,
  },
  {
    isOne: (item) => textAt(item, "keyType") === "USER_MANAGED" && keyName.test(textAt(item, "name") ?? ""),
    facts: keyFacts,
  },
  { isOne: (item) => poolName.test(textAt(item, "name") ?? "") && has(item, "state"), facts: poolFacts },
  { isOne: (item) => providerName.test(textAt(item, "name") ?? "") && has(item, "state"), facts: providerFacts },
];

const keyName = /^projects\/[^/]+\/serviceAccounts\/([^/]+)\/keys\/[^/]+$/u;
const poolName = /^(?:projects\/([^/]+)\/)?locations\/global\/work(load|force)(?:Identity)?Pools\/([^/]+)$/u;
const providerName =
  /^(?:projects\/([^/]+)\/)?locations\/global\/work(load|force)(?:Identity)?Pools\/([^/]+)\/providers\/([^/]+)$/u;

/** `gcloud projects list`, `gcloud iam service-accounts list`, `gcloud services list`, pools and their providers. */
export const resourceListings = {
  recognises: ({ root }: Document): boolean => {
    const [first] = itemsIn(root);
    return first !== undefined && itemsIn(root).some((item) => listings.some(({ isOne }) => isOne(item)));
  },

  read(document: Document, found: Found): void {
    for (const item of itemsIn(document.root)) {
      for (const listing of listings) if (listing.isOne(item)) found.facts.push(...listing.facts(document, item));
    }
  },
};

const itemsIn = (root: Tree): readonly Tree[] => (isList(root) ? root.items : [root]);

const placeOf = (document: Document, item: Tree, key: string): Pick<Fact, "span" | "dialect"> => ({
  span: lineSpanAt(document, scalarAt(item, key) ?? { start: item.start, end: item.start }),
  dialect: document.dialect,
});

function projectFacts(document: Document, item: Tree): readonly Fact[] {
  const id = scalarAt(item, "projectId");
  if (id === undefined) return [];
  return [
    {
      kind: "resource",
      resource: { type: "project", name: valueAt(document, id) },
      ...optional("parent", parentOf(document, item)),
      ...optional("number", optionalValue(document, get(item, "projectNumber"))),
      ...placeOf(document, item, "projectId"),
    },
  ];
}

/** `{type: folder, id}` of v1, `folders/1` of v3. */
function parentOf(document: Document, item: Tree): ResourceRef | undefined {
  const parent = get(item, "parent");
  const id = scalarAt(parent, "id");
  if (id !== undefined) return { type: textAt(parent, "type") ?? "folder", name: valueAt(document, id) };
  const path = scalarAt(item, "parent");
  const match = /^(folder|organization)s\/(\d+)$/u.exec(path?.text ?? "");
  return path === undefined || match === null
    ? undefined
    : { type: match[1] ?? "", name: known(match[2] ?? "", valueAt(document, path).span) };
}

function accountFacts(document: Document, item: Tree): readonly Fact[] {
  const email = optionalValue(document, get(item, "email"));
  if (email === undefined) return [];
  return [
    {
      kind: "service-account",
      email,
      ...optional("project", optionalValue(document, get(item, "projectId"))),
      ...optional("disabled", booleanOf(get(item, "disabled"))),
      origin: "lookup",
      ...placeOf(document, item, "email"),
    },
  ];
}

function serviceFacts(document: Document, item: Tree): readonly Fact[] {
  const name = scalarAt(item, "name");
  const [, project = "", service = ""] = /^projects\/([^/]+)\/services\/([^/]+)$/u.exec(name?.text ?? "") ?? [];
  if (name === undefined) return [];
  const { span } = valueAt(document, name);
  const enabled = textAt(item, "state") === "ENABLED";
  return [
    {
      kind: "api",
      project: known(project, span),
      service: known(service, span),
      enabled,
      ...placeOf(document, item, "name"),
    },
  ];
}

/** `gcloud iam service-accounts keys list`. */
function keyFacts(document: Document, item: Tree): readonly Fact[] {
  const name = scalarAt(item, "name");
  const account = keyName.exec(name?.text ?? "")?.[1];
  if (name === undefined || account === undefined) return [];
  const form = textAt(item, "keyOrigin") === "USER_PROVIDED" ? "uploaded-key" : "service-account-key";
  return [
    { kind: "key", form, account: known(account, valueAt(document, name).span), ...placeOf(document, item, "name") },
  ];
}

function poolFacts(document: Document, item: Tree): readonly Fact[] {
  const name = scalarAt(item, "name");
  const match = poolName.exec(name?.text ?? "");
  if (name === undefined || match === null) return [];
  const { span } = valueAt(document, name);
  const [, project, kind, id = ""] = match;
  return [
    {
      kind: "pool",
      type: kind === "force" ? "workforce" : "workload",
      name: known(id, span),
      ...(project === undefined ? {} : { project: known(project, span) }),
      ...placeOf(document, item, "name"),
    },
  ];
}

const protocols = ["oidc", "saml", "aws", "x509"] as const;

function providerFacts(document: Document, item: Tree): readonly Fact[] {
  const name = scalarAt(item, "name");
  const match = providerName.exec(name?.text ?? "");
  if (name === undefined || match === null) return [];
  const { span } = valueAt(document, name);
  const [, , kind, pool = "", id = ""] = match;
  return [
    {
      kind: "pool-provider",
      type: kind === "force" ? "workforce" : "workload",
      pool: known(pool, span),
      name: known(id, span),
      protocol: protocols.find((protocol) => has(item, protocol)) ?? "unknown",
      ...optional("issuer", optionalValue(document, get(get(item, "oidc"), "issuerUri"))),
      ...optional("condition", optionalValue(document, get(item, "attributeCondition"))),
      mapping: Object.fromEntries(
        entriesOf(get(item, "attributeMapping")).flatMap(({ key, value }) => {
          const mapped = optionalValue(document, value);
          return mapped === undefined ? [] : [[key.text, mapped] as const];
        }),
      ),
      ...placeOf(document, item, "name"),
    },
  ];
}
