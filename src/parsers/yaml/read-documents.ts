import type { Dialect, Fact } from "../../model/fact.ts";
import type { Parsed } from "../../model/parser.ts";
import { type Problem, type Source, spanOf } from "../../model/source.ts";
import { configConnectorFacts } from "./config-connector.ts";
import { tokensIn } from "./credential-text.ts";
import { boundaries, denyPolicies } from "./deny-policy.ts";
import { type Document, type Found, nothing } from "./document.ts";
import { keysIn } from "./key-files.ts";
import { clusterOf, manifestsIn } from "./manifests.ts";
import { orgPolicies } from "./org-policy.ts";
import { policyFiles } from "./policy-files.ts";
import { roleFiles } from "./role-files.ts";
import type { TextRead } from "./text-read.ts";

/** One form of file: whether a document is one, and what it says. */
interface Reader {
  readonly recognises: (document: Document) => boolean;
  readonly read: (document: Document, found: Found) => void;
}

const readers: readonly Reader[] = [policyFiles, roleFiles, denyPolicies, boundaries, orgPolicies];

/** A file as its reader left it. */
export interface FileRead {
  readonly source: Source;
  readonly read: TextRead;
  readonly dialect: Dialect;
  readonly templated: boolean;
}

/** The facts of files that belong together. */
export function factsOf(files: readonly FileRead[]): Parsed {
  const found = nothing();
  const documents = files.flatMap(documentsOf);
  for (const file of files) found.problems.push(...problemsOf(file));
  for (const { source, dialect } of files) found.facts.push(...tokensIn(source.text, source.path, dialect));
  for (const document of documents) readDocument(document, found);
  found.facts.push(...manifestFacts(documents));
  return found;
}

const documentsOf = ({ source, read, dialect, templated }: FileRead): readonly Document[] =>
  read.roots.map((root) => ({ path: source.path, text: source.text, dialect, root, templated }));

/** What a template leaves unread is unknown, not wrong. */
const problemsOf = ({ source, read, templated }: FileRead): readonly Problem[] =>
  read.faults.map(({ message, kind, start, end }) => ({
    message,
    kind: templated && kind === "unread" ? "unanalysed" : kind,
    at: spanOf(source.path, start, end),
  }));

function readDocument(document: Document, found: Found): void {
  for (const reader of readers) if (reader.recognises(document)) reader.read(document, found);
  found.facts.push(...keysIn(document));
}

function manifestFacts(documents: readonly Document[]): readonly Fact[] {
  const manifests = documents.flatMap((document) => manifestsIn(document));
  const cluster = clusterOf(manifests);
  return manifests.flatMap((manifest) => configConnectorFacts(manifest, cluster));
}
