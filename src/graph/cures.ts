import { customRole } from "../gcp/custom-role-cure.ts";
import { type ProposedGrant, grantCure, hasOwnGrants, quote } from "../gcp/grant-cure.ts";
import { showPrincipal } from "../gcp/principal.ts";
import { type PulumiLanguage, pulumiCure } from "../gcp/pulumi-cure.ts";
import { recommendRole } from "../gcp/recommended-roles.ts";
import type { Dialect, Operation } from "../model/fact.ts";
import type { Resource } from "../model/graph.ts";
import type { Cure } from "../model/rule.ts";
import type { Need } from "./needs.ts";
import { projectText } from "./resource-names.ts";
import { shownText } from "./naming.ts";

type Language = keyof Cure;

/** The language at hand: that of the file, and whether it is a Pulumi program. */
export interface CurePlace {
  readonly dialect: Dialect;
  readonly surface?: Operation["surface"];
}

/**
 * The smallest grants that meet the needs, in the language at hand and as commands: one for each principal and resource,
 * on that resource and nowhere above it, never with a role that is meant for a service agent.
 */
export const smallestCure = (needs: readonly Need[], place: CurePlace): Cure =>
  joined(
    grouped(needs).flatMap((group) => curesOf(group, place)),
    place,
  );

/** The grants as text to paste, in the language at hand and as commands. */
export const grantsCure = (grants: readonly ProposedGrant[], place: CurePlace): Cure =>
  joined(
    grants.map((grant) => inAllLanguages(grant, place)),
    place,
  );

/** Cures one after the other. A project's number that nothing says is looked up in each language's own way. */
function joined(cures: readonly Cure[], place: CurePlace): Cure {
  const cure: { -readonly [L in Language]?: string } = {};
  for (const language of languagesOf(place)) {
    const texts = cures.flatMap((one) => one[language] ?? []);
    const whole = [...new Set(texts)].join(language === "yaml" ? "\n---\n" : "\n\n");
    if (texts.length > 0) cure[language] = withProject(withNumbers(whole, language), language);
  }
  return cure;
}

/** The project that gcloud is set to, as the language at hand can say it. */
const withProject = (text: string, language: Language): string =>
  language === "gcloud"
    ? text
        .replaceAll("'gcloud config.project'", '"$(gcloud config get project)"')
        .replaceAll("${gcloud config.project}", "$(gcloud config get project)")
    : text.replaceAll("${gcloud config.project}", "PROJECT_ID");

function withNumbers(text: string, language: Language): string {
  const projects = new Set([...text.matchAll(/\$\{number of ([^{}]+)\}/g)].map(([, id = ""]) => id));
  const looked = text
    .replaceAll(/\$\{number of ([^{}]+)\}/g, (_, id: string) => numbers[language](id))
    .replaceAll(language === "hcl" ? /\$\{[^{}/]+\/[^{}]+\.number\}/g : /\$\{[^{}]+\.number\}/g, keptNumber[language]);
  return language === "hcl" ? [...[...projects].map(projectData), looked].join("\n\n") : looked;
}

const objectName = (project: string): string => project.replaceAll(/\W+/g, "_").replace(/^(?=\d)/, "p");

const projectData = (project: string): string =>
  `data "google_project" "${objectName(project)}" {\n  project_id = ${JSON.stringify(project)}\n}`;

/** Each language's own way to a project's number that nothing in the input says. */
const numbers: Readonly<Record<Language, (project: string) => string>> = {
  hcl: (project) => `\${data.google_project.${objectName(project)}.number}`,
  gcloud: (project) => `$(gcloud projects describe ${quote(project)} --format='value(projectNumber)')`,
  yaml: () => "PROJECT_NUMBER",
  pulumi: () => "PROJECT_NUMBER",
};

/** A number that only another language can refer to. */
const keptNumber: Readonly<Record<Language, string>> = {
  hcl: "PROJECT_NUMBER",
  gcloud: "PROJECT_NUMBER",
  yaml: "PROJECT_NUMBER",
  pulumi: "$&",
};

/** Pulumi's programs are read as programs; a Python client has no grants of its own. */
function languagesOf({ dialect, surface }: CurePlace): readonly Language[] {
  return dialect === "python" && surface === "pulumi" ? ["pulumi", "gcloud"] : byDialect[dialect];
}

