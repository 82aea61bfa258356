import type { Machine, Site } from "./eval/machine.ts";
import { type ExternalTerm, type Term, gap, joined, knownText, literal } from "./terms.ts";

/** `fs.readFileSync("policy.json")`, `path.join(__dirname, "key.json")` */
export function callFile(machine: Machine, { steps }: ExternalTerm, site: Site): Term | undefined {
  const call = steps.at(-1);
  if (call?.kind !== "call") return undefined;
  const name = steps.findLast((step) => step.kind === "member")?.name;
  if (name === "join" || name === "resolve") return joinedPath(call.args, site);
  return name === "readFileSync" || name === "readFile" ? readFile(machine, call.args[0], site) : undefined;
}

/** Relative to the program's file, where it says so. */
function joinedPath(args: readonly Term[], site: Site): Term | undefined {
  const own = args.filter((arg) => !isFolderOfFile(arg));
  const texts = own.map(knownText);
  const [first] = own;
  if (first === undefined) return undefined;
  if (texts.includes(undefined))
    return joined(
      own.flatMap((one, at) => (at === 0 ? [one] : [literal("/", one.span), one])),
      first.span,
    );
  return literal(texts.join("/").replaceAll("//", "/"), own.length === 1 ? first.span : site.span);
}

const isFolderOfFile = (term: Term): boolean =>
  term.type === "external" && term.package === "global" && /^(?:__dirname|process\.cwd)/.test(named(term));

const named = ({ steps }: ExternalTerm): string =>
  steps.flatMap((step) => (step.kind === "member" ? [step.name] : [])).join(".");

/** The text of a file of the scanned tree; of keys the name only. */
function readFile(machine: Machine, path: Term | undefined, site: Site): Term | undefined {
  const written = knownText(path);
  if (written === undefined) return undefined;
  const folder = site.scope.module.path.split("/").slice(0, -1);
  const segments = [...folder];
  for (const segment of written.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const text = machine.workspace.read(segments.join("/"));
  const isPlain = text !== undefined && text.length < 200_000 && !text.includes("PRIVATE KEY");
  // The parser of Terraform knows `file(…)` as what reads a file.
  return isPlain
    ? literal(text, path?.span ?? site.span)
    : gap(`file("${written}")`, "the file is not read", path?.span ?? site.span);
}
