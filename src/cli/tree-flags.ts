import type { Flags } from "./arguments.ts";

/** Flags of every command that reads a tree. */
export const treeFlags: Flags = {
  config: { value: "FILE", help: "use this configuration file instead of the nearest iam-lint.json" },
  "no-config": { help: "use no configuration file" },
  exclude: { value: "GLOB", multiple: true, help: "leave out files, in the words of .gitignore (repeatable)" },
  profile: {
    value: "NAME",
    choices: ["default", "auditor"],
    help: "default: proven and likely findings; auditor: also what can't be known, as notes, and Markdown code blocks",
  },
  "var-file": { value: "FILE", multiple: true, help: "Terraform variable values, as terraform -var-file (repeatable)" },
  "tf-var-env": { help: "take Terraform variables from TF_VAR_* of the environment" },
};
