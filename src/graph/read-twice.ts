import type { Grant } from "../model/fact.ts";
import type { Grants } from "./grant-store.ts";

/** Grants of an evaluated configuration that stand in a data file, which was read by itself too. */
export interface ReadTwice {
  /** The same binding to the letter. */
  readonly same: ReadonlySet<number>;
  /** The same binding, but the two readings call its resource by different names. */
  readonly alike: ReadonlySet<number>;
}

export interface Ids {
  readonly principal: (index: number) => number;
  readonly role: (index: number) => number;
  readonly resource: (index: number) => number;
}

/**
 * A configuration may take its grants from YAML or JSON files (factories); the reader of those files knows each line, the
 * evaluation only where a value was first seen. Of the two readings of one line the first is told.
 */
export function readTwice(grants: Grants, indexes: Iterable<number>, ids: Ids): ReadTwice {
  const [same, alike] = [new Set<number>(), new Set<number>()];
  if (!grants.hasEvaluated) return { same, alike };
  const all = [...indexes];
  const evaluated = all.flatMap((index) => {
    const paths = dataFilesOf(grants.at(index));
    return paths.length === 0 ? [] : [{ index, paths }];
  });
  const own = ownReadings(grants, all, new Set(evaluated.flatMap(({ paths }) => paths)), ids);
  for (const { index, paths } of evaluated) {
    const readings = paths.flatMap((path) => own.get(keyOf(path, index, grants, ids)) ?? []);
    if (readings.includes(ids.resource(index))) same.add(index);
    else if (readings.length > 0) alike.add(index);
  }
  return { same, alike };
}

const data = /(?<!\.tf|\.tfvars)\.(?:ya?ml|json)$/;

function dataFilesOf(grant: Grant | undefined): readonly string[] {
  if (grant?.dialect !== "hcl" || data.test(grant.span.path)) return [];
  const spans = [grant.role.span, ...(grant.via ?? []).map(({ span }) => span)];
  return [...new Set(spans.map(({ path }) => path).filter((path) => data.test(path)))];
}

const keyOf = (path: string, index: number, grants: Grants, ids: Ids): string =>
  [path, ids.principal(index), ids.role(index), grants.resources.itemAt(grants.resources.idAt(index)).type].join("\n");

/** Resources by what the data files say of themselves. */
function ownReadings(
  grants: Grants,
  indexes: readonly number[],
  paths: ReadonlySet<string>,
  ids: Ids,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const index of paths.size === 0 ? [] : indexes) {
    const grant = grants.at(index);
    if (grant === undefined || grant.dialect === "hcl" || !paths.has(grant.span.path)) continue;
    const key = keyOf(grant.span.path, index, grants, ids);
    const known = found.get(key);
    if (known === undefined) found.set(key, [ids.resource(index)]);
    else known.push(ids.resource(index));
  }
  return found;
}
