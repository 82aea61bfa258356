import type { KeyCreation } from "../../../model/fact.ts";
import { type Datum, attribute, stringParts } from "../datum.ts";
import { members } from "../possible.ts";
import type { Instance } from "../instances.ts";
import { datumsAt, placeOf, requiredAt, valueAt, valuesOf } from "./reading.ts";
import { type FactsOf, type Scope, projectOf } from "./scope.ts";
import { segmentsOf } from "./target.ts";

/** Long-lived credentials that the code makes. */
export const keyFacts: Readonly<Record<string, FactsOf>> = {
  google_service_account_key: (instance, scope) => [accountKeyOf(instance, scope)],
  google_storage_hmac_key: (instance) => [hmacKeyOf(instance)],
  google_apikeys_key: (instance) => [apiKeyOf(instance)],
};

function accountKeyOf(instance: Instance, scope: Scope): KeyCreation {
  const { config } = instance;
  const account = requiredAt(config, "service_account_id", instance.span);
  const rotationDays = rotationOf(attribute(config, "keepers"), scope);
  return {
    kind: "key",
    ...placeOf(instance),
    form: attribute(config, "public_key_data") === undefined ? "service-account-key" : "uploaded-key",
    account: segmentsOf(account).at(-1) ?? account,
    ...(rotationDays !== undefined && { rotationDays }),
  };
}

function hmacKeyOf(instance: Instance): KeyCreation {
  const project = projectOf(instance);
  return {
    kind: "key",
    ...placeOf(instance),
    form: "hmac-key",
    account: requiredAt(instance.config, "service_account_email", instance.span),
    ...(project && { project }),
  };
}

function apiKeyOf(instance: Instance): KeyCreation {
  const { config } = instance;
  const project = projectOf(instance);
  const account = valueAt(config, "service_account_email");
  const targets = datumsAt(config, "restrictions.api_targets.service").flatMap(valuesOf);
  return {
    kind: "key",
    ...placeOf(instance),
    form: "api-key",
    ...(account && { account }),
    ...(project && { project }),
    ...(targets.length > 0 && { restrictedTo: targets }),
  };
}

/** The days of the `time_rotating` that the keepers name. */
function rotationOf(keepers: Datum | undefined, scope: Scope): number | "unknown" | undefined {
  if (keepers?.type !== "object") return undefined;
  const rotating = [...keepers.entries.values()].flatMap(({ value }) => timeRotatingOf(value, scope) ?? []);
  if (rotating.length === 0) return undefined;
  const days = rotating.flatMap(daysOf);
  return days.length === 0 ? "unknown" : Math.min(...days);
}

function timeRotatingOf(datum: Datum, scope: Scope): Instance | undefined {
  for (const part of stringParts(datum) ?? []) {
    const named = typeof part === "object" && "target" in part ? scope.instanceOf(part.target) : undefined;
    if (named?.type === "time_rotating") return named;
  }
  return undefined;
}

const daysIn: Readonly<Record<string, number>> = {
  rotation_minutes: 1 / 1440,
  rotation_hours: 1 / 24,
  rotation_days: 1,
  rotation_months: 30,
  rotation_years: 365,
};

const daysOf = ({ config }: Instance): readonly number[] =>
  Object.entries(daysIn).flatMap(([name, factor]) => {
    const datum = attribute(config, name);
    const count = datum === undefined ? undefined : members(datum).items[0];
    return count?.type === "number" ? [count.value * factor] : [];
  });
