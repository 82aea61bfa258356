import { expect, test } from "vitest";
import { blankSecrets } from "../../src/report/secrets.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(3);
const pem = (text: string): string =>
  ["-----BEGIN ", "PRIVATE KEY-----", text, "-----END ", "PRIVATE KEY-----"].join("");
const secrets: Readonly<Record<string, readonly [text: string, secret: string]>> = {
  "an API key": [`api = "${"AIza"}${"SyA-12345".repeat(4).slice(0, 35)}"`, "SyA-12345SyA"],
  "an OAuth client secret": [`${"GOCSPX"}-abcdefghijklmnop_qrst`, "abcdefghijkl"],
  "a refresh token": [`token: ${"1//"}0gabcdefghijklmnopqrstuvwx`, "gabcdefghij"],
  "an access token": [`curl -H "x: ${"ya29"}.a0AfH6SMBabcdef"`, "a0AfH6SMB"],
  "a private key over lines": [pem(`\n${body}\n${body}\n`), "MIIEvQ"],
  "a private key on one line of JSON": [`{"private_key": "${pem(`\\n${body}\\n`)}\\n"}`, "MIIEvQ"],
  "a private key without an end": [`${pem(`\n${body}\n`).slice(0, 100)}\nrole = "roles/owner"`, "MIIEvQ"],
  "a key file in base64": [`data: ${Buffer.from(pem(body)).toString("base64")}`, "UklWQVRFIEtFWS"],
  "an HMAC secret beside its id": [`id = "${"GOOG1E"}ABCDEFGHIJKLMNOP"\nsecret = "${"aB3/".repeat(10)}"`, "aB3/aB3/"],
  "a password": ['password = "correct-horse"', "correct-horse"],
  "a password with a dollar": ['adminPassword: "SEcure$Pwd$3"', "$Pwd$3"],
  "a password in JSON inside JSON": [String.raw`"{\"client_secret\": \"abcdefghijk\"}"`, "abcdefghijk"],
  "a flag": ["mysql --password=hunter2222 -u root", "hunter2222"],
  "a web token": [`Authorization: ${"eyJ"}hbGciOiJIUzI1.${"eyJ"}zdWIiOiIxMjM0.SflKxwRJSMeKKF2Q`, "SflKxwRJ"],
  "a bearer": ["Authorization: Bearer abcdef0123456789abcdef", "abcdef0123"],
};

test.each(Object.entries(secrets))("blanks %s and keeps the columns", (_name, [text, secret]) => {
  expect(text).toContain(secret);
  const blanked = blankSecrets(text);
  expect(blanked).not.toContain(secret);
  expect(blanked).toHaveLength(text.length);
  expect(blanked.split("\n").map((line) => line.length)).toEqual(text.split("\n").map((line) => line.length));
});

const plan = JSON.stringify({
  format_version: "1.2",
  terraform_version: "1.9.0",
  address: "google_project_iam_member.a",
  values: { role: "roles/owner", member: 'user:"hidden"@example.com', number: 4711, policy: '{"role":"x:hidden"}' },
  sensitive_values: { member: true, number: true, policy: true },
});

test("plans and states of Terraform show addresses and keys, but no values, sensitive or not", () => {
  for (const text of [plan, plan.replaceAll(",", ",\n  "), plan.replace("format_version", "lineage")]) {
    const blanked = blankSecrets(text);
    expect(blanked).not.toMatch(/hidden|4711|roles/);
    expect(blanked).toMatch(/"role":"\*{11}",\s*"member":"\*+"/);
    expect(blanked).toContain('"google_project_iam_member.a"');
    expect(blanked).toHaveLength(text.length);
  }
  expect(blankSecrets(plan.slice(0, plan.indexOf("dden")))).not.toContain("user");
  const other = plan.replace("terraform_version", "version");
  expect(blankSecrets(other)).toBe(other);
});

test("keeps what is behind a key without an end", () => {
  const [text] = secrets["a private key without an end"] ?? [""];
  expect(blankSecrets(text)).toContain('"roles/owner"');
});

test.each([
  'role = "roles/iam.serviceAccountTokenCreator"',
  "member = serviceAccount:ci@ml-prod.iam.gserviceaccount.com",
  'resource = "projects/p/locations/us-central1/endpoints/1234567890123456789012345678901234567890"',
  'api_key = "${data.google_secret_manager_secret_version.key.secret_data}"',
  "see https://example.com/a//b and c:1//2",
  "private_key_id: 0123456789abcdef0123456789abcdef01234567",
  "gcloud iam service-accounts keys create key.json --iam-account=ci@p.iam.gserviceaccount.com",
])("leaves %s alone", (text) => {
  expect(blankSecrets(text)).toBe(text);
});

test("hostile texts take no longer than they are long", () => {
  const text = `-----BEGIN ${"PRIVATE"} KEY-----`.repeat(20_000);
  expect(blankSecrets(text)).toHaveLength(text.length);
});
