import { keyObjectsIn } from "../../gcp/key-text.ts";
import { privateKeysIn } from "../../gcp/private-key.ts";
import { tokensIn } from "../../gcp/secret-tokens.ts";
import type { Credential, Dialect } from "../../model/fact.ts";
import type { Parser } from "../../model/parser.ts";
import type { Source } from "../../model/source.ts";
import { encodedKeysIn } from "./encoded-keys.ts";
import { accepts, dialectOf, glance } from "./recogniser.ts";

/** Secrets in programs, scripts and configuration, whatever the language: they need no grammar. */
export const credentials: Parser = {
  name: "credentials",
  accepts,
  glance,
  parse: (sources) => ({ facts: sources.flatMap(credentialsIn), problems: [], embedded: [] }),
};

function credentialsIn({ path, text }: Source): readonly Credential[] {
  const dialect = dialectOf(path);
  const objects = keyObjectsIn(text, path, dialect);
  // What stands in a credential file is told once, as the file.
  const isApart = ({ span }: Credential): boolean =>
    !objects.some(({ start, end }) => span.start >= start && span.start < end);
  return [
    ...objects.map(({ credential }) => credential),
    ...tokensIn(text, path, dialect).filter(isApart),
    ...(isOfGoogle(text, dialect) ? privateKeysIn(text, path, dialect).filter(isApart) : []),
    ...encodedKeysIn(text, path, dialect),
  ];
}

/** A private key that nothing connects with Google may be any server's; what Terraform is given may not be. */
const isOfGoogle = (text: string, dialect: Dialect): boolean =>
  dialect === "hcl" || /google|gcloud|gserviceaccount|firebase|\bgcp/iu.test(text);
