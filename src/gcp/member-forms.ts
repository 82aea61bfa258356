import { parsePrincipal } from "./principal.ts";

/** What is wrong with a member, and how it is written right, where that is plain. */
export interface MemberFault {
  readonly fault: string;
  readonly right?: string;
}

interface Check {
  readonly form: RegExp;
  readonly fault: string;
  readonly right?: (match: RegExpExecArray) => string;
}

const prefixes: Readonly<Record<string, string | undefined>> = {
  user: "user",
  group: "group",
  domain: "domain",
  serviceaccount: "serviceAccount",
  "service-account": "serviceAccount",
  service_account: "serviceAccount",
  sa: "serviceAccount",
  principalset: "principalSet",
  principal: "principal",
  projectowner: "projectOwner",
  projecteditor: "projectEditor",
  projectviewer: "projectViewer",
};

const poolMember =
  /^principal(?:Set)?:\/\/iam\.googleapis\.com\/projects\/([^/]+)\/locations\/global\/workloadIdentityPools\//;

/** In allow policies. The first row that fits decides. */
const allowChecks: readonly Check[] = [
  { form: /[“”‘’]/, fault: "it holds typographic quotes" },
  { form: /^\s|\s$/, fault: "there is a blank around it" },
  { form: /\s/, fault: "there is a blank in it" },
  {
    form: /^user:(.+gserviceaccount\.com)$/i,
    fault: "a service account is not a user",
    right: ([, email = ""]) => `serviceAccount:${email}`,
  },
  {
    form: /^group:(.+gserviceaccount\.com)$/i,
    fault: "a service account is not a group",
    right: ([, email = ""]) => `serviceAccount:${email}`,
  },
  { form: /^serviceAccount:[^@[]+$/, fault: "an e-mail is missing its domain" },
  { form: /^(?:user|group):[^@]+$/, fault: "an e-mail is missing its domain" },
  {
    form: /^serviceAccount:.+@(?!.*gserviceaccount\.com(?:\?uid=\d+)?$)/i,
    fault: "no service account has such an address",
  },
  {
    form: /^serviceAccount:[^\d@]\S*@developer\.gserviceaccount\.com$/,
    fault: "the address of a project's default account begins with the project's number",
  },
  {
    form: /^principal(?:Set)?:\/\/goog\/subject\/(.+)$/,
    fault: "this form belongs in deny policies",
    right: ([, email = ""]) => `${email.endsWith("gserviceaccount.com") ? "serviceAccount" : "user"}:${email}`,
  },
  {
    form: /^principalSet:\/\/goog\/group\/(.+)$/,
    fault: "this form belongs in deny policies",
    right: ([, email = ""]) => `group:${email}`,
  },
  { form: /^principalSet:\/\/goog\/public:all$/, fault: "this form belongs in deny policies", right: () => "allUsers" },
  {
    form: /^principal:\/\/iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(.+)$/,
    fault: "this form belongs in deny policies",
    right: ([, email = ""]) => `serviceAccount:${email}`,
  },
];

/** A member of an allow policy that no policy accepts, or that names nobody; `undefined` if nothing is wrong with it. */
export function faultOfMember(member: string): MemberFault | undefined {
  const text = member.replace(/^deleted:/, "");
  for (const { form, fault, right } of allowChecks) {
    const match = form.exec(text);
    if (match === null) continue;
    return right === undefined ? { fault } : { fault, right: right(match) };
  }
  if (poolMember.test(text)) return faultOfPoolMember(text);
  return parsePrincipal(member).type === "malformed" ? faultOfPrefix(text) : undefined;
}

function faultOfPoolMember(text: string): MemberFault | undefined {
  const project = poolMember.exec(text)?.[1] ?? "";
  if (!/^\d+$/.test(project)) return { fault: `the pool needs the project's number, not '${project}'` };
  const [, rest = ""] = /workloadIdentityPools\/[^/]+\/(.*)$/.exec(text) ?? [];
  const isSubject = /^(?:subject\/|kubernetes\.serviceaccount\.uid\/)/.test(rest);
  if (text.startsWith("principal://") && !isSubject) {
    return { fault: "a set is written principalSet://", right: text.replace("principal://", "principalSet://") };
  }
  if (text.startsWith("principalSet://") && rest.startsWith("subject/")) {
    return { fault: "one subject is written principal://", right: text.replace("principalSet://", "principal://") };
  }
  return undefined;
}

function faultOfPrefix(text: string): MemberFault {
  if (/^alluser$/i.test(text) || text.toLowerCase() === "allusers")
    return { fault: "the case is wrong", right: "allUsers" };
  if (text.toLowerCase() === "allauthenticatedusers")
    return { fault: "the case is wrong", right: "allAuthenticatedUsers" };
  const colon = text.indexOf(":");
  if (colon < 0) return faultOfBareAddress(text);
  const prefix = text.slice(0, colon);
  const right = prefixes[prefix.toLowerCase()];
  if (right !== undefined && right !== prefix)
    return { fault: `'${prefix}:' is no prefix`, right: right + text.slice(colon) };
  return right === undefined ? { fault: `'${prefix}:' is no prefix` } : { fault: "nobody has such a name" };
}

function faultOfBareAddress(text: string): MemberFault {
  if (/^[^@\s]+@.*gserviceaccount\.com$/i.test(text))
    return { fault: "the prefix is missing", right: `serviceAccount:${text}` };
  return { fault: text.includes("@") ? "the prefix (user:, group:) is missing" : "it names nobody" };
}

/** A principal of a deny policy in the form of allow policies, as deny policies write it; `undefined` if it is right. */
export function faultOfDenied(principal: string): MemberFault | undefined {
  const match = /^(user|group|serviceAccount|domain):(.+)$/.exec(principal);
  if (principal === "allUsers")
    return { fault: "deny policies take other forms", right: "principalSet://goog/public:all" };
  if (match === null) return undefined;
  const [, prefix = "", id = ""] = match;
  const right: Readonly<Record<string, string>> = {
    user: `principal://goog/subject/${id}`,
    group: `principalSet://goog/group/${id}`,
    serviceAccount: `principal://iam.googleapis.com/projects/-/serviceAccounts/${id}`,
  };
  const better = right[prefix];
  return { fault: "deny policies take other forms", ...(better === undefined ? {} : { right: better }) };
}
