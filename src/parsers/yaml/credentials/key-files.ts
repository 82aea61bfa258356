import { type Secretless, keyFileOf, secretFieldOf } from "../../../gcp/key-file.ts";
import { holdsPrivateKey } from "../../../gcp/private-key.ts";
import type { Credential } from "../../../model/fact.ts";
import { keyObjectsIn } from "../../../gcp/key-text.ts";
import { type Document, lineSpanAt, spanAt } from "../text/document.ts";
import { mappedText } from "../text/mapped-text.ts";
import { readJson } from "../text/json-text.ts";
import { type Dict, type Scalar, type Tree, at, entriesOf, entryOf, isScalar, nodesOf, textAt } from "../text/tree.ts";

/** Key files, wherever they stand: the whole file, a value in it, JSON in a string, base64 in a Kubernetes `Secret`. */
export function keysIn(document: Document): readonly Credential[] {
  const found: Credential[] = [];
  for (const node of nodesOf(document.root)) {
    if (node.kind === "dict") found.push(...keyIn(document, node), ...secretsIn(document, node));
    else if (node.kind === "scalar" && mayBeJson(node)) found.push(...keysInString(document, node));
    else if (node.kind === "scalar" && node.style === "block") found.push(...keysInScript(document, node));
  }
  return found;
}

function keyIn(document: Document, dict: Dict): readonly Credential[] {
  const credential = credentialOf(dict);
  const entry = credential === undefined ? undefined : entryOf(dict, secretFieldOf(textAt(dict, "type")) ?? "");
  return credential === undefined || entry === undefined ? [] : [placed(document, credential, entry.key)];
}

const placed = (document: Document, credential: Secretless, scalar: Scalar): Credential => ({
  kind: "credential",
  ...credential,
  span: lineSpanAt(document, scalar),
  dialect: document.dialect,
});

const credentialOf = (tree: Tree): Secretless | undefined => keyFileOf((name) => textAt(tree, name));

/** A key file that a script writes: JSON in a here-document. */
function keysInScript(document: Document, scalar: Scalar): readonly Credential[] {
  if (!/private_key|refresh_token/u.test(scalar.text)) return [];
  const { text, offsets } = mappedText(document, scalar);
  return keyObjectsIn(text, document.path, document.dialect).map(({ credential }) => {
    const { start, end } = credential.span;
    const place = { start: offsets[start] ?? scalar.start, end: offsets[end] ?? scalar.end };
    return Object.assign({}, credential, { span: spanAt(document, place) });
  });
}

const mayBeJson = ({ text }: Scalar): boolean => /^\s*\{/u.test(text) && /private_key|refresh_token/u.test(text);

function keysInString(document: Document, scalar: Scalar): readonly Credential[] {
  return credentialsInJson(scalar.text).map((credential) => placed(document, credential, scalar));
}

const credentialsInJson = (text: string): readonly Secretless[] =>
  readJson(text).roots.flatMap((root) => [...nodesOf(root)].flatMap((node) => credentialOf(node) ?? []));

/** `kind: Secret`: `data` is base64, `stringData` is text. */
function secretsIn(document: Document, dict: Dict): readonly Credential[] {
  if (textAt(dict, "kind") !== "Secret") return [];
  return entriesOf(at(dict, "data")).flatMap(({ key, value }): readonly Credential[] => {
    const decoded = isScalar(value) ? decode(value.text) : "";
    const found = /^\s*\{/u.test(decoded) ? credentialsInJson(decoded) : [];
    if (found.length > 0) return found.map((credential) => placed(document, credential, key));
    return holdsPrivateKey(decoded) ? [placed(document, { form: "private-key" }, key)] : [];
  });
}

const decode = (text: string): string =>
  /^[A-Za-z0-9+/=\s]{40,}$/u.test(text) ? Buffer.from(text, "base64").toString("latin1") : "";
