import type { Configuration } from "./configuration.ts";
import type { Fact } from "./fact.ts";
import type { Problem, Source } from "./source.ts";
import type { Value } from "./value.ts";

/** A text in another language inside a source: handed to the parser of that language by `lint`. */
export interface Embedded {
  readonly source: Source;
  readonly language: "shell" | "python" | "json" | "yaml" | "hcl" | "typescript";
  /** The account that runs it, where the host says so. */
  readonly runsAs?: Value;
  /** The project that its commands default to, where the host says so. */
  readonly project?: Value;
  /** The environment that the host sets. */
  readonly environment?: Readonly<Record<string, Value>>;
  /** Texts of one session run one after the other on one machine: what gcloud is configured to goes from one to the next. */
  readonly session?: string;
  /** Instead of a text: resources that a program configures, for the parser of `hcl`. */
  readonly configuration?: Configuration;
}

export interface Parsed {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  readonly embedded: readonly Embedded[];
  /** Files that were read besides those given: facts may have places in them. */
  readonly sources?: readonly Source[];
}

/** What a parser may ask of the world: files of the scanned roots only; `undefined` when there is none. */
export interface Workspace {
  readonly read: (path: string) => string | undefined;
  /** Names in a folder, files and folders alike, sorted; empty when there is none. */
  readonly list: (folder: string) => readonly string[];
  /** The files of this scan, where places in other files than the parser's own may be named; absent: in none. */
  readonly scanned?: ReadonlySet<string>;
  readonly options: ParseOptions;
  /** Where results outlive the run: parsers may hand their work on in parts. */
  readonly memory?: Memory;
}

/** What parts of the work came to, for as long as nothing that they read through the workspace has changed. */
export interface Memory {
  /** `make` is called where the part is new or has changed. Texts inside others are parsed, and gone, in what comes back. */
  readonly recall: (name: string, make: () => Part) => Part;
}

/** A part of a parser's work that depends on nothing but the files and folders that it reads. */
export interface Part {
  readonly parsed: Parsed;
  /** What the parser itself needs to know of it: plain data. */
  readonly notes?: unknown;
}

export interface ParseOptions {
  /** Terraform: `--var-file`, in order. */
  readonly varFiles: readonly string[];
  /** Terraform: `TF_VAR_*`, with `--tf-var-env` only. */
  readonly variables: Readonly<Record<string, string>>;
  /** Terraform: where the scanned repository comes from, to tell a module source that is itself. Never printed. */
  readonly remotes?: readonly string[];
  /** The auditor profile reads more (Markdown code blocks). */
  readonly profile: "default" | "auditor";
}

/** What tells a language's files apart: cheap, and free of the parser itself, which is loaded when the first one is found. */
export interface Recogniser {
  readonly name: string;
  readonly accepts: (path: string) => boolean;
  readonly glance: (text: string, path: string) => boolean;
  readonly load: () => Promise<Parser>;
  /** Its parser hands its work on in parts where the workspace has a memory; others' work is one part. */
  readonly inParts?: true;
  /** Its files are read under this profile alone. */
  readonly profile?: ParseOptions["profile"];
  /** The languages of embedded texts that it reads. */
  readonly languages?: readonly Embedded["language"][];
}

/**
 * One language. `accepts` judges the name, `glance` the text (a few regular expressions: may this hold something of ours?),
 * `parse` gets all sources at once, since values cross files. It never throws on bad input: that is a `Problem`.
 */
export interface Parser {
  readonly name: string;
  readonly accepts: (path: string) => boolean;
  readonly glance: (text: string, path: string) => boolean;
  readonly parse: (sources: readonly Source[], workspace: Workspace) => Parsed;
  /** For texts inside other languages. */
  readonly parseEmbedded?: (embedded: readonly Embedded[], workspace: Workspace) => Parsed;
}
