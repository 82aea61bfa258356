import { describe, expect, test } from "vitest";
import {
  policyGroupNamed,
  policyGroups,
  workloadCommandNamed,
  workloadCommands,
} from "../../../src/gcp/gcloud-commands.ts";
import { show } from "../../../src/model/value.ts";
import { factsOf, parseScript } from "./parse-fixture.ts";

const policy = { "policy.json": '{"bindings":[{"role":"roles/viewer","members":["user:a@example.com"]}]}' };

const tracks = ["", "alpha ", "beta "];

/** The name of a resource of the group, the flags that say where it is. */
function namedIn(group: string): { readonly name: string; readonly flags: string; readonly isNamed: boolean } {
  const { type, positionals, places } = policyGroupNamed(group) ?? { type: "", positionals: 0, places: [] };
  const name = positionals > 0 ? (type.startsWith("storage-") ? "gs://bucket/x" : "x") : "";
  const flags = places.map((flag) => `${flag}=${flag.slice(2)}`).join(" ");
  return { name, flags, isNamed: positionals > 0 || places.some(isName) };
}

const isName = (flag: string): boolean => !/location|region|resource-type/.test(flag);

test("there are as many groups as the table has", () => expect(policyGroups().length).toBeGreaterThanOrEqual(148));

describe.each(tracks)("every group that has policies, %s", (track) => {
  test.each(policyGroups())("%s", (group) => {
    const { name, flags, isNamed } = namedIn(group);
    const byFlag = group === "dns managed-zones" ? "--policy-file=policy.json" : "policy.json";
    const script = [
      `gcloud ${track}${group} add-iam-policy-binding ${name} ${flags} --member=user:a@example.com --role=roles/viewer --project=p`,
      `gcloud ${track}${group} remove-iam-policy-binding ${name} ${flags} --member user:a@example.com --role roles/viewer`,
      `gcloud ${track}${group} set-iam-policy ${name} ${byFlag} ${flags}`,
    ].join("\n");
    const grants = factsOf(parseScript(script, policy), "grant");
    expect(grants.map(({ change, authority }) => `${change} ${authority}`)).toEqual([
      "add member",
      "remove member",
      "add policy",
    ]);
    for (const grant of grants) {
      expect(show(grant.role)).toBe("roles/viewer");
      expect(show(grant.principal)).toBe("user:a@example.com");
      if (!group.startsWith("iap web") && !group.startsWith("storage"))
        expect(grant.resource.type).toBe(policyGroupNamed(group)?.type);
      expect(grant.resource.name.kind).toBe(isNamed ? "known" : "unknown");
    }
  });
});

const silent = /create-cred-config$|identity-bindings (?:delete|describe)$|dns-bind-permission/;
const started = workloadCommands().filter((command) => !silent.test(command));
const account = "sa@p.iam.gserviceaccount.com";

const accountsIn = (script: string): readonly (string | undefined)[] =>
  factsOf(parseScript(script), "workload").map((workload) => workload.account && show(workload.account));

test("there are as many commands as the table has", () =>
  expect(workloadCommands().length).toBeGreaterThanOrEqual(163));

describe.each(tracks)("every command that starts something as an account, %s", (track) => {
  test.each(started)("%s", (command) => {
    const call = `gcloud ${track}${command} thing --region=us-central1`;
    for (const { flag } of workloadCommandNamed(command)?.accounts ?? []) {
      if (flag === "--runtime-user") continue;
      expect(accountsIn(`${call} ${flag}=${account}`)).toContain(account);
      expect(accountsIn(`${call} ${flag} ${account}`)).toContain(account);
      expect(accountsIn(`${call} ${flag}=projects/p/serviceAccounts/${account}`)).toContain(account);
    }
  });
});

/** Whom a command starts things as without a flag: what the table says of the account that they run as. */
const mains = started.flatMap((command) => {
  const main = workloadCommandNamed(command)?.accounts.find(
    ({ flag, purpose }) => flag !== "--runtime-user" && (purpose === undefined || purpose === "dataflow-worker"),
  );
  return main === undefined ? [] : [{ command, otherwise: main.otherwise }];
});

const saysNothing = /^(?:unchanged|none|unknown|required|agent)$/;

/** Another file says who it is, or nothing is started. */
const elsewhere: ReadonlySet<string> = new Set([
  "app deploy",
  "batch jobs submit",
  "dataflow flex-template build",
  "run jobs replace",
  "run services replace",
]);

describe("whom every command starts things as that does not say it", () => {
  test.each(mains)("$command: $otherwise", ({ command, otherwise }) => {
    const defaults = factsOf(parseScript(`gcloud ${command} thing --region=us-central1`), "workload").map(
      (workload) => workload.defaultAccount,
    );
    const isTold = !saysNothing.test(otherwise) && !/\bupdate\b/.test(command) && !elsewhere.has(command);
    expect(defaults).toEqual(isTold ? [otherwise] : []);
  });
});
