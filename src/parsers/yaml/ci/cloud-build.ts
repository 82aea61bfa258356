import type { Workload } from "../../../model/fact.ts";
import { type Value, unknown } from "../../../model/value.ts";
import { type Document, type Found, fileNameOf, lineSpanAt, spanAt } from "../text/document.ts";
import { type Surroundings, embed, isOfInterest } from "../text/embed.ts";
import { accountPath } from "../manifests/kcc-refs.ts";
import { type MappedText, joinTexts, mappedText, replaceIn } from "../text/mapped-text.ts";
import { optional } from "../text/optional.ts";
import { languageOf } from "../text/shell-language.ts";
import {
  type Scalar,
  type Tree,
  at,
  entriesOf,
  entryOf,
  get,
  has,
  isList,
  isScalar,
  itemsOf,
  scalarAt,
  scalarsOf,
  textAt,
} from "../text/tree.ts";
import { filled, optionalValue, valueAt } from "../text/values.ts";

/** Cloud Build configuration: which account the build runs as, and what its steps run. */
export const cloudBuild = {
  recognises: ({ root, path }: Document): boolean => {
    const steps = itemsOf(get(root, "steps"));
    if (steps.length === 0 || has(root, "jobs") || !steps.every((step) => has(step, "name"))) return false;
    return /cloudbuild/iu.test(fileNameOf(path)) || steps.some((step) => isBuilder(textAt(step, "name") ?? ""));
  },

  read(document: Document, found: Found): void {
    const { root } = document;
    const account = optionalValue(document, get(root, "serviceAccount"));
    const substitutions = substitutionsOf(document);
    const email = account === undefined ? undefined : accountPath(filled(account, substitutions));
    found.facts.push(workload(document, email));
    const environment = {
      ...substitutions,
      ...assignments(document, at(root, "options", "env")),
    };
    const steps = entryOf(root, "steps")?.key ?? root;
    const runsAs =
      email ?? unknown("default account of Cloud Build", "the build names no account", spanAt(document, steps));
    // What stands under `images` is pushed when the steps are done, by the build's account.
    for (const image of scalarsOf(get(root, "images"))) {
      if (!image.text.includes("docker.pkg.dev")) continue;
      found.embedded.push(embed(document, pushOf(document, image), "shell", { runsAs, environment }));
    }
    for (const step of itemsOf(get(root, "steps"))) {
      // Every step has a container of its own, but the home folder, where gcloud keeps its configuration, goes with them.
      readStep(document, found, step, {
        runsAs,
        session: `${document.path}#job:${document.root.start}`,
        environment: { ...environment, ...assignments(document, get(step, "env")) },
      });
    }
  },
};

const isBuilder = (image: string): boolean =>
  /gcr\.io\/|docker\.pkg\.dev|^(?:gcloud|bash|ubuntu|alpine|python|node|golang|hashicorp\/terraform)(?::|$)/u.test(
    image,
  );

function workload(document: Document, account: Value | undefined): Workload {
  const entry = entryOf(document.root, account === undefined ? "steps" : "serviceAccount");
  return {
    kind: "workload",
    type: "cloudbuild-build",
    purpose: "build",
    ...optional("account", account),
    defaultAccount: "cloudbuild-default",
    span: lineSpanAt(document, { start: entry?.key.start ?? 0, end: entry?.value.end ?? 0 }),
    dialect: document.dialect,
  };
}

/** The build's own values for `$_NAME`; one may use another. */
function substitutionsOf(document: Document): Readonly<Record<string, Value>> {
  const written = Object.fromEntries(
    entriesOf(get(document.root, "substitutions")).flatMap(({ key, value }) =>
      isScalar(value) ? [[key.text, valueAt(document, value)] as const] : [],
    ),
  );
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, filled(value, written)]));
}

/** A list of `NAME=value`. */
const assignments = (document: Document, tree: Tree | undefined): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    scalarsOf(tree).flatMap((scalar) => {
      const match = /^(\w+)=([\s\S]*)$/u.exec(scalar.text);
      if (match === null) return [];
      const start = scalar.start + scalar.text.indexOf("=") + 1;
      return [[match[1] ?? "", valueAt(document, { ...scalar, text: match[2] ?? "", start })] as const];
    }),
  );

