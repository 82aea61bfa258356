import type { Dialect } from "../../../model/fact.ts";
import type { Span } from "../../../model/source.ts";
import type { Value } from "../../../model/value.ts";
import { type Document, lineSpanAt } from "../text/document.ts";
import { type Scalar, type Tree, get, isList, isScalar, itemsOf } from "../text/tree.ts";

/** A resource of Terraform's Google provider in another tool's YAML: Pulumi, Crossplane. */
export interface ProviderResource {
  readonly document: Document;
  /** `project_iam_member` */
  readonly terraform: string;
  readonly object: string;
  readonly writer: string;
  readonly header: { readonly start: number; readonly end: number };
  /** The arguments, in camel case. */
  readonly args: Tree | undefined;
  /** An argument's value, by Terraform's name; references in the tool's own form are followed. */
  readonly value: (attribute: string) => Value | undefined;
  /** The value of a scalar in the tool's own form. */
  readonly scalar: (scalar: Scalar) => Value;
  readonly project: Value | undefined;
}

/** `service_account_id`: `serviceAccountId`. */
export const camelCase = (attribute: string): string =>
  attribute.replaceAll(/_([a-z0-9])/gu, (_whole, letter: string) => letter.toUpperCase());

/** The argument; singletons may be lists of one. */
export function argumentOf({ args }: ProviderResource, path: string): Tree | undefined {
  let node = args;
  for (const step of path.split(".")) node = get(isList(node) ? node.items[0] : node, camelCase(step));
  return node;
}

export const placeOf = ({
  document,
  header,
}: ProviderResource): { readonly span: Span; readonly dialect: Dialect } => ({
  span: lineSpanAt(document, header),
  dialect: document.dialect,
});

export const listOf = (resource: ProviderResource, attribute: string): readonly Value[] =>
  itemsOf(argumentOf(resource, attribute)).flatMap((item) => (isScalar(item) ? resource.scalar(item) : []));

export const projectOf = (resource: ProviderResource): Value | undefined =>
  resource.value("project") ?? resource.project;

const hierarchy: ReadonlySet<string> = new Set(["project", "folder", "organization", "billing-account"]);

/** Nothing of these is in a project. */
export const isHierarchy = (type: string): boolean => hierarchy.has(type);
