import { buildGraph, type BuildOptions } from "../../src/graph/build.ts";
import type { Condition, Deny, Fact, Grant } from "../../src/model/fact.ts";
import type { Graph } from "../../src/model/graph.ts";
import type { ResourceRef } from "../../src/model/resource.ts";
import { type Hole, type Reference, type Value, known, valueOf } from "../../src/model/value.ts";

/** Facts in a few words, as parsers would hand them on. */
export interface Place {
  readonly path?: string;
  readonly start?: number;
}

const spanOf = ({ path = "main.tf", start = 0 }: Place = {}): { path: string; start: number; end: number } => ({
  path,
  start,
  end: start + 1,
});

/** `${target.attribute}` with a `#` in it is a reference, any other `${…}` an expression that can't be known. */
export function value(text: string, place: Place = {}): Value {
  const parts = text.split(/(\$\{[^}]*\})/).map((part): string | Reference | Hole => {
    const inner = /^\$\{(.*)\}$/.exec(part)?.[1];
    if (inner === undefined) return part;
    const dot = inner.lastIndexOf(".");
    return inner.includes("#")
      ? { target: inner.slice(0, dot), attribute: inner.slice(dot + 1) }
      : { expression: inner };
  });
  return parts.every((part) => typeof part === "string") ? known(text, spanOf(place)) : valueOf(parts, spanOf(place));
}

const wholePrefixes: Readonly<Record<string, string>> = {
  projects: "project",
  folders: "folder",
  organizations: "organization",
};

/** `projects/p`, `folders/1`, `organizations/1`, `gs://b`, `sa:EMAIL`, `bigquery-dataset:p/d`. */
export function ref(text: string, place: Place = {}): ResourceRef {
  const [first = "", ...rest] = text.split("/");
  const node = wholePrefixes[first];
  if (node !== undefined) return { type: node, name: value(rest.join("/"), place) };
  if (text.startsWith("gs://")) return { type: "storage-bucket", name: value(text.slice(5), place) };
  if (text.startsWith("sa:")) return { type: "service-account", name: value(text.slice(3), place) };
  const [, type = "", project = "", name = ""] = /^([a-z0-9-]+):([^/]+)\/(.+)$/.exec(text) ?? [];
  return { type, name: value(name, place), project: value(project, place) };
}

const placed = (place: Place): Pick<Grant, "span" | "dialect"> => ({ span: spanOf(place), dialect: "hcl" });

export interface GrantMore
  extends Place, Partial<Pick<Grant, "change" | "authority" | "writer" | "eligible" | "conditional">> {
  readonly when?: string;
}

const condition = (text: string): Condition => ({ expression: value(text) });

export function grant(principal: string, role: string, on: string, more: GrantMore = {}): Grant {
  const { when, path, start, ...rest } = more;
  const place = { ...(path === undefined ? {} : { path }), ...(start === undefined ? {} : { start }) };
  return {
    kind: "grant",
    principal: value(principal, place),
    role: value(role, place),
    resource: ref(on, place),
    change: "add",
    authority: "member",
    writer: `${principal} ${role} ${on}`,
    ...(when === undefined ? {} : { condition: condition(when) }),
    ...placed(place),
    ...rest,
  };
}

export interface DenyMore {
  readonly except?: readonly string[];
  readonly exceptPermissions?: readonly string[];
  readonly when?: string;
}

export const deny = (
  principals: readonly string[],
  permissions: readonly string[],
  on: string,
  { except = [], exceptPermissions = [], when }: DenyMore = {},
): Deny => ({
  kind: "deny",
  resource: ref(on),
  principals: principals.map((text) => value(text)),
  exceptPrincipals: except.map((text) => value(text)),
  permissions: permissions.map((text) => value(text)),
  exceptPermissions: exceptPermissions.map((text) => value(text)),
  ...(when === undefined ? {} : { condition: condition(when) }),
  ...placed({}),
});

export const boundary = (set: string, allowed: readonly string[], version = ""): Fact => ({
  kind: "boundary",
  principalSet: value(set),
  allowed: allowed.map((name) => value(name)),
  ...(version === "" ? {} : { version: value(version) }),
  ...placed({}),
});

/** The project `p` is below `folders/1`, and so on. */
export const under = (child: string, parent: string, number?: string): Fact => ({
  kind: "resource",
  resource: ref(child),
  parent: ref(parent),
  ...(number === undefined ? {} : { number: value(number) }),
  ...placed({}),
});

export const project = (id: string, number: string, object?: string): Fact => ({
  kind: "resource",
  resource: { type: "project", name: value(id) },
  number: value(number),
  ...(object === undefined ? {} : { object }),
  ...placed({}),
});

export const account = (email: string, object?: string, inProject?: string): Fact => ({
  kind: "service-account",
  email: value(email),
  origin: "created",
  ...(object === undefined ? {} : { object }),
  ...(inProject === undefined ? {} : { project: value(inProject) }),
  ...placed({}),
});

export const customRole = (name: string, permissions: readonly string[], object?: string, open = false): Fact => ({
  kind: "role",
  name: value(name),
  permissions: permissions.map((text) => value(text)),
  open,
  change: "create",
  ...(object === undefined ? {} : { object }),
  ...placed({}),
});

export const member = (who: string, group: string): Fact => ({
  kind: "membership",
  group: value(group),
  member: value(who),
  ...placed({}),
  dialect: "json",
});

export const read = (on: string, mode: "snapshot" | "replaces" = "snapshot"): Fact => ({
  kind: "policy-read",
  resource: ref(on),
  mode,
  ...placed({}),
});

export const world = (facts: readonly Fact[], options: BuildOptions = { today: "2026-11-24" }): Graph =>
  buildGraph(facts, options);

export const ask = (graph: Graph, who: string, permission: string, on: string): string =>
  graph.whyCan(graph.principal(value(who)), permission, graph.resource(ref(on))).answer;
