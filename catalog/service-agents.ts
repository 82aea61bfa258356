import { type Table, compactJson } from "./table.ts";

/** `service-agents.json`: the e-mail patterns of Google's own accounts, with the roles that Google grants them. */
export const serviceAgents: Table = {
  file: "service-agents.json",
  build: (facts) => {
    const source = facts.json("service-agents.json") as Source;
    return compactJson({
      domains: source.agentEmailDomains.toSorted(),
      ...Object.fromEntries(source.agents.map(agentOf).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    });
  },
};

interface Source {
  readonly agentEmailDomains: readonly string[];
  readonly agents: readonly {
    readonly email: string;
    readonly name: string;
    readonly service: string | null;
    readonly role: string | null;
    readonly grantedOn?: string;
  }[];
}

const agentOf = ({ email, name, service, role, grantedOn }: Source["agents"][number]): [string, object] => [
  email,
  {
    name,
    ...(service === null ? {} : { service }),
    ...(role === null ? {} : { role }),
    ...(grantedOn === undefined || grantedOn === "project" ? {} : { grantedOn }),
  },
];
