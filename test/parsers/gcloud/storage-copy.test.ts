import { expect, test } from "vitest";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { show } from "../../../src/model/value.ts";

test.each([
  ["gcloud storage cat gs://acme-in/a.csv gs://acme-in/b.csv", ["gcs.read acme-in"]],
  ["gsutil cat gs://acme-in/a.csv | head", ["gcs.read acme-in"]],
  ["gcloud storage cp gs://acme-in/a.csv gs://acme-out", ["gcs.read acme-in", "gcs.write acme-out"]],
  ["gsutil cp a.csv gs://acme-out", ["gcs.write acme-out"]],
])("%s", (text, expected) => {
  const workspace = {
    read: () => undefined,
    list: () => [],
    options: { varFiles: [], variables: {}, profile: "default" },
  } as const;
  const { facts } = gcloud.parse([{ path: "run.sh", text: `#!/bin/bash\n${text}\n` }], workspace);
  const found = facts.flatMap((fact) => {
    const bucket = fact.kind === "operation" ? fact.targets["bucket"] : undefined;
    return fact.kind === "operation" && bucket !== undefined ? [`${fact.id} ${show(bucket)}`] : [];
  });
  expect(found).toEqual(expected);
});
