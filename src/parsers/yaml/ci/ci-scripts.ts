import type { KeyReference } from "../../../model/fact.ts";
import type { Value } from "../../../model/value.ts";
import { type Document, type Found, lineSpanAt } from "../text/document.ts";
import { embed, isOfInterest } from "../text/embed.ts";
import { variablesOf } from "./ci-variables.ts";
import { ciOf } from "./key-variables.ts";
import { joinTexts, mappedText } from "../text/mapped-text.ts";
import { languageOf } from "../text/shell-language.ts";
import { type Scalar, type Tree, booleanOf, get, isDict, isList, isScalar, itemsOf, textAt } from "../text/tree.ts";

/** Azure Pipelines, CircleCI, Bitbucket and their like: every step has a shell of its own. */
export const otherCi = {
  recognises: ({ path }: Document): boolean =>
    ["azure-pipelines", "circleci", "bitbucket-pipelines", "ci"].includes(ciOf(path) ?? ""),

  read(document: Document, found: Found): void {
    readNode(document, found, document.root, { environment: {} }, 0);
  },
};

const scriptKeys = new Set(["script", "bash", "run", "commands", "command"]);

/** What holds for a part of a pipeline: what is set, and the job whose steps share a machine. */
interface Part {
  readonly environment: Environment;
  readonly session?: string | undefined;
}

function readNode(document: Document, found: Found, node: Tree, outer: Part, depth: number): void {
  if (depth > 30) return;
  if (isList(node)) {
    for (const item of node.items) {
      if (isScalar(item) && isOrb(item.text)) found.facts.push(...orbKey(document, item));
      readNode(document, found, item, outer, depth + 1);
    }
  }
  if (!isDict(node)) return;
  const environment = {
    ...outer.environment,
    ...variablesOf(document, get(node, "variables") ?? get(node, "env") ?? get(node, "environment")),
  };
  const session = isList(get(node, "steps")) ? `${document.path}#job:${node.start}` : outer.session;
  for (const { key, value } of node.entries) {
    if (isOrb(key.text)) found.facts.push(...orbKey(document, key, value));
    const command = key.text === "run" && isDict(value) ? get(value, "command") : value;
    const lines = scriptKeys.has(key.text) ? linesOf(command) : [];
    if (lines.length > 0) embedLines(document, found, lines, { environment, session }, textAt(value, "shell"));
    else readNode(document, found, value, { environment, session }, depth + 1);
  }
}

/** Steps of CircleCI's orbs that sign in to Google Cloud. */
const isOrb = (step: string): boolean =>
  /^gcp-[a-z-]+\/(?:setup|install-and-initialize-cli|gcr-auth|init)$/u.test(step);

/** With the key in `GCLOUD_SERVICE_KEY`, unless told to use the job's own token. */
function orbKey(document: Document, step: Scalar, options?: Tree): readonly KeyReference[] {
  if (booleanOf(get(options, "use_oidc")) === true) return [];
  return [
    {
      kind: "key-reference",
      how: step.text,
      ci: "circleci",
      span: lineSpanAt(document, step),
      dialect: document.dialect,
    },
  ];
}

type Environment = Readonly<Record<string, Value>>;

/** The lines of a script: a string, or a list of strings and of lists that anchors put there. */
const linesOf = (tree: Tree | undefined): readonly Scalar[] =>
  isScalar(tree) ? [tree] : itemsOf(tree).flatMap((item) => (isScalar(item) ? [item] : itemsOf(item).filter(isScalar)));

function embedLines(document: Document, found: Found, lines: readonly Scalar[], around: Part, shell?: string): void {
  const script = joinTexts(
    lines.map((line) => mappedText(document, line)),
    "\n",
  );
  const language = languageOf(script.text, shell);
  if (language !== undefined && isOfInterest(script.text))
    found.embedded.push(embed(document, script, language, around));
}
