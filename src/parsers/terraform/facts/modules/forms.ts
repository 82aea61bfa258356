import type { ModuleGrant } from "../../../../gcp/modules.ts";
import { type Datum, type ObjectDatum, attribute, stringOf, stringParts, text, toValue } from "../../datum.ts";
import type { Granting } from "../iam.ts";
import { type Possible, alternativesOf, conditionOf, possibilities } from "../reading.ts";
import { resourceOf } from "../target.ts";
import { entriesOf, itemsIn, objectsIn } from "./entries.ts";
import { type Frame, fill, inContext, inputAt, targetIn, withBindings } from "./frame.ts";
import { agentOf, asGroup, asMember, fixed, one, prefixed, splitAtCommas } from "./members.ts";

/** What one row of a module grants, before its target and authority are added. */
export type Made = Pick<Granting, "roles" | "principals"> & Partial<Granting>;

export type Form = (frame: Frame, row: ModuleGrant, input: Datum) => readonly Made[];

/** Inputs that mean the same in all of Fabric's modules; older releases' names too. */
export const sharedRows: readonly ModuleGrant[] = [
  { form: "role-members", input: "iam", authority: "role" },
  { form: "bindings", input: "iam_bindings", authority: "role" },
  { form: "bindings", input: "iam_bindings_additive", authority: "member" },
  { form: "principal-roles", input: "iam_by_principals", authority: "role" },
  { form: "principal-roles", input: "iam_by_principals_additive", authority: "member" },
  { form: "principal-conditions", input: "iam_by_principals_conditional", authority: "role" },
  { form: "role-members", input: "iam_additive", authority: "member" },
  { form: "principal-roles", input: "iam_additive_members", authority: "member" },
  { form: "group-roles", input: "group_iam", authority: "role" },
  { form: "role-members", input: "iam_members", authority: "member" },
  { form: "role-members", input: "iam_roles", authority: "member" },
];

