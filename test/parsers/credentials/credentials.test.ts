import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { analyse } from "../../../src/lint.ts";
import { credentials } from "../../../src/parsers/credentials/index.ts";
import { emptyWorkspace } from "../yaml/workspace.ts";

const pem = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;

const keyId = "0123456789abcdef0123456789abcdef01234567";
const account = "ci@acme-ml-1.iam.gserviceaccount.com";
const keyFile = { type: "service_account", private_key_id: keyId, private_key: pem, client_email: account };
const json = JSON.stringify(keyFile, undefined, 2);
const found = { form: "service-account-key", account, keyId };
const apiKey = `AIza${"SyD9x-K2mQp7Rt4Vw8Zb3Nc6Hf1Jg5Lk0Ya"}`;
const refresh = `1//0${"gQ7yTrEwKpLmNbVcXzAsDfGhJkQwErTyUiOpL"}`;

/** What a whole scan says of one file: every parser reads it that would. */
async function credentialsOf(path: string, text: string): Promise<readonly unknown[]> {
  const { facts } = await analyse([{ path, text }], emptyWorkspace);
  expect(JSON.stringify(facts)).not.toContain(pem.slice(100, 140));
  return facts.flatMap((fact) => {
    if (fact.kind !== "credential") return [];
    const { span, dialect: _dialect, kind: _kind, ...rest } = fact;
    return [{ ...rest, at: text.slice(span.start, span.end) }];
  });
}

test.each([
  ["provider.tf", `provider "google" {\n  credentials = <<-EOF\n${json}\n  EOF\n}\n`],
  [
    "encoded.tf",
    `provider "google" {\n  credentials = jsonencode(${json.replaceAll('":', '" =').replaceAll(",\n", "\n")})\n}\n`,
  ],
  ["escaped.tfvars", `key = ${JSON.stringify(json)}\n`],
  [
    "setup.sh",
    `cat > /tmp/key.json <<'EOF'\n${json}\nEOF\ngcloud auth activate-service-account --key-file=/tmp/key.json\n`,
  ],
  ["plain.sh", `curl -d '${JSON.stringify(keyFile)}' https://example.com\n`],
  ["Dockerfile", `FROM alpine\nRUN echo '${JSON.stringify(keyFile)}' > /key.json\n`],
  [
    "client.py",
    `import google.auth\nKEY = {\n  'type': 'service_account',\n  'private_key_id': '${keyId}',\n  'private_key': '${pem.replaceAll("\n", "\\n")}',\n  'client_email': '${account}',\n}\n`,
  ],
  [
    "client.ts",
    `const key = {\n  type: "service_account",\n  private_key_id: "${keyId}",\n  private_key: \`${pem}\`,\n  client_email: "${account}",\n};\n`,
  ],
  [
    "notebook.ipynb",
    JSON.stringify({ cells: [{ cell_type: "code", source: [`key = '${JSON.stringify(keyFile)}'\n`] }] }),
  ],
])("a key file in %s is one credential, at its private_key", async (path, text) => {
  expect(await credentialsOf(path, text)).toEqual([{ ...found, at: "private_key" }]);
});

test("a key file in base64 stands where its text stands", async () => {
  const encoded = Buffer.from(json).toString("base64");
  expect(await credentialsOf("key.tf", `locals {\n  key = base64decode("${encoded}")\n}\n`)).toEqual([
    { ...found, at: encoded },
  ]);
  expect(await credentialsOf("terraform.tfstate", JSON.stringify({ private_key: encoded }))).toEqual([
    { ...found, at: encoded },
  ]);
});

test("a user's application default credentials are told once", async () => {
  const file = { type: "authorized_user", client_id: "1", client_secret: "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" };
  const text = `cat <<EOF > adc.json\n${JSON.stringify({ ...file, refresh_token: refresh })}\nEOF\n`;
  expect(await credentialsOf("login.sh", text)).toEqual([{ form: "authorized-user", at: "refresh_token" }]);
});

test.each(["main.tf", "prod.tfvars", "x.tf.json", "run.sh", "Dockerfile", "app.py", "app.ts", "Makefile", "app.mjs"])(
  "tokens in %s",
  async (path) => {
    const text = `# "${apiKey}"\n# '${refresh}'\n`;
    expect(await credentialsOf(path, text)).toEqual([
      { form: "api-key", at: apiKey },
      { form: "refresh-token", at: refresh },
    ]);
  },
);

test("a private key counts where something connects it with Google", async () => {
  const at = "-----BEGIN PRIVATE KEY-----";
  expect(await credentialsOf("tls.ts", `const key = \`${pem}\`;\n`)).toEqual([]);
  expect(await credentialsOf("gcp.ts", `// google\nconst key = \`${pem}\`;\n`)).toEqual([{ form: "private-key", at }]);
  expect(await credentialsOf("key.tfvars", `key = <<EOT\n${pem}EOT\n`)).toEqual([{ form: "private-key", at }]);
});

test.each([
  ["a placeholder", `export API_KEY=AIza${"x".repeat(35)}\n`],
  ["documentation", `export API_KEY=AIzaSyEXAMPLEexampleEXAMPLEexampleEXAMP\n`],
  [
    "a redacted key",
    `echo '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\nREDACTED\\n"}'\n`,
  ],
  ["federation", `echo '${JSON.stringify({ ...keyFile, type: "external_account", private_key: "none" })}'\n`],
  ["a name", `refresh_token="$(gcloud auth print-refresh-token)" # GOOGLE_CLOUD_PROJECT\n`],
])("%s is no secret", async (_name, text) => {
  expect(await credentialsOf("run.sh", text)).toEqual([]);
});

test("clean files, packages of others and extensionless data are not read", () => {
  expect(credentials.glance('resource "google_project" "p" {}\nGOOGLE_PROJECT=1\n', "main.tf")).toBe(false);
  expect(credentials.accepts("node_modules/a/index.js")).toBe(false);
  expect(credentials.glance(apiKey, "LICENSE")).toBe(false);
  expect(credentials.glance(`#!/bin/sh\n${apiKey}`, "deploy")).toBe(true);
});

test("hostile texts take no longer than they are long", () => {
  const hostile = [
    'private_key: "-----BEGIN ',
    "-----BEGIN PRIVATE KEY-----",
    "{".repeat(30),
    `refresh_token = "${"a".repeat(20)}{`,
    `GOOG1${"A".repeat(20)} `,
  ];
  for (const part of hostile) {
    const text = part.repeat(300_000 / part.length);
    expect(credentials.parse([{ path: "a.sh", text }], emptyWorkspace).facts).toEqual([]);
  }
});
