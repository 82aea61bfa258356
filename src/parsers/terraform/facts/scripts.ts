import type { Embedded } from "../../../model/parser.ts";
import type { Span } from "../../../model/source.ts";
import { type Value, valueOf } from "../../../model/value.ts";
import { type Datum, type ObjectDatum, type Part, attribute, stringParts, toValue } from "../datum.ts";
import { members } from "../possible.ts";
import type { Instance } from "../instances.ts";
import { blocksAt, datumsAt, valueAt } from "./reading.ts";
import { projectOf } from "./scope.ts";

/** Scripts inside a resource: what `local-exec` runs, startup scripts, the steps of a build. */
export function scriptsIn(instance: Instance): readonly Embedded[] {
  const own = scriptsByType[instance.type]?.(instance) ?? [];
  const local = (instance.provisioners ?? []).filter(({ type }) => type === "local-exec");
  return [...own, ...local.flatMap(({ config }) => localScript(config))];
}

type Scripts = (instance: Instance) => readonly Embedded[];

function startupScripts(instance: Instance): readonly Embedded[] {
  const [runsAs] = datumsAt(instance.config, "service_account.email");
  const around = surroundings(instance, runsAs);
  const texts = [
    ...datumsAt(instance.config, "metadata_startup_script"),
    ...datumsAt(instance.config, "metadata.startup-script"),
  ];
  return texts.flatMap((text) => embed(text, around));
}

const scriptsByType: Readonly<Record<string, Scripts>> = {
  google_cloudbuild_trigger: (instance) => {
    const around = surroundings(instance, attribute(instance.config, "service_account"));
    const steps = blocksAt(instance.config, "build").flatMap((build) => blocksAt(build, "step"));
    return steps.flatMap((step) => buildStep(step, around));
  },
  google_compute_instance: startupScripts,
  google_compute_instance_template: startupScripts,
  google_compute_region_instance_template: startupScripts,
};

type Surroundings = Pick<Embedded, "runsAs" | "project" | "environment">;

function surroundings(instance: Instance, runsAs: Datum | undefined): Surroundings {
  const project = projectOf(instance);
  return { ...(runsAs && { runsAs: toValue(runsAs) }), ...(project && { project }) };
}

function localScript(config: ObjectDatum): readonly Embedded[] {
  const command = attribute(config, "command");
  const interpreter = members(attribute(config, "interpreter") ?? noList(config.span)).items[0];
  const isPython = interpreter?.type === "string" && interpreter.text.includes("python");
  const environment = attribute(config, "environment");
  const names = environment?.type === "object" ? [...environment.entries.keys()] : [];
  const set = names.flatMap((name) => {
    const value = environment?.type === "object" ? valueAt(environment, name) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return command === undefined
    ? []
    : embed(command, { environment: Object.fromEntries(set) }, isPython ? "python" : "shell");
}

const noList = (span: Span): Datum => ({ type: "null", span });

/** `script`, `bash -c "…"`, or the words of one command. */
function buildStep(step: ObjectDatum, around: Surroundings): readonly Embedded[] {
  const script = attribute(step, "script");
  if (script !== undefined) return embed(script, around);
  const args = members(attribute(step, "args") ?? noList(step.span)).items;
  const program = wordAt(step, "entrypoint") ?? wordAt(step, "name") ?? "";
  const option = args.findIndex((word) => word.type === "string" && /^-[a-z]*c$/.test(word.text));
  const text = option < 0 ? undefined : args[option + 1];
  if (/(?:^|\/)(?:ba|z|da|a)?sh$/.test(program)) return text === undefined ? [] : embed(text, around);
  const [, command] = /(?:^|\/)(gcloud|gsutil|bq)(?::|@|$)/.exec(program) ?? [];
  return command === undefined ? [] : embed(commandOf(command, args, step.span), around);
}

function wordAt(step: ObjectDatum, name: string): string | undefined {
  const datum = attribute(step, name);
  return datum?.type === "string" ? datum.text : undefined;
}

/** The words of a command as a command line. */
function commandOf(command: string, args: readonly Datum[], span: Span): Datum {
  const words = args.flatMap((word): readonly Part[] => [' "', ...(stringParts(word) ?? []), '"']);
  const [first] = args;
  return { type: "pattern", parts: [command, ...words], why: "is not known", span: first?.span ?? span };
}

/** Words without which a script does not concern Google Cloud. */
const ofOurs = /gcloud|gsutil|\bbq\b|GOOGLE_|CLOUDSDK_|gserviceaccount|aiplatform/;

/**
 * A script as a source of its own. What can't be known in it is a variable of the environment. Texts that are longer than
 * their place come from files, which are read by themselves.
 */
function embed(script: Datum, around: Surroundings, language: Embedded["language"] = "shell"): readonly Embedded[] {
  const { span } = script;
  const parts = stringParts(script) ?? [];
  const gaps = new Map<string, Value>();
  const text = parts.map((part) => (typeof part === "string" ? part : variableFor(part, script, gaps))).join("");
  const isOfFile = script.type === "string" && text.length > span.end - span.start;
  if (isOfFile || script.sensitive || !ofOurs.test(text)) return [];
  const toHost = (offset: number): number => Math.min(span.start + offset, span.end);
  return [
    {
      source: { path: `${span.path}#run:${span.start}`, text, host: { path: span.path, toHost } },
      language,
      ...around,
      ...((gaps.size > 0 || around.environment) && {
        environment: { ...around.environment, ...Object.fromEntries(gaps) },
      }),
    },
  ];
}

function variableFor(part: Exclude<Part, string>, script: Datum, gaps: Map<string, Value>): string {
  const name = `TERRAFORM_${gaps.size + 1}`;
  gaps.set(name, valueOf([part], script.span, "why" in script ? script.why : undefined));
  return `\${${name}}`;
}
