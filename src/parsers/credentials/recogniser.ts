import type { Dialect } from "../../model/fact.ts";
import { tokenForms } from "../../model/secret-forms.ts";
import type { Recogniser } from "../../model/parser.ts";

/** Whose secrets no tree tells: YAML, JSON and `.env` have readers that know more of them. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/\.(?:tf|tofu|tfvars)(?:\.json)?$|\.tfstate(?:\.backup)?$|\.hcl$/iu, "hcl"],
  [/\.(?:sh|bash|zsh|ksh|mk|mak|ps1|psm1|bat|cmd|dockerfile|envrc|bashrc|bash_profile|profile|zshrc)$/iu, "shell"],
  [/(?:^|\/)(?:GNUmakefile|makefile|dockerfile|containerfile|jenkinsfile)(?:\.[^/]+)?$|(?:^|\/)[\w-]+$/iu, "shell"],
  [/\.(?:[mc]?[tj]s|[tj]sx)$/u, "typescript"],
  [/\.(?:py|ipynb)$/iu, "python"],
];

const ofOthers =
  /\.min\.[mc]?js$|(?:^|\/)(?:node_modules|bower_components|\.yarn|\.terraform|site-packages|dist-packages|__pycache__|\.venv|\.tox|\.ipynb_checkpoints)\//u;

export const accepts = (path: string): boolean => !ofOthers.test(path) && dialects.some(([names]) => names.test(path));

export const dialectOf = (path: string): Dialect => dialects.find(([names]) => names.test(path))?.[1] ?? "shell";

/** Without one of these there is no secret: they cost a clean file next to nothing. */
const marks = [
  ...tokenForms.map(({ mark }) => mark),
  "PRIVATE KEY-----",
  "refresh_token",
  "GOOG",
  "eyJ",
  "ewo",
  "ew0K",
];

const nearly =
  /AIza[\w-]{35}|GOCSPX-[\w-]{20}|1\/\/0[\w-]{30}|ya29\.[\w.-]{30}|PRIVATE KEY-----|refresh_token|GOOG[A-Z0-9]{20}|(?:eyJ|ewo|ew0K)[A-Za-z0-9+/]{200}/u;

/** A file without an extension counts only if its first line names an interpreter. */
export const glance = (text: string, path: string): boolean =>
  marks.some((mark) => text.includes(mark)) &&
  nearly.test(text) &&
  (!/(?:^|\/)[\w-]+$/u.test(path) || isScript(text, path));

const isScript = (text: string, path: string): boolean =>
  text.startsWith("#!") || /(?:make|docker|container|jenkins)file$/iu.test(path);

export const recogniser: Recogniser = {
  name: "credentials",
  accepts,
  glance,
  load: async () => (await import("./index.ts")).credentials,
};