/** The shapes in which inputs say who gets which role. */
export const forms: Readonly<Record<string, Form>> = {
  /** `{ "roles/x" = ["user:a"] }`, or the pairs of older releases. */
  "role-members": (_, __, input) =>
    entriesOf(input).map(({ key, value, conditional }) =>
      value.type === "object"
        ? pairOf(value, conditional)
        : { roles: [one(key)], principals: possibilities(value), conditional },
    ),
  "role-members-on": (frame, row, input) => {
    const { base = "", project = "", location = "" } = row.target ?? {};
    return possibilities(inputAt(frame, row.target?.name ?? "")).flatMap(
      ({ datum }) =>
        forms["role-members"]?.(frame, row, input).map((made) =>
          onTarget(made, withBindings(frame, { key: datum }), { base, name: "{key}", project, location }),
        ) ?? [],
    );
  },
  conditions: (_, __, input) => objectsIn(input).map((object) => conditionedOf(object)),
  bindings: (_, __, input) =>
    entriesOf(input).flatMap(({ value, conditional }) => (value.type === "object" ? [pairOf(value, conditional)] : [])),
  pairs: (_, __, input) => objectsIn(input).map((object) => pairOf(object, object.conditional)),
  "principal-roles": (_, __, input) =>
    entriesOf(input).map(({ key, value, conditional }) => ({
      roles: possibilities(value),
      principals: [one(key)],
      conditional,
    })),
  "group-roles": (_, __, input) =>
    entriesOf(input).map(({ key, value, conditional }) => ({
      roles: possibilities(value),
      principals: [one(prefixed("group:", key))],
      conditional,
    })),
  "principal-conditions": (_, __, input) =>
    entriesOf(input).flatMap(({ key, value, conditional }) =>
      value.type === "object"
        ? [
            {
              roles: possibilities(attribute(value, "roles")),
              principals: [one(key)],
              condition: conditionOf(value),
              conditional,
            },
          ]
        : [],
    ),
  members: (frame, { roles = [], member }, input) => [
    {
      roles: roles.map((role) => one(fill(frame, role))),
      principals: possibilities(input).map((possible) =>
        member === undefined ? possible : asMember(frame, member, possible),
      ),
    },
  ],
  "members-with-roles": (frame, { roles = [], member = "" }, input) => {
    const listed = possibilities(inputAt(frame, member));
    const fallback = roles.map((role) => one(text(role, frame.call.span)));
    return [
      {
        roles: listed.length > 0 ? listed : fallback,
        principals: possibilities(input).map(({ datum }) => one(prefixed("group:", datum))),
      },
    ];
  },
  "members-of-each": (frame, { roles = [] }, input) => {
    const each = frame.bindings["each"];
    const own = each?.type === "string" && input.type === "object" ? attribute(input, each.text) : undefined;
    return own === undefined
      ? []
      : [{ roles: fixed(frame, roles), principals: possibilities(own).flatMap(splitAtCommas) }];
  },
  "members-in-order": (frame, row, input) => {
    const keys = possibilities(inputAt(frame, row.if?.[0] ?? ""));
    return possibilities(input).map((list, index) => ({
      roles: fixed(frame, row.roles ?? []),
      principals: splitAtCommas(list),
      resource: targetIn(withBindings(frame, { key: keys[index]?.datum ?? list.datum }), row.target),
    }));
  },
  parallel: (frame, { member = "" }, input) => {
    const lists = possibilities(inputAt(frame, member));
    return possibilities(input).map((role, index) => ({
      roles: [role],
      principals: splitAtCommas(lists[index] ?? role),
    }));
  },
  role: (frame, { member = "" }, input) => [{ roles: alternativesOf(input), principals: [one(fill(frame, member))] }],
  roles: (frame, { member = "" }, input) => [{ roles: possibilities(input), principals: [one(fill(frame, member))] }],
  fixed: (frame, { roles = [], member = "" }) => [
    { roles: fixed(frame, roles), principals: [asMember(frame, member)] },
  ],
  targets: (frame, { roles = [], member = "", target }, input) =>
    possibilities(input).map(({ value, datum }) => ({
      roles: fixed(frame, roles),
      principals: [asMember(frame, member, one(datum))],
      resource:
        target === undefined
          ? resourceOf({ type: "project", name: value })
          : targetIn(withBindings(frame, { key: datum }), target),
    })),
  "members-on-items": (frame, row, input) => {
    const principals = possibilities(inputAt(frame, row.member ?? ""));
    return itemsIn(input).map(({ key, item }) => ({
      roles: fixed(frame, row.roles ?? []),
      principals,
      resource: targetIn(withBindings(frame, { key, item }), row.target),
    }));
  },
  /** Of a folder: those who are named for it with their roles, else those of all folders. */
  "folder-admins": (frame, { roles = [] }) => {
    const each = frame.bindings["each"];
    const named = inputAt(frame, "per_folder_admins");
    const own = each?.type === "string" && named?.type === "object" ? attribute(named, each.text) : undefined;
    const item = own?.type === "object" ? own : undefined;
    const listed = item && attribute(item, "roles");
    const usual = possibilities(inputAt(frame, "folder_admin_roles"));
    const common = usual.length > 0 ? usual : fixed(frame, roles);
    const everywhere = possibilities(inputAt(frame, "all_folder_admins"));
    const principals = [...(item ? possibilities(attribute(item, "members")) : []), ...everywhere];
    return [{ roles: listed === undefined ? common : possibilities(listed), principals: principals.map(asGroup) }];
  },
  "scoped-roles": (frame, row, input) =>
    entriesOf(input).map(({ key, value, conditional }) => ({
      roles: possibilities(value),
      principals: [one(fill(frame, row.member ?? ""))],
      resource: targetIn(withBindings(frame, { key: inContext(frame, key) }), row.target),
      conditional,
    })),
  "project-role-pairs": (frame, { member = "" }, input) =>
    possibilities(input).flatMap(({ datum }) => projectRole(datum, one(fill(frame, member)))),
  /** With a `member`: of this service only. */
  agents: (frame, row, input) =>
    possibilities(input)
      .filter(({ value }) => row.member === undefined || (value.kind === "known" && value.text === row.member))
      .map(({ datum }) => ({
        roles: datum.type === "object" ? possibilities(attribute(datum, "roles")) : fixed(frame, row.roles ?? []),
        principals: [agentOf(frame, datum)],
      })),
  federated: (frame, row, input) =>
    entriesOf(input).flatMap(({ value }) => {
      const subject = value.type === "object" ? attribute(value, "attribute") : undefined;
      const account = value.type === "object" ? attribute(value, "sa_name") : undefined;
      if (subject === undefined || account === undefined) return [];
      const bound = withBindings(frame, { key: account, subject });
      return [
        {
          roles: fixed(frame, row.roles ?? []),
          principals: [one(fill(bound, `${row.member ?? ""}{subject}`))],
          resource: targetIn(bound, row.target),
        },
      ];
    }),
  nested: (frame, row, input) =>
    itemsIn(input).flatMap(({ key, item }) => {
      const bound = withBindings(frame, { key, item });
      return sharedRows.flatMap((shared) => {
        const list = shared.input === undefined ? undefined : attribute(item, shared.input);
        const made = list === undefined ? [] : (forms[shared.form]?.(frame, shared, list) ?? []);
        return made.map((granting) =>
          onTarget({ authority: shared.authority ?? "member", ...granting }, bound, row.target),
        );
      });
    }),
};

const onTarget = (made: Made, frame: Frame, target: ModuleGrant["target"]): Made => ({
  ...made,
  resource: targetIn(frame, target),
});

/** `{ role, member | members, condition }` */
const pairOf = (object: ObjectDatum, conditional: true | undefined): Made => ({
  roles: possibilities(attribute(object, "role")),
  principals: [...possibilities(attribute(object, "members")), ...possibilities(attribute(object, "member"))],
  condition: conditionOf(object),
  conditional,
});

/** `{ role, title, description, expression, members }` */
const conditionedOf = (object: ObjectDatum): Made => ({
  roles: possibilities(attribute(object, "role")),
  principals: possibilities(attribute(object, "members")),
  condition: expressionIn(object),
  conditional: object.conditional,
});

function expressionIn(object: ObjectDatum): Granting["condition"] {
  const expression = attribute(object, "expression");
  const title = attribute(object, "title");
  if (expression === undefined) return undefined;
  return { expression: toValue(expression), ...(title && { title: toValue(title) }) };
}

/** `project=>role` */
function projectRole(datum: Datum, principal: Possible): readonly Made[] {
  const parts = stringParts(datum) ?? [];
  const at = parts.findIndex((part) => typeof part === "string" && part.includes("=>"));
  const middle = parts[at];
  if (typeof middle !== "string") return [];
  const [before = "", after = ""] = middle.split("=>");
  const why = "why" in datum ? datum.why : "";
  const project = stringOf([...parts.slice(0, at), before], datum.span, why);
  const role = stringOf([after, ...parts.slice(at + 1)], datum.span, why);
  return [
    { roles: [one(role)], principals: [principal], resource: resourceOf({ type: "project", name: toValue(project) }) },
  ];
}