const byDialect: Readonly<Record<Dialect, readonly Language[]>> = {
  hcl: ["hcl", "gcloud"],
  yaml: ["yaml", "gcloud"],
  json: ["yaml", "gcloud"],
  shell: ["gcloud"],
  typescript: ["pulumi", "gcloud"],
  python: ["gcloud"],
};

/** Needs of one principal on one resource. */
function grouped(needs: readonly Need[]): readonly (readonly [Need, ...Need[]])[] {
  const groups = new Map<string, [Need, ...Need[]]>();
  for (const need of needs) {
    const key = `${need.who.key} ${need.resource.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [need]);
    else group.push(need);
  }
  return [...groups.values()];
}

function curesOf(needs: readonly [Need, ...Need[]], place: CurePlace): readonly Cure[] {
  const [{ who, resource }] = needs;
  const target = grantableAt(resource);
  const grant = { member: showPrincipal(who), ...nameOf(target) };
  const { roles, custom } = recommendRole(needs.map(({ permission }) => permission));
  return [
    ...roles.map((role) => inAllLanguages({ ...grant, role }, place)),
    ...(custom.length === 0 ? [] : [customRoleCure(grant, custom, target, place)]),
  ];
}

/** Where a resource has no grants of its own that anybody should write, its project's are meant. */
export function grantableAt(resource: Resource): Resource {
  if (hasOwnGrants(resource.type)) return resource;
  const above = resource.parent;
  return above === undefined ? resource : grantableAt(above);
}

/** What a proposed grant says of the resource. */
export function nameOf(resource: Resource): Omit<ProposedGrant, "member" | "role"> {
  const key = withShownGaps(resource.key.slice(resource.key.indexOf(":") + 1));
  const [, location] = key.split("@").map(plain);
  const last = key.replace(/@.*$/s, "").replace(/^.*\//s, "");
  const name = resource.name ?? plain(resource.type === "service-account" ? key : last);
  const project = resource.type === "project" ? undefined : projectText(resource);
  const within = resource.parent?.type === "project" ? undefined : resource.parent?.name;
  return {
    type: resource.type,
    name,
    ...(project === undefined ? {} : { project: shownText(project) }),
    ...(location === undefined || resource.type === "service-account" ? {} : { location }),
    ...(within === undefined ? {} : { within }),
  };
}

/** What can't be known as it is shown, its own slashes and at signs set aside. */
const withShownGaps = (key: string): string =>
  key.replaceAll(/⟨[^⟩]*⟩/g, (gap) => shownText(gap).replaceAll("/", "\u0001").replaceAll("@", "\u0002"));

const plain = (text: string): string => text.replaceAll("\u0001", "/").replaceAll("\u0002", "@");

/** Cures that are no grants, one after the other. */
export const curesAt = (place: CurePlace, cures: (language: PulumiLanguage) => readonly Cure[]): Cure =>
  joined(cures(pulumiLanguage(place)), place);

const pulumiLanguage = ({ dialect }: CurePlace): PulumiLanguage => (dialect === "python" ? "python" : "typescript");

/** A program would have to look the number up beforehand. */
const numberless = (text: string): string => text.replaceAll(/\$\{number of [^{}]+\}/g, "PROJECT_NUMBER");

function inAllLanguages(grant: ProposedGrant, place: CurePlace): Cure {
  const pulumi = pulumiCure(
    { ...grant, member: numberless(grant.member), name: numberless(grant.name) },
    pulumiLanguage(place),
  );
  return { ...grantCure(grant), ...(pulumi === undefined ? {} : { pulumi }) };
}

/** A role of exactly these permissions in the resource's project, and the grant of it. */
function customRoleCure(
  grant: Omit<ProposedGrant, "role">,
  permissions: readonly string[],
  resource: Resource,
  place: CurePlace,
): Cure {
  const project = resource.type === "project" ? grant.name : (grant.project ?? "PROJECT");
  const { id, ...made } = customRole(project, permissions, pulumiLanguage(place));
  const role = `projects/${project}/roles/${id}`;
  const { hcl = "", gcloud = "", yaml = "", pulumi } = inAllLanguages({ ...grant, role }, place);
  return {
    hcl: `${made.hcl}\n\n${hcl.replace(JSON.stringify(role), `google_project_iam_custom_role.${id}.name`)}`,
    gcloud: `${made.gcloud}\n${gcloud}`,
    yaml: `${made.yaml}\n---\n${yaml}`,
    ...(pulumi === undefined ? {} : { pulumi: `${made.pulumi}\n${pulumi}` }),
  };
}
