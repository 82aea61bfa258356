import type { Workspace } from "../../../model/parser.ts";
import { type Document, fileNameOf, folderOf } from "../text/document.ts";

/** Scripts beside a policy are few; a folder full of them says nothing about one file. */
const maxScripts = 60;

/** Does a script beside the file, or one folder up, apply it? Then the shell's parser reads it, with its target. */
export function isAppliedByScript({ path }: Document, workspace: Workspace): boolean {
  const name = fileNameOf(path);
  const folder = folderOf(path);
  return [folder, folderOf(folder)].some((place) =>
    workspace
      .list(place)
      .filter((entry) => /\.(?:sh|bash)$|^Makefile$|\.mk$/u.test(entry))
      .slice(0, maxScripts)
      .some((entry) => applies(workspace.read(place === "" ? entry : `${place}/${entry}`), name)),
  );
}

const applies = (script: string | undefined, name: string): boolean =>
  script !== undefined && script.includes(name) && /set-iam-policy|\biam set\b/u.test(script);
