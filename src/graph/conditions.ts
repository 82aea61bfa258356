import { type CelNode, parseCel } from "../gcp/cel.ts";
import { resourceTypeNamed } from "../gcp/resource-types.ts";
import type { Resource } from "../model/graph.ts";
import type { Value } from "../model/value.ts";
import { type CelValue, type Moment, isKind, unknownValue } from "./cel-values.ts";
import { type CelWorld, evaluateCel } from "./cel.ts";
import type { Match } from "./matching.ts";
import { isExact } from "./naming.ts";
import { projectText } from "./resource-names.ts";
import { own } from "../model/own.ts";

/** What a condition is asked about. */
interface Circumstances {
  readonly resource: Resource;
  readonly permission: string;
}

type Known = Circumstances & Pick<Around, "numberOf">;

/** Does a condition hold? What can't be evaluated is `maybe`. */
export type Judge = (expression: Value, circumstances: Circumstances) => Match;

interface Around {
  readonly textOf: (value: Value) => string;
  /** The number of a project, a placeholder where it isn't known. */
  readonly numberOf: (project: Resource) => string;
  /** `YYYY-MM-DD`; absent: conditions on time are not judged. */
  readonly today?: string;
}

export function createJudge({ textOf, numberOf, today }: Around): Judge {
  const parsed = new Map<string, CelNode | "error" | undefined>();
  const day = today === undefined ? undefined : dayOf(today);

  function nodeOf(text: string): CelNode | "error" | undefined {
    if (!parsed.has(text)) parsed.set(text, parseCel(text));
    return parsed.get(text);
  }

  return (expression, circumstances) => {
    const text = textOf(expression).trim();
    if (!isExact(text) || text === "") return "maybe";
    const node = nodeOf(text);
    if (node === undefined) return "maybe";
    return node === "error" ? "no" : verdict(evaluateCel(node, worldOf({ ...circumstances, numberOf }, day)));
  };
}

/** The whole of a day, in UTC. */
function dayOf(today: string): Moment | undefined {
  const from = Date.parse(`${today}T00:00:00Z`);
  return Number.isNaN(from) ? undefined : { kind: "moment", from, to: from + 86_399_999 };
}

const verdict = (value: CelValue): Match => (value === true ? "yes" : isKind(value, "unknown") ? "maybe" : "no");

function worldOf(circumstances: Known, day: Moment | undefined): CelWorld {
  return {
    path: (path) => {
      if (path === "request.time") return day;
      return own(attributes, path)?.(circumstances);
    },
    // Only a request that changes a policy modifies grants; for all others the attribute is missing.
    attribute: (name, otherwise) =>
      name === "iam.googleapis.com/modifiedGrantsByRole" && !circumstances.permission.endsWith(".setIamPolicy")
        ? otherwise
        : unknownValue,
  };
}

/** What a resource is called in conditions (iam/docs/conditions-resource-attributes); absent: not known here. */
interface Named {
  readonly name: CelValue;
  readonly type: CelValue;
}

const attributes: Readonly<Record<string, (circumstances: Known) => CelValue | undefined>> = {
  "resource.name": (circumstances) => namedFor(circumstances)?.name,
  "resource.type": (circumstances) => namedFor(circumstances)?.type,
  "resource.service": ({ resource, permission }) => serviceOf(resource, permission),
};

/** Asked on a project, a permission of another service is about some resource below it. */
function serviceOf({ type }: Resource, permission: string): CelValue | undefined {
  const named = Object.hasOwn(nodes, type) ? undefined : resourceTypeNamed(type)?.service;
  if (named !== undefined) return named;
  const prefix = permission.slice(0, permission.indexOf("."));
  return own(services, prefix);
}

const nodes: Readonly<Record<string, true>> = { project: true, folder: true, organization: true };

const services: Readonly<Record<string, string>> = {
  bigquery: "bigquery.googleapis.com",
  cloudkms: "cloudkms.googleapis.com",
  compute: "compute.googleapis.com",
  iam: "iam.googleapis.com",
  pubsub: "pubsub.googleapis.com",
  resourcemanager: "cloudresourcemanager.googleapis.com",
  secretmanager: "secretmanager.googleapis.com",
  storage: "storage.googleapis.com",
};

function namedFor(circumstances: Known): Named | undefined {
  const { resource, permission, numberOf } = circumstances;
  if (resource.name === undefined) return undefined;
  const known = own(names, resource.type)?.(resource, numberOf);
  if (known !== undefined) {
    const below = known.below.find(({ of }) => of.test(permission));
    if (below === undefined) return { name: known.name, type: known.type };
    return { name: { kind: "prefix", text: `${known.name}${below.path}` }, type: below.type };
  }
  const below = resource.type === "project" ? belowProject.find(({ of }) => of.test(permission)) : undefined;
  return below && { name: { kind: "prefix", text: below.path }, type: below.type };
}

interface Below {
  readonly of: RegExp;
  readonly path: string;
  readonly type: string;
}

interface Place {
  readonly name: string;
  readonly type: string;
  /** Permissions that are about a part of it, whose own name is not known. Listing is about the whole. */
  readonly below: readonly Below[];
}

const objects: Below = {
  of: /^storage\.objects\.(?!list$)/,
  path: "/objects/",
  type: "storage.googleapis.com/Object",
};
const tables: Below = {
  of: /^bigquery\.tables\.(?!create$|list$)/,
  path: "/tables/",
  type: "bigquery.googleapis.com/Table",
};

const secretVersions: Below = {
  of: /^secretmanager\.versions\.(?!add$|list$)/,
  path: "/versions/",
  type: "secretmanager.googleapis.com/SecretVersion",
};

const belowProject: readonly Below[] = [
  { ...objects, path: "projects/_/buckets/" },
  {
    of: /^storage\.(?:buckets\.(?!create$|list$)|objects\.list$)/,
    path: "projects/_/buckets/",
    type: "storage.googleapis.com/Bucket",
  },
];

const names: Readonly<Record<string, (resource: Resource, numberOf: Around["numberOf"]) => Place | undefined>> = {
  "storage-bucket": ({ name = "" }) => ({
    name: `projects/_/buckets/${name}`,
    type: "storage.googleapis.com/Bucket",
    below: [objects],
  }),
  "bigquery-dataset": (resource) => {
    const project = resource.project && projectText(resource.project);
    if (project === undefined || !isExact(project)) return undefined;
    return {
      name: `projects/${project}/datasets/${resource.name ?? ""}`,
      type: "bigquery.googleapis.com/Dataset",
      below: [tables],
    };
  },
  // Named by the number of their project.
  "secret-manager-secret": (resource, numberOf) => {
    const number = resource.project && numberOf(resource.project);
    if (number === undefined || !isExact(number)) return undefined;
    return {
      name: `projects/${number}/secrets/${resource.name ?? ""}`,
      type: "secretmanager.googleapis.com/Secret",
      below: [secretVersions],
    };
  },
};