function readStep(document: Document, found: Found, step: Tree, around: Surroundings): void {
  const script = scalarAt(step, "script") ?? scriptArgument(step);
  if (script !== undefined) {
    const language = languageOf(script.text, /python/u.test(textAt(step, "entrypoint") ?? "") ? "python" : undefined);
    // In arguments `$$` is a dollar; in `script`, where nothing is substituted, it is the shell's own.
    const text = has(step, "script") ? mappedText(document, script) : dollars(mappedText(document, script));
    if (language !== undefined && isOfInterest(script.text))
      found.embedded.push(embed(document, text, language, around));
    return;
  }
  const command = commandOf(document, step) ?? scriptFile(document, step);
  if (command !== undefined) found.embedded.push(embed(document, command, "shell", around));
}

const pushOf = (document: Document, image: Scalar): MappedText =>
  joinTexts([standingAt("docker push", image.start), mappedText(document, image)], " ");

/** A text of ours that stands for something in the file. */
const standingAt = (text: string, start: number): MappedText => ({
  text,
  offsets: Array.from({ length: text.length + 1 }, () => start),
});

const dollars = (text: MappedText): MappedText => replaceIn(text, /\$\$/gu, () => "$");

/** `args: ["-c", "…"]` of a shell. */
function scriptArgument(step: Tree): Scalar | undefined {
  const program = textAt(step, "entrypoint") ?? textAt(step, "name") ?? "";
  const args = scalarsOf(get(step, "args"));
  const option = args.findIndex(({ text }) => /^-[a-z]*c$/u.test(text));
  return option === -1 || !/(?:^|\/)(?:ba|z|da|a)?sh$|python3?$/u.test(program.replace(/:.*$/u, ""))
    ? undefined
    : args[option + 1];
}

const programs: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)(?:gcloud|cloud-sdk|google-cloud-cli)(?::|@|$)/u, "gcloud"],
  [/(?:^|\/)gsutil(?::|@|$)/u, "gsutil"],
  [/(?:^|\/)bq(?::|@|$)/u, "bq"],
  [/(?:^|\/)docker(?::|@|$)/u, "docker"],
];

/** A step that calls gcloud with arguments, as the command line that it is. */
function commandOf(document: Document, step: Tree): MappedText | undefined {
  const args = get(step, "args");
  const words = isScalar(args) ? [args] : scalarsOf(args);
  const image = textAt(step, "name") ?? "";
  const entrypoint = textAt(step, "entrypoint");
  const program = entrypoint ?? programs.find(([pattern]) => pattern.test(image))?.[1];
  const [first] = words;
  if (program === undefined || first === undefined || !/^(?:gcloud|gsutil|bq|docker)$/u.test(program)) return undefined;
  if (program === "docker" && !words.some(({ text }) => /^(?:push|pull)$/u.test(text))) return undefined;
  const head = standingAt(program, first.start);
  const quoted = words.map((word) =>
    isList(args) ? quote(dollars(mappedText(document, word))) : mappedText(document, word),
  );
  return joinTexts(image.includes("cloud-sdk") && entrypoint === undefined ? quoted : [head, ...quoted], " ");
}

/** `entrypoint: bash, args: [deploy.sh, …]`, `entrypoint: ./deploy.sh`: a script of the repository, with its arguments. */
function scriptFile(document: Document, step: Tree): MappedText | undefined {
  const entrypoint = scalarAt(step, "entrypoint");
  const words = scalarsOf(get(step, "args"));
  const isShell = /(?:^|\/)(?:ba)?sh$/u.test(entrypoint?.text ?? "");
  const file = isShell ? words[0] : entrypoint;
  if (entrypoint === undefined || file === undefined || !/\.(?:ba)?sh$/u.test(file.text)) return undefined;
  const parts = [entrypoint, ...words].map((word) => quote(dollars(mappedText(document, word))));
  return joinTexts(parts, " ");
}

/** One word for the shell; variables are left to it. */
function quote(word: MappedText): MappedText {
  if (/^[\w./:=@,+%~${}-]+$/u.test(word.text)) return word;
  const escaped = replaceIn(word, /["\\`]/gu, ([character]) => `\\${character}`);
  const [start = 0] = word.offsets;
  const end = word.offsets.at(-1) ?? start;
  return { text: `"${escaped.text}"`, offsets: [start, ...escaped.offsets, end] };
}
