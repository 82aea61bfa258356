import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { yaml } from "../../../src/parsers/yaml/index.ts";
import { emptyWorkspace, parseFiles } from "./workspace.ts";

const pem = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;

const keyFile = {
  type: "service_account",
  project_id: "acme-ml-1",
  private_key_id: "0123456789abcdef0123456789abcdef01234567",
  private_key: pem,
  client_email: "ci@acme-ml-1.iam.gserviceaccount.com",
};

const found = {
  kind: "credential",
  form: "service-account-key",
  account: keyFile.client_email,
  keyId: keyFile.private_key_id,
};

/** The credentials of one file, with the text at their places instead of the places. */
const credentialsOf = (path: string, text: string): readonly unknown[] =>
  parseFiles({ [path]: text }).facts.flatMap((fact) => {
    if (fact.kind !== "credential") return [];
    const { span, dialect: _dialect, ...rest } = fact;
    return [{ ...rest, at: text.slice(span.start, span.end) }];
  });

test("a key file is a credential, named by account and key id, at its private_key", () => {
  expect(credentialsOf("sa.json", JSON.stringify(keyFile, null, 2))).toEqual([{ ...found, at: "private_key" }]);
});

test("no fact carries the secret", () => {
  const facts = JSON.stringify(parseFiles({ "sa.json": JSON.stringify(keyFile) }).facts);
  expect(facts).not.toContain(pem.slice(40, 80));
});

test("a key file is found as JSON in YAML, as a value of its own, and in base64", () => {
  const inline = JSON.stringify(keyFile);
  const encoded = Buffer.from(inline).toString("base64");
  const secret = `kind: Secret\napiVersion: v1\nmetadata: {name: s}\ndata:\n  key.json: ${encoded}\n`;
  expect(credentialsOf("secret.yaml", secret)).toEqual([{ ...found, at: "key.json" }]);
  expect(credentialsOf("string.yaml", `credentials: '${inline}'\n`)).toEqual([{ ...found, at: inline }]);
  expect(credentialsOf("nested.json", JSON.stringify({ deep: [{ key: keyFile }] }))).toEqual([
    { ...found, at: "private_key" },
  ]);
});

test.each([
  ["a short key", { ...keyFile, private_key: "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n" }],
  ["a cut key", { ...keyFile, private_key: pem.replace(/\n[^\n]+\n[^\n]+\n-----END/u, "\n-----END") }],
  ["a redacted key", { ...keyFile, private_key: "REDACTED" }],
  [
    "letters without a key",
    { ...keyFile, private_key: `-----BEGIN PRIVATE KEY-----\n${"x".repeat(1600)}\n-----END PRIVATE KEY-----` },
  ],
  ["federation", { type: "external_account", audience: "//iam.googleapis.com/x", private_key: pem }],
])("%s is no key", (_name, file) => {
  expect(credentialsOf("sa.json", JSON.stringify(file))).toEqual([]);
});

test("application default credentials of a user hold a refresh token", () => {
  const file = { type: "authorized_user", client_id: "1", refresh_token: "1//0gQ7yTrEwKpLmNbVcXzAsDfGhJkQwErTyUiOpL" };
  expect(credentialsOf("adc.json", JSON.stringify(file))).toEqual([
    { kind: "credential", form: "authorized-user", at: "refresh_token" },
  ]);
});

const apiKey = `AIza${"SyD9x-K2mQp7Rt4Vw8Zb3Nc6Hf1Jg5Lk0Ya"}`;

test("tokens are found by their form, and placeholders are not", () => {
  expect(apiKey).toHaveLength(39);
  expect(credentialsOf("values.yaml", `key: ${apiKey} # GOOGLE_API_KEY\n`)).toEqual([
    { kind: "credential", form: "api-key", at: apiKey },
  ]);
  expect(credentialsOf("values.yaml", `secret: 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\n`)).toHaveLength(1);
  expect(credentialsOf("values.yaml", `key: AIza${"x".repeat(35)}\n`)).toEqual([]);
  expect(credentialsOf("values.yaml", `key: AIzaSyEXAMPLEexampleEXAMPLEexampleEXAMP\n`)).toEqual([]);
});

