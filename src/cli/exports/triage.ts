import { classOfAccount } from "../../gcp/account-class.ts";
import type { RuleOptions } from "../../model/rule.ts";

/**
 * Most bindings of a large export are alike. What rules say of one depends on its role, the kind of its member, the kind
 * of its resource, its condition: once a line with certain of these was judged and nothing was found, lines that have no
 * others need not be judged again.
 */
export interface Triage {
  /** What of a parsed line was not judged before; `undefined` when it is more than a policy, and always to be judged. */
  readonly examine: (asset: unknown) => Examined | undefined;
  /** Nothing was found on a line with these. */
  readonly learn: (traits: readonly Trait[]) => void;
}

export interface Examined {
  readonly bindings: number;
  readonly unseen: readonly Trait[];
}

/** Role and condition of a binding, the kind of its resource, the kind of one member. */
type Trait = readonly [binding: string, where: string, member: string];

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function createTriage(options: RuleOptions): Triage {
  const clean = new Map<string, Map<string, Set<string>>>();
  const named = namesIn(options);
  const kindOf = createMemberKinds(named);
  return {
    examine: (asset) => {
      const bindings = bindingsOf(asset);
      if (bindings === undefined) return undefined;
      const where = placeOf(asset as Json, named);
      const unseen: Trait[] = [];
      let count = 0;
      for (const { role, members, condition } of bindings) {
        if (!Array.isArray(members)) continue;
        const binding = condition === undefined ? String(role) : `${String(role)} ${JSON.stringify(condition)}`;
        const seen = clean.get(binding)?.get(where);
        count += members.length;
        for (const member of members) {
          const kind = kindOf(String(member));
          if (seen === undefined || !seen.has(kind)) unseen.push([binding, where, kind]);
        }
      }
      return { bindings: count, unseen };
    },
    learn: (traits) => {
      for (const [binding, where, member] of traits) {
        const places = clean.get(binding) ?? new Map<string, Set<string>>();
        clean.set(binding, places);
        const seen = places.get(where) ?? new Set();
        places.set(where, seen.add(member));
      }
    },
  };
}

/** Keys of an asset that hold nothing but its policy and where it hangs. */
const plainKeys = new Set(
  "name resource asset_type assetType iam_policy iamPolicy policy ancestors project folders organization update_time updateTime explanation".split(
    " ",
  ),
);

/** The bindings of an asset that is nothing but its policy. */
function bindingsOf(asset: unknown): readonly Json[] | undefined {
  if (!isObject(asset) || isObject(asset["resource"])) return undefined;
  for (const key in asset) if (!plainKeys.has(key)) return undefined;
  const policy = asset["iam_policy"] ?? asset["iamPolicy"] ?? asset["policy"];
  if (!isObject(policy)) return [];
  if ("auditConfigs" in policy || "audit_configs" in policy) return undefined;
  const { bindings } = policy;
  return Array.isArray(bindings) && bindings.every(isObject) ? bindings : undefined;
}

/** Whatever the policy names one by one is told apart one by one. */
const namesIn = (options: RuleOptions): ReadonlySet<string> =>
  new Set(Object.values(options).flatMap((list: string | readonly string[]) => (typeof list === "string" ? [] : list)));

/** The kind of resource; its name and what is above it too, where the policy speaks of one of them. */
function placeOf(asset: Json, named: ReadonlySet<string>): string {
  const type = String(asset["asset_type"] ?? asset["assetType"] ?? "");
  if (named.size === 0) return type;
  const above = Array.isArray(asset["ancestors"]) ? asset["ancestors"].map(String) : [];
  const names = [String(asset["name"] ?? asset["resource"] ?? ""), ...above];
  const isNamed = names.some((name) => named.has(name) || named.has(name.slice(name.lastIndexOf("/") + 1)));
  return isNamed ? `${type} ${names.join(" ")}` : type;
}

const mostKinds = 1_000_000;

const plainText = /^[a-zA-Z]+:[A-Za-z0-9][\w.%+-]*@[A-Za-z0-9.-]+$/;

/** A member without what tells it from others of its kind; as it is where it has no plain form, or a name of its own. */
function createMemberKinds(named: ReadonlySet<string>): (member: string) => string {
  const account = createDomainKinds("serviceAccount:", (member, domain) => {
    const kind = classOfAccount(member.slice("serviceAccount:".length));
    if (kind !== "user-managed") return undefined;
    return named.has(domain.slice(0, domain.indexOf("."))) ? `${kind} of a named project` : kind;
  });
  const user = createDomainKinds("user:", (_, domain) => `user@${domain}`);
  const group = createDomainKinds("group:", (_, domain) => `group@${domain}`);
  return (member) => {
    if (!plainText.test(member)) return member;
    if (named.size > 0 && (named.has(member) || named.has(member.slice(member.indexOf(":") + 1)))) return member;
    return account(member) ?? user(member) ?? group(member) ?? member;
  };
}

/** The kind of members of one type, by their domain. Members of one domain stand together: the last one is at hand. */
function createDomainKinds(
  prefix: string,
  kindOf: (member: string, domain: string) => string | undefined,
): (member: string) => string | undefined {
  const kinds = new Map<string, string>();
  let lastEnd = "@";
  let last = "";
  return (member) => {
    if (!member.startsWith(prefix)) return undefined;
    if (lastEnd !== "@" && member.endsWith(lastEnd)) return last;
    const domain = member.slice(member.indexOf("@") + 1);
    const kind = kinds.get(domain) ?? kindOf(member, domain);
    if (kind === undefined) return undefined;
    if (kinds.size < mostKinds) kinds.set(domain, kind);
    [lastEnd, last] = [`@${domain}`, kind];
    return kind;
  };
}
