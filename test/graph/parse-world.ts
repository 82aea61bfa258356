import type { Fact } from "../../src/model/fact.ts";
import {
  type GrantMore,
  account,
  boundary,
  customRole,
  deny,
  grant,
  member,
  project,
  read,
  ref,
  under,
  value,
} from "./world.ts";

/**
 * A world in one line: facts, separated by `;`, then `|`, a question and its answer.
 *
 * `user:kim@x.com roles/viewer projects/p if CONDITION; projects/p < folders/1 | user:kim@x.com PERMISSION projects/p = allowed`
 */
export interface World {
  readonly line: string;
  readonly facts: readonly Fact[];
  readonly who: string;
  readonly permission: string;
  readonly on: string;
  readonly answer: string;
  /** The page that says so, from the comment above. */
  readonly source: string;
}

export function parseWorlds(text: string): readonly World[] {
  const worlds: World[] = [];
  let source = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("#")) source = line.slice(1).trim();
    else if (line.trim() !== "") worlds.push(parseWorld(line, source));
  }
  return worlds;
}

function parseWorld(line: string, source: string): World {
  const bar = line.lastIndexOf(" | ");
  const [question = "", answer = ""] = line.slice(bar + 3).split(" = ");
  const [who = "", permission = "", on = ""] = question.trim().split(" ");
  const facts = line
    .slice(0, bar)
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean)
    .map(parseFact);
  return { line, facts, who, permission, on, answer: answer.trim(), source };
}

const place = { span: { path: "world", start: 0, end: 1 }, dialect: "hcl" } as const;

/** A policy or a role that somebody owns, so that nothing else of it stays; a grant that somebody sees removed. */
const writers: Readonly<Record<string, GrantMore>> = {
  whole: { authority: "policy" },
  sole: { authority: "role" },
  removed: { change: "remove" },
};

const forms: readonly (readonly [RegExp, (...parts: readonly string[]) => Fact])[] = [
  [/^(\S+) < (\S+)$/, (child = "", parent = "") => under(child, parent)],
  [/^project (\S+) (\d+)$/, (id = "", number = "") => project(id, number)],
  [/^(\S+) in (group:\S+)$/, (who = "", group = "") => member(who, group)],
  [/^role (\S+) = (.*)$/, (name = "", list = "") => customRole(name, list.split(" "))],
  [/^open role (\S+) = (.*)$/, (name = "", list = "") => customRole(name, list.split(" "), undefined, true)],
  [/^read (\S+)$/, (on = "") => read(on)],
  [/^account (\S+)$/, (email = "") => account(email)],
  [
    /^bucket (\S+) of (\S+)$/,
    (name = "", home = "") => ({
      kind: "resource",
      resource: { ...ref(`gs://${name}`), project: value(home) },
      ...place,
    }),
  ],
  [
    /^boundary (\S+) to (\S+?)(?: version (\S+))?$/,
    (set = "", allowed = "", version = "") => boundary(set, allowed.split(","), version),
  ],
  [
    /^enforce (\S+) on (\S+)$/,
    (constraint = "", on = "") => ({
      kind: "org-policy",
      resource: ref(on),
      constraint: value(constraint),
      enforced: true,
      ...place,
    }),
  ],
  [
    /^deprivilege (\S+)$/,
    (id = "") => ({ kind: "default-accounts", project: value(id), action: "deprivilege", ...place }),
  ],
  [
    /^deny (\S+) (\S+) on (\S+?)(?: except (\S+))?(?: not (\S+))?(?: if (.*))?$/,
    (who = "", permissions = "", on = "", except = "", not = "", when = "") =>
      deny(who.split(","), permissions.split(","), on, {
        except: except.split(",").filter(Boolean),
        exceptPermissions: not.split(",").filter(Boolean),
        ...(when === "" ? {} : { when }),
      }),
  ],
  [
    /^(whole|sole|removed) (\S+) (\S+) (\S+?)(?: if (.*))?$/,
    (how = "", who = "", role = "", on = "", when = "") =>
      grant(who, role, on, {
        ...writers[how],
        writer: `${how} ${who} ${role} ${on}`,
        ...(when === "" ? {} : { when }),
      }),
  ],
  [/^eligible (\S+) (\S+) (\S+)$/, (who = "", role = "", on = "") => grant(who, role, on, { eligible: true })],
  [
    /^(\S+) (\S+) (\S+?)(?: if (.*))?$/,
    (who = "", role = "", on = "", when = "") => grant(who, role, on, when === "" ? {} : { when }),
  ],
];

function parseFact(text: string): Fact {
  for (const [form, make] of forms) {
    const match = form.exec(text);
    if (match !== null) return make(...match.slice(1).map((part) => part ?? ""));
  }
  throw new Error(`not a fact: ${text}`);
}
