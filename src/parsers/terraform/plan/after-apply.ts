import type { Node } from "jsonc-parser";
import type { Span } from "../../../model/source.ts";
import { type Datum, gap, stringOf, text } from "../datum.ts";
import { type Missing, itemsOf, memberOf, textIn } from "./json-nodes.ts";
import { type Planned, withoutKeys } from "./planned.ts";

/** What a plan says besides values: the configuration of each resource, by address without keys, and what is planned. */
export interface Surroundings {
  readonly path: string;
  readonly configured: ReadonlyMap<string, Node>;
  readonly planned: Planned;
}

/** What an argument that is known after apply refers to, where the configuration leaves no doubt. */
export function missingIn(address: string, { path, configured, planned }: Surroundings): Missing {
  const bare = withoutKeys(address);
  const module = /^((?:module\.[^.[]+(?:\[[^\]]*\])?\.)*)/.exec(address)?.[0] ?? "";
  return (argument, span) => {
    const expression = memberOf(memberOf(configured.get(bare), "expressions"), argument);
    const references = itemsOf(memberOf(expression, "references")).flatMap((one) => textIn(one) ?? []);
    const [reference, ...others] = references.filter(
      (one) => !references.some((it) => it.startsWith(`${one}.`) || it.startsWith(`${one}[`)),
    );
    if (reference === undefined || others.length > 0) return known(references[0] ?? argument, span);
    const [, target, attribute] = /^(.+)\.(\w+)$/.exec(reference) ?? [];
    const named = target && targetOf(module + target, planned);
    if (named === undefined || named === "" || attribute === undefined) return known(reference, span);
    const prefix = prefixOf(argument, attribute);
    if (prefix === undefined) return known(reference, span);
    const account = accountText(named, attribute, planned);
    if (account !== undefined) return text(prefix + account, span);
    return stringOf([prefix, { target: `${path}#${named}`, attribute }], span);
  };
}

/** What a service account will be called is known before it is there. */
function accountText(address: string, attribute: string, { byAddress }: Planned): string | undefined {
  const node = byAddress.get(address);
  const values = memberOf(node, "values");
  const id = textIn(memberOf(values, "account_id"));
  const project = textIn(memberOf(values, "project"));
  if (textIn(memberOf(node, "type")) !== "google_service_account" || id === undefined || project === undefined) {
    return undefined;
  }
  return accountForms[attribute]?.(`${id}@${project}.iam.gserviceaccount.com`, project);
}

const accountForms: Readonly<Record<string, (email: string, project: string) => string>> = {
  email: (email) => email,
  id: (email, project) => `projects/${project}/serviceAccounts/${email}`,
  member: (email) => `serviceAccount:${email}`,
  name: (email, project) => `projects/${project}/serviceAccounts/${email}`,
};

/** The one planned resource of an address. */
function targetOf(address: string, { byAddress, copies }: Planned): string | undefined {
  if (byAddress.has(address)) return address;
  const found = copies.get(address) ?? [];
  return found.length === 1 ? found[0] : undefined;
}

/** What stands before the reference: nothing in whole identifiers, the kind of member before an account's e-mail. */
function prefixOf(argument: string, attribute: string): string | undefined {
  const isMember = argument === "member" || argument === "members";
  if (isMember) return attribute === "member" ? "" : attribute === "email" ? "serviceAccount:" : undefined;
  return whole.has(attribute) || attribute === argument ? "" : undefined;
}

const whole: ReadonlySet<string> = new Set(["id", "name", "email", "project_id", "self_link"]);

export const known = (expression: string, span: Span): Datum => gap(expression, "known after apply", span);
