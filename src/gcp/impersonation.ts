import type { Impersonator } from "../model/graph.ts";

export interface Takeover {
  readonly kind: Impersonator["kind"];
  readonly permission: string;
  /** `can mint tokens of` */
  readonly does: string;
}

/** Permissions on a service account that hand over its credentials (iam/docs/service-account-permissions). */
export const takeovers: readonly Takeover[] = [
  { kind: "mint", permission: "iam.serviceAccounts.getAccessToken", does: "can mint tokens of" },
  { kind: "sign", permission: "iam.serviceAccounts.signJwt", does: "can sign tokens as" },
  { kind: "sign", permission: "iam.serviceAccounts.signBlob", does: "can sign tokens as" },
  { kind: "key", permission: "iam.serviceAccountKeys.create", does: "can create keys of" },
  { kind: "own", permission: "iam.serviceAccounts.setIamPolicy", does: "can grant itself anything on" },
];

export const delegation: Takeover = {
  kind: "delegate",
  permission: "iam.serviceAccounts.implicitDelegation",
  does: "can delegate to",
};

export const attaching: Takeover = {
  kind: "attach",
  permission: "iam.serviceAccounts.actAs",
  does: "can run code as",
};

/** A pod runs as whatever account of its cluster it names. */
export const podPermissions: readonly Takeover[] = [
  { kind: "attach", permission: "container.pods.create", does: "can start pods as" },
  { kind: "mint", permission: "container.serviceAccounts.createToken", does: "can mint tokens of" },
];

/** Whoever may change a provider decides who its pool's identities are. */
export const rewirings: readonly Takeover[] = ["update", "create"].map((verb) => ({
  kind: "rewire",
  permission: `iam.googleapis.com/workloadIdentityPoolProviders.${verb}`,
  does: "can decide who signs in as",
}));
