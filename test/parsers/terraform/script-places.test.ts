import { expect, test } from "vitest";
import { terraform } from "../../../src/parsers/terraform/index.ts";

const main = `variable "bucket" {
  type = string
}
locals {
  long = "a-name-that-is-much-longer-than-its-expression"
}
resource "google_compute_instance" "vm" {
  metadata_startup_script = <<-SCRIPT
    #! /bin/bash
    gcloud storage cp gs://\${local.long}/a /opt
    gcloud storage cp gs://\${var.bucket}/b /opt

    gcloud storage ls gs://last
  SCRIPT
}
`;

test("words of a startup script stand where they are written, whatever is filled in before them", () => {
  const workspace = {
    read: () => undefined,
    list: () => [],
    options: { varFiles: [], variables: {}, profile: "default" as const },
  };
  const [{ source } = expect.unreachable()] = terraform.parse([{ path: "main.tf", text: main }], workspace).embedded;
  const written = (word: string): string => {
    const at = source.text.indexOf(word);
    const [from = 0, to = 0] = [source.host?.toHost(at), source.host?.toHost(at + word.length - 1)];
    return main.slice(from, to + 1);
  };
  for (const word of ["#! /bin/bash", "/a /opt", "/b /opt", "gcloud storage ls gs://last"]) {
    expect(written(word)).toBe(word);
  }
});
