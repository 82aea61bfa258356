import type { Principal, PrincipalType } from "./principal.ts";

const ordinary: ReadonlySet<PrincipalType> = new Set(["user", "group", "service-account", "domain"]);

/** Neither a Kubernetes account nor a federated identity: nobody whom Workload Identity User is made for. */
export const isOrdinary = ({ type }: Principal): boolean => ordinary.has(type);
