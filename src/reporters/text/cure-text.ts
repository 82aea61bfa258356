import type { Cure } from "../../model/rule.ts";

export interface CureText {
  readonly language: keyof Cure;
  readonly text: string;
}

/** The cures of a finding, the one in the language of its file first. */
export function curesOf(cure: Cure | undefined, path: string): readonly CureText[] {
  const own = ownLanguage(path);
  return [own, ...languages.filter((language) => language !== own)].flatMap((language) => {
    const text = cure?.[language]?.trimEnd();
    return text === undefined || text === "" ? [] : [{ language, text }];
  });
}

const languages = ["hcl", "gcloud", "yaml", "pulumi"] as const satisfies readonly (keyof Cure)[];

const byName: readonly (readonly [RegExp, keyof Cure])[] = [
  [/\.(?:tf|tofu|tfvars|hcl)(?:\.json)?$/, "hcl"],
  [/\.(?:ya?ml|json)$/, "yaml"],
  [/\.[cm]?[jt]sx?$/, "pulumi"],
];

const ownLanguage = (path: string): keyof Cure => byName.find(([form]) => form.test(path))?.[1] ?? "gcloud";

/** The names that Markdown and editors have for the languages. */
export const fenceOf: Readonly<Record<keyof Cure, string>> = { hcl: "hcl", yaml: "yaml", gcloud: "sh", pulumi: "ts" };
