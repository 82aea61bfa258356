import { readTable } from "./data-file.ts";

/** What Google documents of one of its own accounts (iam/docs/service-agents). */
export interface ServiceAgent {
  /** `service-PROJECT_NUMBER@gcp-sa-aiplatform.iam.gserviceaccount.com` */
  readonly pattern: string;
  readonly name: string;
  readonly service?: string;
  /** The role that it gets by itself; absent: none. */
  readonly role?: string;
}

/** An agent, and whose it is: the number of a project, folder or organization, where the e-mail says so. */
export interface AgentFound {
  readonly agent: ServiceAgent;
  readonly node?: { readonly type: "project" | "folder" | "organization"; readonly number: string };
}

interface Table {
  readonly domains: readonly string[];
  readonly [pattern: string]: readonly string[] | Omit<ServiceAgent, "pattern">;
}

/** Is this the domain of accounts that Google makes and holds? */
export const isAgentDomain = (domain: string): boolean =>
  /^gcp-(?:sa|ri)-[a-z0-9-]+\.iam\.gserviceaccount\.com$/.test(domain) || domains().has(domain);

/** The agent that an e-mail names; `undefined` for an address that Google's list lacks. */
export function agentOfEmail(email: string): AgentFound | undefined {
  const [local = "", domain = ""] = splitAddress(email);
  for (const { agent, form } of byDomain().get(domain) ?? []) {
    const groups = form.exec(local)?.groups;
    if (groups === undefined) continue;
    const node = nodeOf(groups);
    return { agent, ...(node === undefined ? {} : { node }) };
  }
  return undefined;
}

/** The agents of projects that get a role by themselves. */
export const projectAgents = (): readonly ServiceAgent[] =>
  (agentsOfProjects ??= agents().filter(
    ({ role, pattern }) => role !== undefined && pattern.includes("PROJECT_NUMBER"),
  ));

let agentsOfProjects: readonly ServiceAgent[] | undefined;

/** The e-mail of a project's agent. */
export const agentEmail = (pattern: string, projectNumber: string): string =>
  pattern.replace("PROJECT_NUMBER", projectNumber);

interface Pattern {
  readonly agent: ServiceAgent;
  readonly form: RegExp;
}

let domainSet: ReadonlySet<string> | undefined;
let list: readonly ServiceAgent[] | undefined;
let index: ReadonlyMap<string, readonly Pattern[]> | undefined;

const table = (): Table => readTable<Table>("service-agents.json");
const domains = (): ReadonlySet<string> => (domainSet ??= new Set(table().domains));

function agents(): readonly ServiceAgent[] {
  list ??= Object.entries(table()).flatMap(([pattern, agent]) => ("name" in agent ? [{ pattern, ...agent }] : []));
  return list;
}

function byDomain(): ReadonlyMap<string, readonly Pattern[]> {
  if (index !== undefined) return index;
  const patterns = new Map<string, Pattern[]>();
  for (const agent of agents()) {
    const [local = "", domain = ""] = splitAddress(agent.pattern);
    const known = patterns.get(domain);
    const pattern = { agent, form: formOf(local) };
    if (known === undefined) patterns.set(domain, [pattern]);
    else known.push(pattern);
  }
  return (index = patterns);
}

const splitAddress = (email: string): readonly string[] => {
  const at = email.lastIndexOf("@");
  return [email.slice(0, at), email.slice(at + 1)];
};

/** A number, or what stands for one that can't be known: to a graph, or as it is shown. */
const number = String.raw`\d+|⟨[^⟩]*⟩|\$.+`;

function formOf(local: string): RegExp {
  const source = local
    .replaceAll(/[.+*?^$(){}|[\]\\]/g, String.raw`\$&`)
    .replace("PROJECT_NUMBER", `(?<project>${number})`)
    .replace("FOLDER_NUMBER", `(?<folder>${number})`)
    .replace("ORGANIZATION_NUMBER", `(?<organization>${number})`)
    .replace("IDENTIFIER", "[a-z0-9-]+");
  return new RegExp(`^(?<all>${source})$`);
}

function nodeOf(groups: Readonly<Record<string, string | undefined>>): AgentFound["node"] {
  for (const type of ["project", "folder", "organization"] as const) {
    const found = groups[type];
    if (found !== undefined) return { type, number: found };
  }
  return undefined;
}
