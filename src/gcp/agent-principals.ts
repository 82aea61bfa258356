import type { Principal } from "../model/principal.ts";
import { isServiceAgent } from "./account-class.ts";

/** An account that only Google's own services use: by its address, or by the object that names it. */
export const isAgentPrincipal = ({ type, id }: Principal): boolean =>
  /\bgoogle_project_service_identity\./.test(id) || (type === "service-account" && isServiceAgent(id));
