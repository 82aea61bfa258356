import type { Membership } from "../../../model/fact.ts";
import { type Value, known } from "../../../model/value.ts";
import { attribute } from "../datum.ts";
import type { Instance } from "../instances.ts";
import { type Possible, alternativesOf, datumsAt, placeOf, requiredAt } from "./reading.ts";
import { type FactsOf, type Scope, referredBy } from "./scope.ts";

/** Who is in a group of Cloud Identity. */
export const groupFacts: Readonly<Record<string, FactsOf>> = {
  google_cloud_identity_group_membership: memberships,
};

function memberships(instance: Instance, scope: Scope): Membership[] {
  const { config } = instance;
  const members = [...datumsAt(config, "preferred_member_key.id"), ...datumsAt(config, "member_key.id")];
  const group = groupOf(instance, scope);
  return members.flatMap(alternativesOf).map((member) => membershipOf(instance, group, member));
}

const membershipOf = (instance: Instance, group: Value, { value, conditional }: Possible): Membership => ({
  kind: "membership",
  ...placeOf(instance, conditional),
  group,
  member: asMember(value),
});

/** The group's e-mail, where the group is created in the same root. */
function groupOf({ config, span }: Instance, scope: Scope): Value {
  const written = requiredAt(config, "group", span);
  const datum = attribute(config, "group");
  const group = datum && referredBy(datum, scope);
  const [key] = group === undefined ? [] : datumsAt(group.config, "group_key.id").flatMap(alternativesOf);
  return prefixed("group:", key?.value ?? written);
}

/** An e-mail does not say whether it is a user's or a group's; users are the rule. */
const asMember = (email: Value): Value =>
  prefixed(email.kind === "known" && email.text.endsWith(".gserviceaccount.com") ? "serviceAccount:" : "user:", email);

const prefixed = (prefix: string, value: Value): Value =>
  value.kind === "known" && value.text.includes("@") ? known(prefix + value.text, value.span) : value;
