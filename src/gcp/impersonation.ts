import type { Impersonator } from "../model/graph.ts";

export interface Takeover {
  readonly kind: Impersonator["kind"];
  readonly permission: string;
  /** The number of the method in the table of escalation paths. */
  readonly method?: number;
  /** `can mint tokens of` */
  readonly does: string;
}

/** Permissions on a service account that hand over its credentials (iam/docs/service-account-permissions). */
export const takeovers: readonly Takeover[] = [
  { kind: "mint", permission: "iam.serviceAccounts.getAccessToken", method: 29, does: "can mint tokens of" },
  { kind: "sign", permission: "iam.serviceAccounts.signJwt", method: 32, does: "can sign tokens as" },
  { kind: "sign", permission: "iam.serviceAccounts.signBlob", method: 31, does: "can sign tokens as" },
  { kind: "key", permission: "iam.serviceAccountKeys.create", method: 34, does: "can create keys of" },
  { kind: "own", permission: "iam.serviceAccounts.setIamPolicy", method: 4, does: "can grant itself anything on" },
];

/** An account that is disabled must be enabled first; every role that can do that can take the account over too. */
export const enabling: Takeover = {
  kind: "own",
  permission: "iam.serviceAccounts.enable",
  does: "can enable again, and then use,",
};

export const delegation: Takeover = {
  kind: "delegate",
  permission: "iam.serviceAccounts.implicitDelegation",
  method: 33,
  does: "can delegate to",
};

export const attaching: Takeover = {
  kind: "attach",
  permission: "iam.serviceAccounts.actAs",
  does: "can run code as",
};

/** A pod runs as whatever account of its cluster it names, and whoever is in it is that account. */
export const podPermissions: readonly Takeover[] = [
  ...["pods", "deployments", "daemonSets", "jobs", "cronJobs"].map((workload) => ({
    kind: "attach" as const,
    permission: `container.${workload}.create`,
    method: 99,
    does: "can start pods as",
  })),
  { kind: "attach", permission: "container.pods.exec", method: 100, does: "can open a shell in pods of" },
  { kind: "mint", permission: "container.serviceAccounts.createToken", method: 41, does: "can mint tokens of" },
];

/** Whoever may change a provider decides who its pool's identities are. */
export const rewirings: readonly Takeover[] = ["update", "create"].map((verb) => ({
  kind: "rewire",
  permission: `iam.googleapis.com/workloadIdentityPoolProviders.${verb}`,
  method: 38,
  does: "can decide who signs in as",
}));
