import type { Fact } from "../../../model/fact.ts";
import type { Workspace } from "../../../model/parser.ts";
import type { Source } from "../../../model/source.ts";
import { unitOf } from "../unit.ts";
import { environmentFile, environmentScripts } from "./environment.ts";
import { batchScripts } from "./batch.ts";
import { copiedKeys, dockerfileScripts } from "./dockerfile.ts";
import type { HostScript } from "./host-script.ts";
import { jenkinsKeys, jenkinsScripts } from "./jenkinsfile.ts";
import { makefileScripts } from "./makefile.ts";
import { markdownScripts } from "./markdown.ts";
import { packageScripts } from "./package-json.ts";
import { powershellScripts } from "./powershell.ts";

interface Host {
  readonly names: RegExp;
  readonly scripts: (source: Source, workspace: Workspace) => readonly HostScript[];
  /** What the file says without any shell. */
  readonly facts?: (source: Source, workspace: Workspace) => readonly Fact[];
}

const hosts: readonly Host[] = [
  { names: /^(?:GNU)?makefile(?:\..+)?$|\.(?:mk|mak)$/i, scripts: makefileScripts },
  { names: /^(?:docker|container)file(?:\..+)?$|\.dockerfile$/i, scripts: dockerfileScripts, facts: copiedKeys },
  { names: environmentFile, scripts: environmentScripts },
  { names: /^package\.json$/, scripts: packageScripts },
  { names: /^Jenkinsfile(?:\..+)?$/, scripts: jenkinsScripts, facts: jenkinsKeys },
  { names: /\.psm?1$/i, scripts: powershellScripts },
  { names: /\.(?:bat|cmd)$/i, scripts: batchScripts },
  { names: /\.(?:md|markdown)$/i, scripts: markdownScripts },
];

const hostOf = (path: string): Host | undefined => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return hosts.find(({ names }) => names.test(name));
};

/** The shell of a file: all of it, or the pieces in a file of another kind. */
export const scriptsOf = (source: Source, workspace: Workspace): readonly HostScript[] =>
  hostOf(source.path)?.scripts(source, workspace) ?? [{ unit: unitOf(source), scope: "shared" }];

export const factsBeside = (source: Source, workspace: Workspace): readonly Fact[] =>
  hostOf(source.path)?.facts?.(source, workspace) ?? [];
