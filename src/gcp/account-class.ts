import { type ServiceAgent, agentOfEmail, isAgentDomain } from "./service-agents.ts";

/** What kind of service account an e-mail names (iam/docs/service-account-types). */
export type AccountClass =
  | "user-managed"
  | "compute-default"
  | "appengine-default"
  | "cloudbuild-legacy"
  | "google-apis-agent"
  | "service-agent"
  /** Google's, of a form that its list of agents lacks. */
  | "google-operated"
  | "unknown";

export interface Account {
  readonly class: AccountClass;
  /** The project, by id or by number, where the e-mail says it. */
  readonly project?: { readonly id: string } | { readonly number: string };
  readonly agent?: ServiceAgent;
}

/** What an e-mail alone says of a service account. */
export function accountOf(email: string): Account {
  for (const { form, of } of forms) {
    const match = form.exec(email);
    if (match !== null) return of(match);
  }
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (isAgentDomain(domain)) return agentAccount(email);
  for (const { form, id } of userForms) {
    const match = form.exec(email);
    if (match !== null) return { class: "user-managed", project: { id: id(match) } };
  }
  return { class: domain.endsWith("gserviceaccount.com") ? "google-operated" : "unknown" };
}

export const classOfAccount = (email: string): AccountClass => accountOf(email).class;

/** Accounts that Google makes for a project and that run its users' code. */
export const defaultAccounts: ReadonlySet<AccountClass> = new Set(["compute-default", "appengine-default"]);

/** Accounts that only Google's own services use. */
export const isServiceAgent = (email: string): boolean => {
  const found = classOfAccount(email);
  return found === "service-agent" || found === "google-apis-agent" || found === "google-operated";
};

function agentAccount(email: string): Account {
  const found = agentOfEmail(email);
  if (found === undefined) {
    const number = /^(?:service-|[a-z]+-)?(\d{6,}|⟨[^⟩]*⟩|\$.+?)(?:-[a-z0-9]+)?@/.exec(email)?.[1];
    return { class: "service-agent", ...(number === undefined ? {} : { project: { number } }) };
  }
  const { agent, node } = found;
  return { class: "service-agent", agent, ...(node?.type === "project" ? { project: { number: node.number } } : {}) };
}

const token = "(?:⟨[^⟩]*⟩|[a-z0-9-])+";

interface Form {
  readonly form: RegExp;
  readonly of: (match: RegExpExecArray) => Account;
}

const numbered =
  (kind: AccountClass) =>
  ([, number = ""]: RegExpExecArray): Account => ({ class: kind, project: { number } });

const agent = (email: string): { readonly agent?: ServiceAgent } => {
  const found = agentOfEmail(email)?.agent;
  return found === undefined ? {} : { agent: found };
};

const forms: readonly Form[] = [
  { form: /^(.+)-compute@developer\.gserviceaccount\.com$/, of: numbered("compute-default") },
  {
    form: /^(.+)@appspot\.gserviceaccount\.com$/,
    of: ([, id = ""]) => ({ class: "appengine-default", project: { id } }),
  },
  {
    form: /^(.+)@cloudbuild\.gserviceaccount\.com$/,
    of: (match) => ({ ...numbered("cloudbuild-legacy")(match), ...agent(match[0]) }),
  },
  {
    form: /^(.+)@cloudservices\.gserviceaccount\.com$/,
    of: (match) => ({ ...numbered("google-apis-agent")(match), ...agent(match[0]) }),
  },
];

const userForms: readonly { readonly form: RegExp; readonly id: (match: RegExpExecArray) => string }[] = [
  {
    form: new RegExp(String.raw`^.+@(${token})\.iam\.gserviceaccount\.com$`),
    id: ([, id = ""]) => id,
  },
  {
    form: new RegExp(String.raw`^.+@(${token})\.([a-z0-9.-]+)\.iam\.gserviceaccount\.com$`),
    id: ([, project = "", domain = ""]) => `${domain}:${project}`,
  },
  // With what can't be known in it: as shown, `${var.project}` or `$(gcloud …)`, or as a placeholder, `PROJECT_ID`.
  { form: /^.+?@(.+)\.iam\.gserviceaccount\.com$/, id: ([, id = ""]) => id },
];
