import { showPrincipal } from "../gcp/principal.ts";
import type { Principal } from "../model/principal.ts";
import { shownText } from "./naming.ts";

/** A principal for people: as a member, with what can't be known as it was written. */
export const memberShown = (principal: Principal): string => shownText(showPrincipal(principal));
