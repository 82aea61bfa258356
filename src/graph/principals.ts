import { parsePrincipal } from "../gcp/principal.ts";
import type { Principal } from "../model/principal.ts";
import type { Value } from "../model/value.ts";
import { hasHole, isExact, shownText } from "./naming.ts";
import type { Naming } from "./naming.ts";
import { type Numbered, createNumbered } from "./numbered.ts";
import { findWritten } from "./written-names.ts";

/** Principals, one object for all spellings of one. */
export interface Principals {
  readonly principal: (value: Value) => Principal;
  /** From canonical text, which may have gaps. */
  readonly named: (member: string) => Principal;
  readonly all: Numbered<Principal>;
}

/** Spellings that are remembered; an organization has millions, each met a few times in a row. */
const rememberedTexts = 50_000;

export function createPrincipals({ textOf }: Naming, projectName: (written: string) => string): Principals {
  const byText = new Map<string, Principal>();
  const all = createNumbered<Principal>(({ key }) => key);

  function named(member: string): Principal {
    let found = byText.get(member);
    if (found === undefined) {
      found = all.itemAt(all.idOf(withProject(principalOf(member), projectName)));
      if (byText.size >= rememberedTexts) byText.clear();
      byText.set(member, found);
    }
    return found;
  }

  return { named, all, principal: (value) => named(textOf(value)) };
}

/** A principal as a person types it: a member, an e-mail alone, or what the code calls it. */
export function principalNamed(name: string, { named }: Principals, inFacts: () => Iterable<Principal>): Principal {
  const parsed = parsePrincipal(name);
  if (parsed.type !== "malformed") return named(name);
  const written = findWritten(name, inFacts(), ({ key, type }) => key.slice(type.length + 1));
  if (written !== undefined) return written;
  const isAddress = /^[^@\s:]+@[^@\s]+$/.test(name);
  const isAccount = name.endsWith("gserviceaccount.com");
  return named(isAddress ? `${isAccount ? "serviceAccount" : "user"}:${name}` : name);
}

function principalOf(text: string): Principal {
  const parsed = parsePrincipal(text);
  if (isExact(text)) return parsed;
  const known = parsed.type === "malformed" && startsOpen.test(text) ? unknownPrincipal(text) : parsed;
  return { ...known, id: shownText(known.id), ...(hasHole(text) ? { opaque: true } : {}) };
}

/** Nothing before the first gap says what kind of principal it is. */
const startsOpen = /^[^:]*⟨/;

const unknownPrincipal = (text: string): Principal => ({ type: "unknown", id: text, key: `unknown:${text}` });

/** Convenience values and sets name projects by id or by number. */
function withProject(principal: Principal, projectName: (written: string) => string): Principal {
  const { type, key } = principal;
  const id = key.slice(type.length + 1);
  if (/^project-(?:owner|editor|viewer)s$/.test(type) && id !== "") {
    return { ...principal, key: `${type}:${projectName(id)}` };
  }
  if (/^service-(?:account|agent)-set$/.test(type) && id.startsWith("projects/")) {
    return { ...principal, key: `${type}:projects/${projectName(id.slice("projects/".length))}` };
  }
  return principal;
}
