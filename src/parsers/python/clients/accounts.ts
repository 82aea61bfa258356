import { homeIn, segmentsOf } from "../../../gcp/resource-name.ts";
import { partsOf, valueOf } from "../../../model/value.ts";
import { type Machine, type Site, placeNow } from "../eval/machine.ts";
import { toValue } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";

/** Accounts and keys that a program makes through the IAM API, and HMAC keys. */
export function accountCall(machine: Machine, call: Call, site: Site): void {
  if (/^discovery\.iam\..*\.keys\.create$|\.create_service_account_key$/.test(call.name)) addKey(machine, call, site);
  else if (/^discovery\.iam\..*serviceAccounts\.create$|^iam_admin\..*\.create_service_account$/.test(call.name))
    addAccount(machine, call, site);
  else if (call.name === "storage.Client.create_hmac_key") addHmacKey(machine, call, site);
}

function addKey(machine: Machine, call: Call, site: Site): void {
  const name = argument(call, "name");
  const account = name && segmentsOf(toValue(name)).at(-1);
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "service-account-key",
    ...(account && { account }),
  });
}

function addHmacKey(machine: Machine, call: Call, site: Site): void {
  const account = argument(call, "service_account_email") ?? call.args.get("0");
  machine.facts.push({
    kind: "key",
    ...placeNow(machine, site.span),
    form: "hmac-key",
    ...(account && { account: toValue(account) }),
  });
}

function addAccount(machine: Machine, call: Call, site: Site): void {
  const id = argument(call, "account_id") ?? argument(call, "body.account_id");
  if (id === undefined) return;
  const name = argument(call, "name");
  const { project } = homeIn(name && toValue(name));
  const parts = [
    ...partsOf(toValue(id)),
    "@",
    ...(project ? partsOf(project) : [{ expression: "project" }]),
    ".iam.gserviceaccount.com",
  ];
  machine.facts.push({
    kind: "service-account",
    ...placeNow(machine, site.span),
    email: valueOf(parts, id.span, "the project or the id is known when it runs"),
    ...(project && { project }),
    origin: "created",
  });
}
