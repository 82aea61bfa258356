import type { Recogniser } from "../../model/parser.ts";

/** Configuration and values of Terraform and OpenTofu. Tests (`.tftest.hcl`) grant nothing. */
export const isTerraformName = (path: string): boolean => /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path);

/** Whatever can carry a value from one file to another may matter; resources of other clouds alone don't. */
export const mayMatter = (text: string, path: string): boolean =>
  /\.tfvars(?:\.json)?$/.test(path) || ofOurs.test(text);

const ofOurs = /google|\b(?:module|variable|locals|output|provider)\b/;

export const recogniseTerraform: Recogniser = {
  name: "terraform",
  accepts: isTerraformName,
  glance: mayMatter,
  inParts: true,
  languages: ["hcl"],
  load: async () => (await import("./index.ts")).terraform,
};
