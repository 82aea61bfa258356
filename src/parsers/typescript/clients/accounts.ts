import { type Value, partsOf, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { type ExternalTerm, toValue } from "../terms.ts";
import type { Client } from "./emit.ts";
import { homeOf, segmentsOfTerm } from "./names.ts";
import { type Link, linksOf, termAt } from "./trail.ts";

/** Accounts and keys that a program makes through the IAM API, and HMAC keys. */
export function accountCall(machine: Machine, external: ExternalTerm, client: Client, site: Site): void {
  const links = linksOf(external.steps);
  const last = links.at(-1);
  if (last?.args === undefined) return;
  const group = links.at(-2)?.name;
  if (last.name === "createHmacKey" && external.package === "@google-cloud/storage") addHmacKey(machine, last, site);
  const isIam =
    external.package === "googleapis"
      ? links.some(({ name }) => name === "iam")
      : external.package === "@google-cloud/iam-admin" || external.package === "@google-cloud/iam";
  if (!isIam) return;
  if (last.name === "createServiceAccountKey" || (group === "keys" && last.name === "create"))
    addKey(machine, last, site);
  if (last.name === "createServiceAccount" || (group === "serviceAccounts" && last.name === "create")) {
    addAccount(machine, last, client, site);
  }
}

function addKey(machine: Machine, { args: [request] = [] }: Link, site: Site): void {
  const name = termAt(request, "name");
  const account = name && segmentsOfTerm(name).at(-1);
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "service-account-key",
    ...(account && { account: toValue(account) }),
  });
}

function addHmacKey(machine: Machine, { args: [email] = [] }: Link, site: Site): void {
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "hmac-key",
    ...(email && { account: toValue(email) }),
  });
}

function addAccount(machine: Machine, { args: [request] = [] }: Link, client: Client, site: Site): void {
  const id = termAt(request, "accountId") ?? termAt(request, "requestBody.accountId");
  if (id === undefined) return;
  const project = homeOf(termAt(request, "name")).project ?? (client.project && toValue(client.project));
  const email: Value = valueOf(
    [
      ...partsOf(toValue(id)),
      "@",
      ...(project ? partsOf(project) : [{ expression: "project" }]),
      ".iam.gserviceaccount.com",
    ],
    id.span,
    "the project or the id is known when it runs",
  );
  machine.facts.push({
    kind: "service-account",
    ...placeNow(machine, site.span),
    email,
    ...(project && { project }),
    origin: "created",
  });
}
