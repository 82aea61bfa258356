import type { Recogniser } from "../../model/parser.ts";
import { environmentFile } from "./hosts/environment.ts";

const extensions = /\.(?:sh|bash|zsh|ksh|mk|mak|ps1|psm1|bat|cmd|dockerfile)$/i;
const names =
  /^(?:GNUmakefile|[Mm]akefile(?:\..+)?|[Dd]ockerfile(?:\..+)?|[Cc]ontainerfile|Jenkinsfile(?:\..+)?|package\.json|\.(?:envrc|bashrc|bash_profile|profile|zshrc))$/;
const markdown = /\.(?:md|markdown)$/i;
const bare = /^[A-Za-z0-9_-]+$/;

/** Shell scripts, and files that hold shell: Makefiles, Dockerfiles, Jenkinsfiles, `package.json`. */
export const accepts = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    extensions.test(name) || names.test(name) || markdown.test(name) || environmentFile.test(name) || bare.test(name)
  );
};

const ours =
  /\b(?:gcloud|gsutil|bq|GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_CREDENTIALS|GCLOUD_KEYFILE_JSON|GOOGLE_CLOUD_KEYFILE_JSON|CLOUDSDK_\w+)\b|-docker\.pkg\.dev/;
const shebang = /^#!.*\b(?:ba|z|k|da|a)?sh\b/;

/** A file without an extension counts only if its first line names a shell. */
export function glance(text: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (bare.test(name) && !names.test(name) && !shebang.test(text)) return false;
  return ours.test(text);
}

const isDocument = (path: string): boolean => markdown.test(path);

export const recogniser: Recogniser = {
  name: "gcloud",
  accepts: (path) => !isDocument(path) && accepts(path),
  glance,
  languages: ["shell"],
  load: async () => (await import("./index.ts")).gcloud,
};

/** What documents tell people to run. */
export const documents: Recogniser = {
  name: "gcloud-documents",
  accepts: isDocument,
  glance,
  profile: "auditor",
  load: recogniser.load,
};
