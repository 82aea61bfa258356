import { type DictTerm, knownText, type ExternalTerm, type Step, type Term } from "../terms.ts";

/** What was done with something of a package: `new Storage(o).bucket("b").file("f").download()`. */
export interface Trail {
  /** `@google-cloud/storage` */
  readonly package: string;
  /** The class that was made; the names before it are versions and namespaces. */
  readonly className: string;
  /** What it was made with. */
  readonly made: readonly Term[];
  /** The members after it, each with the arguments of its call. */
  readonly links: readonly Link[];
}

export interface Link {
  readonly name: string;
  /** Absent: it was not called. */
  readonly args?: readonly Term[];
}

/** `undefined` where nothing was made yet. */
export function trailOf({ package: from, steps }: ExternalTerm): Trail | undefined {
  const at = steps.findIndex(({ kind }) => kind === "new");
  if (at < 0 && from === "firebase-admin") return storageOfFirebase(steps);
  const made = steps[at];
  const named = steps.slice(0, Math.max(at, 0)).findLast((step) => step.kind === "member");
  if (made === undefined || made.kind === "member" || named?.kind !== "member") return undefined;
  return { package: from, className: named.name, made: made.args, links: linksOf(steps.slice(at + 1)) };
}

/** `admin.storage().bucket("b")`, `getStorage().bucket("b")` of `firebase-admin/storage`: the client of Cloud Storage. */
function storageOfFirebase(steps: readonly Step[]): Trail | undefined {
  const at = steps.findIndex((step) => step.kind === "member" && /^(?:storage|getStorage)$/.test(step.name));
  const called = steps.findIndex(({ kind }, index) => index > at && kind === "call");
  if (at < 0 || called < 0) return undefined;
  return { package: "@google-cloud/storage", className: "Storage", made: [], links: linksOf(steps.slice(called + 1)) };
}

/** The bucket that is named on the way: `storage.bucket("b")`, `await storage.createBucket("b")`. */
export const bucketAt = (links: readonly Link[]): number =>
  links.findIndex(({ name, args }) => args !== undefined && (name === "bucket" || name === "createBucket"));

export const bucketNamed = (links: readonly Link[]): Term | undefined => links[bucketAt(links)]?.args?.[0];

/** `.bucket("b").file("f")`: each member with its call. */
export function linksOf(steps: readonly Step[]): readonly Link[] {
  const links: Link[] = [];
  for (const step of steps) {
    const last = links.at(-1);
    if (step.kind === "member") links.push({ name: step.name });
    else if (last !== undefined && last.args === undefined) links[links.length - 1] = { ...last, args: step.args };
  }
  return links;
}

/** The term at the end of a path of entries: `deployedModel.serviceAccount`; the first item of lists. */
export function termAt(of: Term | undefined, path: string): Term | undefined {
  let at = of;
  for (const name of path.split(".")) {
    if (at?.type === "list") at = at.items[0];
    at = fieldsOf(at)?.entries.get(name)?.value;
  }
  if (at?.type === "scalar" && (at.value === undefined || at.value === null)) return undefined;
  return at !== undefined && knownText(at) === "" ? undefined : at;
}

/** An object, or a message of a client library: `new batch.Job({ … })`, `Job.create({ … })`, `helpers.toValue({ … })`. */
export function fieldsOf(term: Term | undefined): DictTerm | undefined {
  if (term?.type === "dict") return term;
  if (term?.type !== "external") return undefined;
  const named = term.steps.at(-2);
  const isSelf = named?.kind === "member" && named.name === "toValue" && term.steps.at(-3)?.kind === "new";
  const made = term.steps.at(isSelf ? -3 : -1);
  const isMade = made?.kind === "new" || (named?.kind === "member" && makers.has(named.name));
  const [fields] = isMade && made !== undefined && made.kind !== "member" ? made.args : [];
  return fields?.type === "dict" ? fields : undefined;
}

const makers: ReadonlySet<string> = new Set(["create", "fromObject", "toValue"]);

/** The options that something was made with: its first object. */
export const optionsOf = ({ made }: Trail): Term | undefined => made.find(({ type }) => type === "dict");
