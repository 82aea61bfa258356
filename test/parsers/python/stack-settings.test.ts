import { describe, expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { python } from "../../../src/parsers/python/index.ts";

const program = `import pulumi
import pulumi_gcp as gcp

config = pulumi.Config()
role = config.get("role") or "roles/viewer"
region = config.get("region", "europe-west4")
gcp.projects.IAMMember("m", project=gcp.config.project, role=role, member=config.require("member"))
gcp.storage.Bucket(f"files-{pulumi.get_stack()}", name=pulumi.get_project(), location=region)
token = config.require_secret("token")
`;

function resourcesWith(files: Readonly<Record<string, string>>) {
  const all: Readonly<Record<string, string>> = { ...files, "infra/__main__.py": program };
  const { embedded, problems } = python.parse([{ path: "infra/__main__.py", text: program }], {
    read: (path) => all[path],
    list: (folder) =>
      Object.keys(all).flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [])),
    options: { varFiles: [], variables: {}, profile: "default" },
  });
  const resources = embedded[0]?.configuration?.resources ?? [];
  const shown = resources.flatMap(({ name, settings, provider }) => {
    const entries = settings.entries.map(({ key, setting }) => [show(key), setting] as const);
    return entries.map(([key, setting]) => {
      const texts =
        setting.kind === "scalar"
          ? [show(setting.value)]
          : setting.kind === "choice"
            ? setting.options.flatMap((option) => (option.kind === "scalar" ? [show(option.value)] : []))
            : [];
      return `${name}.${key}=${texts.join("|")} in ${provider.project === undefined ? "?" : show(provider.project)}`;
    });
  });
  return { shown, problems };
}

const one = {
  "infra/Pulumi.yaml": "name: acme\nruntime: python\n",
  "infra/Pulumi.dev.yaml":
    "config:\n  gcp:project: acme-dev\n  acme:member: user:kim@acme.com\n  acme:token:\n    secure: AAAB\n",
};

describe("the settings of the stacks", () => {
  test("of one stack are known, and what it does not set has its default", () => {
    expect(resourcesWith(one).shown).toEqual([
      "m.project=acme-dev in acme-dev",
      "m.role=roles/viewer in acme-dev",
      "m.member=user:kim@acme.com in acme-dev",
      "files-dev.name=acme in acme-dev",
      "files-dev.location=europe-west4 in acme-dev",
    ]);
  });

  test("of two stacks are one of two", () => {
    const two = {
      ...one,
      "infra/Pulumi.prod.yaml": "config:\n  gcp:project: acme-prod\n  acme:member: user:kim@acme.com\n",
    };
    expect(resourcesWith(two).shown).toContain("m.project=acme-dev|acme-prod in ${config gcp:project}");
    expect(resourcesWith(two).shown).toContain("m.member=user:kim@acme.com in ${config gcp:project}");
  });

  test("without files are not known", () => {
    expect(resourcesWith({}).shown).toContain("m.member=${config member} in ?");
  });

  test("that are nested too deeply are a problem", () => {
    const deep = { ...one, "infra/Pulumi.dev.yaml": `config: ${"[".repeat(5000)}` };
    expect(resourcesWith(deep).problems.map(({ kind }) => kind)).toEqual(["limit"]);
  });
});
