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

describe("every group that has policies", () => {
  test.each(policyGroups())("%s", (group) => {
    const { type, positionals, places } = policyGroupNamed(group) ?? { type: "", positionals: 0, places: [] };
    const name = positionals > 0 ? (type.startsWith("storage-") ? "gs://bucket/x" : "x") : "";
    const flags = places.map((flag) => `${flag}=${flag.slice(2)}`).join(" ");
    const byFlag = group === "dns managed-zones" ? "--policy-file=policy.json" : "policy.json";
    const script = [
      `gcloud ${group} add-iam-policy-binding ${name} ${flags} --member=user:a@example.com --role=roles/viewer --project=p`,
      `gcloud beta ${group} remove-iam-policy-binding ${name} ${flags} --member user:a@example.com --role roles/viewer`,
      `gcloud alpha ${group} set-iam-policy ${name} ${byFlag} ${flags}`,
    ].join("\n");
    const grants = factsOf(parseScript(script, policy), "grant");
    expect(grants.map(({ change, authority }) => `${change} ${authority}`)).toEqual([
      "add member",
      "remove member",
      "add policy",
    ]);
    for (const grant of grants) {
      expect(show(grant.role)).toBe("roles/viewer");
      if (!group.startsWith("iap web") && !group.startsWith("storage")) expect(grant.resource.type).toBe(type);
      expect(grant.resource.name.kind).toBe(positionals > 0 || places.some(isName) ? "known" : "unknown");
    }
  });
});

const isName = (flag: string): boolean => !/location|region|resource-type/.test(flag);

const silent = /create-cred-config$|identity-bindings (?:delete|describe)$|dns-bind-permission/;

describe("every command that starts something as an account", () => {
  test.each(workloadCommands().filter((command) => !silent.test(command)))("%s", (command) => {
    const row = workloadCommandNamed(command);
    for (const { flag } of row?.accounts ?? []) {
      if (flag === "--runtime-user") continue;
      const script = `gcloud ${command} thing --region=us-central1 ${flag}=sa@p.iam.gserviceaccount.com`;
      const accounts = factsOf(parseScript(script), "workload").map(({ account }) => account && show(account));
      expect(accounts).toContain("sa@p.iam.gserviceaccount.com");
    }
    const [main] = row?.accounts ?? [];
    if (main?.otherwise !== "compute-default" || main.purpose !== undefined || command.includes("update")) return;
    const [workload] = factsOf(parseScript(`gcloud ${command} thing --region=us-central1`), "workload");
    expect(workload?.defaultAccount).toBe("compute-default");
  });
});
