import { callTerm } from "./eval/calls.ts";
import { iterationOf } from "./eval/evaluate.ts";
import { type Args, type Machine, type Site, maxIterations } from "./eval/machine.ts";
import { type Term, isNone, list, scalar } from "./terms.ts";

type Run = (machine: Machine, args: Args, site: Site) => Term | undefined;

const pools = /^(?:concurrent\.futures\.(?:\w+\.)?\w+Executor|multiprocessing\.(?:pool\.)?(?:Thread)?Pool)\.(\w+)$/;

/** `pool.submit(run, a, b=1)`, `asyncio.to_thread(run, a)` */
const later: Run = (machine, { positional: [run, ...positional], named }, site) =>
  run && callTerm(machine, run, { positional, named }, site);

/** `pool.map(run, items)` */
const forEach: Run = (machine, { positional: [run, over] }, site) => {
  if (run === undefined || over === undefined) return undefined;
  const call = (item: Term): Term => callTerm(machine, run, { positional: [item], named: new Map() }, site);
  return list(iterationOf(over).items.slice(0, maxIterations).map(call), site.span);
};

interface Given {
  readonly run: Term | undefined;
  readonly args: Term | undefined;
  readonly options: Term | undefined;
}

/** `pool.apply_async(run, (a,), {"b": 1})`, `Thread(target=run, args=(a,), kwargs={"b": 1})` */
function apply(machine: Machine, { run, args, options }: Given, site: Site): Term | undefined {
  const positional = args?.type === "list" ? args.items : [];
  const entries = options?.type === "dict" ? [...options.entries] : [];
  const named = new Map(entries.map(([name, { value }]) => [name, value]));
  return run && !isNone(run) ? callTerm(machine, run, { positional, named }, site) : undefined;
}

const applied: Run = (machine, { positional: [run, args, options] }, site) =>
  apply(machine, { run, args, options }, site);

const ofPool: Readonly<Record<string, Run>> = {
  submit: later,
  map: forEach,
  imap: forEach,
  imap_unordered: forEach,
  map_async: forEach,
  apply: applied,
  apply_async: applied,
};

const thread: Run = (machine, { named }, site) => {
  apply(machine, { run: named.get("target"), args: named.get("args"), options: named.get("kwargs") }, site);
  return scalar(null, site.span);
};

const others: Readonly<Record<string, Run>> = {
  "asyncio.to_thread": later,
  "threading.Thread": thread,
  "multiprocessing.Process": thread,
};

/** What runs functions of the program elsewhere, or later. */
export function callExecutor(machine: Machine, name: string, args: Args, site: Site): Term | undefined {
  const method = pools.exec(name)?.[1];
  const own = method !== undefined && Object.hasOwn(ofPool, method) ? ofPool[method] : undefined;
  const run = own ?? (Object.hasOwn(others, name) ? others[name] : undefined);
  return run?.(machine, args, site);
}
