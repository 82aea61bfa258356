import type { PoolProvider } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import {
  type Call,
  flag,
  flagValue,
  listDelimiter,
  optional,
  placeOfCall,
  projectOf,
  valueOfArgument,
} from "../call.ts";
import { partsOfName } from "../resources.ts";
import { flat, slice, split, toValue, trim } from "../text.ts";

export function createPool(call: Call): void {
  const [name] = call.args;
  if (name === undefined) return;
  const type = typeOf(call);
  call.facts.push({
    kind: "pool",
    type,
    name: valueOfArgument({ ...name, text: partsOfName(name).name }),
    ...(type === "workload" && { project: valueOfArgument(projectOf(call)) }),
    ...placeOfCall(call),
  });
}

const typeOf = ({ command }: Call): "workload" | "workforce" =>
  command.includes("workforce") ? "workforce" : "workload";

/** `providers create-oidc` and its like; an update says only what it changes. */
export function createProvider(call: Call): void {
  const [name] = call.args;
  const type = typeOf(call);
  const pool = flag(call, type === "workload" ? "--workload-identity-pool" : "--workforce-pool");
  if (name === undefined) return;
  call.facts.push({
    kind: "pool-provider",
    type,
    pool: pool === undefined ? valueOfArgument(name) : valueOfArgument({ ...pool, text: partsOfName(pool).name }),
    name: valueOfArgument({ ...name, text: partsOfName(name).name }),
    protocol: protocolOf(call),
    ...optional("issuer", flagValue(call, "--issuer-uri")),
    ...optional("condition", flagValue(call, "--attribute-condition")),
    mapping: mappingOf(call),
    ...placeOfCall(call),
  });
}

function protocolOf({ command }: Call): PoolProvider["protocol"] {
  const protocol = /-(oidc|saml|aws|x509)$/.exec(command)?.[1];
  return (protocol as PoolProvider["protocol"] | undefined) ?? "unknown";
}

/** `google.subject=assertion.sub,attribute.repository=assertion.repository`. */
function mappingOf(call: Call): Readonly<Record<string, Value>> {
  const mapping: Record<string, Value> = {};
  const given = flag(call, "--attribute-mapping");
  if (given === undefined) return mapping;
  const [delimiter, rest] = listDelimiter(given.text);
  const parts = split(rest, delimiter === "," ? /,(?=\s*(?:google|attribute)\.)/g : delimiter);
  for (const part of parts.map(trim)) {
    const equals = flat(part).indexOf("=");
    if (equals > 0) mapping[flat(part).slice(0, equals)] = toValue(slice(part, equals + 1), given.span);
  }
  return mapping;
}
