import { bucketIn, tableIn } from "../../../gcp/resource-name.ts";
import { type WorkloadPath, operationsOf, workloadPathsOf } from "../../../gcp/terraform-resources.ts";
import type { TerraformOperation } from "../../../gcp/terraform-resources.ts";
import type { Fact, Operation, Workload } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import { type Datum, type ObjectDatum, attribute, toValue } from "../datum.ts";
import { alternatives } from "../possible.ts";
import type { Instance } from "../instances.ts";
import { type Possible, alternativesOf, datumsAt, flagOf, placeOf, possibilities, blocksAt } from "./reading.ts";
import { definedBy } from "./resources.ts";
import { callerOf, isUncalledModule } from "./scope.ts";

/** What runs as whom, and which operations applying it calls. */
export function* workloadFacts(instance: Instance): Iterable<Fact> {
  const base = instance.type.slice("google_".length);
  const paths = workloadPathsOf(base);
  for (const path of paths) yield* workloadsAt(instance, path);
  for (const operation of operationsOf(base)) yield* operationsAt(instance, operation, paths);
}

/** An account that is named, or the identity that stands in for it. */
interface Identity {
  readonly account?: Value;
  readonly standIn: string;
  readonly conditional?: true;
}

const workloadsAt = (instance: Instance, path: WorkloadPath): Workload[] =>
  identitiesAt(instance, path).map((identity) => workloadOf(instance, path, identity));

function workloadOf(instance: Instance, path: WorkloadPath, { account, standIn, conditional }: Identity): Workload {
  const { type, name, project, location } = definedBy(instance);
  const caller = callerOf(instance.provider);
  return {
    kind: "workload",
    ...placeOf(instance, conditional),
    object: instance.object,
    type,
    purpose: path.purpose,
    name,
    ...(project && { project }),
    ...(location && { location }),
    ...(account && { account }),
    defaultAccount: standIn,
    ...(caller && { caller }),
  };
}

function identitiesAt(instance: Instance, path: WorkloadPath): readonly Identity[] {
  if (isWithoutNodes(instance, path)) return [];
  return identitiesIn(instance.config, path, path.path, isUncalledModule(instance)).filter(
    ({ account, standIn }) => account !== undefined || !nobody.has(standIn),
  );
}

/** Absent accounts of these kinds mean that nothing runs as one. */
const nobody: ReadonlySet<string> = new Set(["none", "unknown", "required", "inherited", "computed-agent"]);

function identitiesIn(config: ObjectDatum, path: WorkloadPath, rest: string, isUncalled: boolean): readonly Identity[] {
  const dot = rest.indexOf(".");
  if (dot < 0) {
    // An argument that comes to null is there for callers to give.
    const isOpen = isUncalled && config.entries.get(rest)?.value.type === "null";
    return accountsIn(attribute(config, rest), path, config.conditional ?? (isOpen || undefined));
  }
  const inner = blocksAt(config, rest.slice(0, dot));
  if (inner.length > 0) return inner.flatMap((block) => identitiesIn(block, path, rest.slice(dot + 1), isUncalled));
  return attribute(config, rest.slice(0, dot))?.type === "unknown" ? [] : [{ standIn: path.absent ?? path.default }];
}

function accountsIn(datum: Datum | undefined, path: WorkloadPath, conditional: true | undefined): readonly Identity[] {
  const found = datum === undefined ? [] : path.map ? mapped(datum) : possibilities(datum).filter(isNamed);
  const named = found.map(({ value, conditional: may }) =>
    identity(path.default, conditional ?? may, isDefaultName(value) ? undefined : value),
  );
  if (path.map || (datum !== undefined && !mayBeAbsent(datum))) return named;
  return [...named, identity(path.default, conditional ?? (named.length > 0 || undefined))];
}

/** Compute Engine's own word for its default account: what an absent account means, too. */
const isDefaultName = (value: Value): boolean => value.kind === "known" && value.text === "default";

const identity = (standIn: string, conditional: true | undefined, account?: Value): Identity => ({
  standIn,
  ...(account && { account }),
  ...(conditional && { conditional }),
});

const mayBeAbsent = (datum: Datum): boolean =>
  alternatives(datum).some((choice) => choice.type === "null" || (choice.type === "string" && choice.text === ""));

const isNamed = ({ value }: Possible): boolean => value.kind !== "known" || value.text !== "";

const mapped = (datum: Datum): readonly Possible[] =>
  datum.type === "object"
    ? [...datum.entries.values()].flatMap(({ value }) => alternativesOf(value))
    : possibilities(datum);

/** Clusters that throw their first node pool away, or whose nodes are Google's, have no nodes of their own. */
function isWithoutNodes({ type, config }: Instance, { path }: WorkloadPath): boolean {
  if (type !== "google_container_cluster" || path !== "node_config.service_account") return false;
  const flags = [attribute(config, "remove_default_node_pool"), attribute(config, "enable_autopilot")];
  if (flags.some((flag) => flag !== undefined && flagOf(flag) !== false)) return true;
  return attribute(config, "node_config") === undefined && attribute(config, "node_pool") !== undefined;
}

function operationsAt(
  instance: Instance,
  operation: TerraformOperation,
  paths: readonly WorkloadPath[],
): readonly Operation[] {
  if (operation.block !== undefined && datumsAt(instance.config, operation.block).length === 0) return [];
  return runAsOf(instance, operation, paths).map((runAs) => operationOf(instance, operation, runAs));
}

function operationOf(instance: Instance, operation: TerraformOperation, { account, conditional }: Identity): Operation {
  const { project, location: own } = definedBy(instance);
  const location = valueAtPath(instance, operation.location) ?? own;
  const caller = operation.later ? valueAtPath(instance, operation.caller) : callerOf(instance.provider);
  return {
    kind: "operation",
    ...placeOf(instance, conditional),
    id: operation.id,
    surface: "terraform",
    ...(caller && { caller }),
    ...(project && { project }),
    ...(location && { location }),
    ...(account && { runAs: account }),
    targets: targetsOf(instance, operation),
  };
}

function valueAtPath({ config }: Instance, path: string | undefined): Value | undefined {
  const [datum] = path === undefined ? [] : datumsAt(config, path);
  return datum && toValue(datum);
}

/** One operation for each account that it may run as; none where nothing would run. */
function runAsOf(
  instance: Instance,
  { runAs }: TerraformOperation,
  paths: readonly WorkloadPath[],
): readonly Identity[] {
  const path = runAs === undefined ? undefined : paths.find((one) => one.path === runAs);
  if (path !== undefined) {
    return identitiesIn(instance.config, path, path.path, isUncalledModule(instance)).filter(canRun);
  }
  const found = runAs === undefined ? [] : datumsAt(instance.config, runAs).flatMap(possibilities);
  if (found.length === 0) return [identity("unknown", undefined)];
  return found.map(({ value, conditional }) => identity("unknown", conditional, value));
}

const canRun = ({ account, standIn }: Identity): boolean =>
  account !== undefined || (standIn !== "none" && standIn !== "inherited");

/** The bucket of `gs://bucket/path`, the table of `bq://project.dataset.table`. */
const withoutPath = (value: Value): Value => bucketIn(value) ?? tableIn(value) ?? value;

const targetsOf = ({ config }: Instance, { targets = {} }: TerraformOperation): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(targets).flatMap(([name, path]) => {
      const [datum] = datumsAt(config, path);
      return datum === undefined ? [] : [[name, withoutPath(toValue(datum))] as const];
    }),
  );
