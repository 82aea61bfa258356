import { expect, test } from "vitest";
import { extract } from "../src/lint.ts";
import type { ParseOptions, Workspace } from "../src/model/parser.ts";
import { recognisers } from "../src/parsers/index.ts";

const text = "```sh\ngcloud projects add-iam-policy-binding p --member=user:a@x.com --role=roles/viewer\n```\n";

async function read(
  profile: ParseOptions["profile"],
): Promise<{ readonly loaded: readonly string[]; readonly facts: number }> {
  const loaded: string[] = [];
  const watched = recognisers.map((recogniser) =>
    Object.assign({}, recogniser, {
      load: async () => {
        loaded.push(recogniser.name);
        return recogniser.load();
      },
    }),
  );
  const workspace: Workspace = {
    read: () => undefined,
    list: () => [],
    options: { varFiles: [], variables: {}, profile },
  };
  const { facts } = await extract([{ path: "README.md", text }], workspace, watched);
  return { loaded, facts: facts.length };
}

test("documents cost nothing but under the profile that reads them", async () => {
  expect(await read("default")).toEqual({ loaded: [], facts: 0 });
  expect(await read("auditor")).toEqual({ loaded: ["gcloud-documents"], facts: 1 });
});
