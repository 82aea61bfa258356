import { generativeMethods } from "../../../gcp/generative-methods.ts";
import { bucketIn, tableIn } from "../../../gcp/resource-name.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { type Term, knownText, truthOf } from "../terms.ts";
import { type Client, addOperation, termIn } from "./emit.ts";
import { homeOf } from "./names.ts";
import { type Trail, optionsOf, termAt } from "./trail.ts";

/** `@google-cloud/vertexai` and `@google/genai` on Vertex AI. */
export function generativeCall(machine: Machine, trail: Trail, caller: Term | undefined, site: Site): void {
  const { package: from, className, links } = trail;
  const options = optionsOf(trail);
  const last = links.at(-1);
  if (last?.args === undefined) return;
  // Without `vertexai` it is another product, with keys of its own.
  if (
    className === "GoogleGenAI" &&
    truthOf(termAt(options, "vertexai") ?? { type: "scalar", value: false, span: site.span }) === false
  )
    return;
  if (from !== "@google-cloud/vertexai" && className !== "GoogleGenAI") return;
  const client: Client = {
    caller,
    project: termAt(options, "project"),
    location: termAt(options, "location"),
    apiEndpoint: termAt(options, "apiEndpoint"),
  };
  const id = idOf(trail, last.name);
  if (id === undefined) return;
  const model = modelIn(trail);
  const isOwn = model !== undefined && homeOf(model).project !== undefined && /\/endpoints\//.test(shownText(model));
  addOperation(machine, site, {
    id: isOwn && id === "publisher.generate" ? "endpoint.predict" : id,
    client,
    home: isOwn ? homeOf(model) : {},
    targets: { ...(isOwn ? { endpoint: model } : { model }), ...batchTargets(trail, id) },
  });
}

/** Models and chats of `@google-cloud/vertexai` have the methods themselves. */
const generating: Readonly<Record<string, string>> = { ...generativeMethods["models"], ...generativeMethods["chats"] };

function idOf({ links }: Trail, method: string): string | undefined {
  const group = links.at(-2)?.name ?? "";
  const methods = Object.hasOwn(generativeMethods, group) ? generativeMethods[group] : generating;
  const found = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
  return found ?? (Object.hasOwn(generating, method) ? generating[method] : undefined);
}

/** The model that the call, the chat or the model object names. */
function modelIn({ links }: Trail): Term | undefined {
  for (const { args } of links.toReversed()) {
    const [first] = args ?? [];
    const found = termAt(first, "model") ?? termAt(first, "baseModel") ?? termAt(first, "src");
    if (found !== undefined) return found;
  }
  const [first] = links.find(({ name }) => name === "getGenerativeModel")?.args ?? [];
  return first !== undefined && knownText(first) !== undefined ? first : undefined;
}

/** `batches.create({ src: "bq://…", config: { dest: "gs://…" } })` */
function batchTargets({ links }: Trail, id: string): Readonly<Record<string, Term | undefined>> {
  const [request] = id === "batchpredict.create" ? (links.at(-1)?.args ?? []) : [];
  const source = termAt(request, "src");
  const destination = termAt(request, "config.dest");
  const isTable = destination !== undefined && shownText(destination).startsWith("bq://");
  return {
    bucket: termIn(source, bucketIn),
    table: termIn(source, tableIn),
    ...(isTable ? { outputTable: destination } : { outputBucket: termIn(destination, bucketIn) }),
  };
}

const shownText = (term: Term): string =>
  term.type === "text" ? term.parts.map((part) => (typeof part === "string" ? part : "…")).join("") : "";