test("an HMAC secret is known by the access id beside it", () => {
  const secret = "bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ";
  const text = `accessKey: GOOG1EA3BXK7DEFGHIJ2LMNOPQ\nsecretKey: ${secret}\n`;
  expect(credentialsOf("hmac.yaml", text)).toEqual([{ kind: "credential", form: "hmac-secret", at: secret }]);
  expect(credentialsOf("other.yaml", `digest: ${secret}\niam: roles/viewer\n`)).toEqual([]);
});

test(".env names key files and holds secrets", () => {
  const text = `# local\nGOOGLE_APPLICATION_CREDENTIALS=./keys/sa.json\nexport API_KEY="${apiKey}"\nCREDENTIALS='${JSON.stringify(keyFile)}'\n`;
  const { facts } = parseFiles({ ".env": text });
  expect(facts.map(({ kind, span }) => [kind, text.slice(span.start, span.end)])).toEqual([
    ["credential", apiKey],
    ["key-reference", "./keys/sa.json"],
    ["credential", "{"],
  ]);
});

test("PEM and PKCS #12 files are judged by what can be seen of them", () => {
  expect(credentialsOf("service-account.pem", pem)).toEqual([
    { kind: "credential", form: "private-key", at: "-----BEGIN PRIVATE KEY-----" },
  ]);
  expect(credentialsOf("acme-ml-1-0123456789ab.p12", "0\uFFFD\u0006\u0001\uFFFD")).toHaveLength(1);
  expect(credentialsOf("gcp.p12", "not a key")).toEqual([]);
  expect(credentialsOf("tls.pem", pem)).toEqual([]);
  expect(credentialsOf("keystore.p12", "0\uFFFD\u0006\u0001\uFFFD")).toEqual([]);
});

test("the API key of a Firebase app is published on purpose", () => {
  const text = `apiKey: ${apiKey}\nauthDomain: acme.firebaseapp.com\n`;
  expect(credentialsOf("firebase.yaml", text)).toEqual([
    { kind: "credential", form: "api-key", published: true, at: apiKey },
  ]);
});

const federatedOrKey = (path: string): string | undefined =>
  path === "ci/wif.json"
    ? '{"type": "external_account"}'
    : path === "ci/sa.json"
      ? '{"type": "service_account"}'
      : undefined;

test("a variable that names the configuration of a federated identity names no key", () => {
  const text =
    "- GOOGLE_APPLICATION_CREDENTIALS=./wif.json\n- GOOGLE_APPLICATION_CREDENTIALS=sa.json\n- GOOGLE_APPLICATION_CREDENTIALS=/etc/wif.json\n";
  const { facts } = yaml.parse([{ path: "ci/env.yaml", text }], { ...emptyWorkspace, read: federatedOrKey });
  expect(
    facts.map((fact) => (fact.kind === "key-reference" && fact.file?.kind === "known" ? fact.file.text : "")),
  ).toEqual(["sa.json", "/etc/wif.json"]);
});

test("a key file that a step of a workflow writes", () => {
  const json = JSON.stringify(keyFile, null, 2).replaceAll(/^/gmu, "          ");
  const steps = `      - run: |\n          cat <<'EOF' > key.json\n${json}\n          EOF\n          gcloud auth list\n`;
  const text = `on: push\njobs:\n  a:\n    steps:\n${steps}`;
  expect(credentialsOf(".github/workflows/a.yml", text)).toEqual([{ ...found, at: "private_key" }]);
  expect(credentialsOf("cloudbuild.yaml", text.replace("run:", "script:"))).toEqual([{ ...found, at: "private_key" }]);
});
