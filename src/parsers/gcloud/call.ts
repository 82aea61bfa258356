import type { Fact, Place } from "../../model/fact.ts";
import type { Problem, Span } from "../../model/source.ts";
import type { Value } from "../../model/value.ts";
import type { Argument } from "./command-line.ts";
import { type Invocation, type Shell, isUncertain, textOf } from "./shell.ts";
import { type Text, split, toValue, trim } from "./text.ts";

/** A command that is understood: its name, its positional arguments, its flags, and who runs it where. */
export interface Call {
  readonly shell: Shell;
  readonly invocation: Invocation;
  readonly facts: Fact[];
  /** `projects add-iam-policy-binding`, without the release track. */
  readonly command: string;
  /** As it was typed, for messages: `gcloud projects add-iam-policy-binding`. */
  readonly writer: string;
  readonly args: readonly Argument[];
  readonly flags: ReadonlyMap<string, readonly Argument[]>;
  /** There may be flags that can't be seen. */
  readonly open: boolean;
}

/** The words up to the last one that says which command it is, on the first line. */
export function narrowed(invocation: Invocation, last: Span | undefined): Invocation {
  const { span } = invocation;
  const end =
    last !== undefined && last.path === span.path && last.end > span.start ? Math.min(last.end, span.end) : span.end;
  return { ...invocation, span: { ...span, end } };
}

/** What every fact of a command carries. */
export function placeOfCall({ shell, invocation }: Call): Place {
  return placeAt(shell, invocation.span);
}

export const placeAt = (shell: Shell, span: Span): Place => ({
  span,
  dialect: "shell",
  ...(shell.via.length > 0 && { via: shell.via }),
  ...(isUncertain(shell) && { conditional: true }),
});

export const valueOfArgument = ({ text, span }: Argument): Value => toValue(text, span);

/** A flag's value; the last one counts. */
export const flag = ({ flags }: Call, ...names: readonly string[]): Argument | undefined => {
  for (const name of names) {
    const found = flags.get(name)?.at(-1);
    if (found !== undefined && found.text.length > 0) return found;
  }
  return undefined;
};

export const flagValue = (call: Call, ...names: readonly string[]): Value | undefined => {
  const found = flag(call, ...names);
  return found && valueOfArgument(found);
};

export const hasFlag = ({ flags }: Call, name: string): boolean => flags.has(name);

/** The values of a flag that takes a list, once or often: `--a=x,y --a=z`. */
export function flagList(call: Call, name: string): readonly Argument[] {
  return (call.flags.get(name) ?? []).flatMap(({ text, span }) => {
    const [delimiter, rest] = listDelimiter(text);
    return split(rest, delimiter)
      .map(trim)
      .filter((part) => part.length > 0)
      .map((part) => ({ text: part, span }));
  });
}

/** gcloud's `^;^a;b`: another delimiter than the comma. */
export function listDelimiter(text: Text): readonly [string, Text] {
  const [first] = text;
  const match = first?.kind === "literal" ? /^\^([^^]+)\^/.exec(first.text) : null;
  return match === null ? [",", text] : [match[1] ?? ",", split(text, match[0], 2)[1] ?? []];
}

const projectFlags = ["--project", "--project_id"] as const;

/** The project of a command: its flag, the environment, the configuration, or whatever is active when it runs. */
export function projectOf(call: Call): Argument {
  const given = flag(call, ...projectFlags);
  if (given !== undefined) return given;
  return { text: activeProject(call.shell, call.invocation), span: call.invocation.span };
}

export function activeProject(shell: Shell, { environment, span }: Pick<Invocation, "environment" | "span">): Text {
  return (
    environment.get("CLOUDSDK_CORE_PROJECT") ??
    textOf(shell, "CLOUDSDK_CORE_PROJECT") ??
    shell.state.properties.get("core/project") ??
    configured(shell, "project", span)
  );
}

/** A property of gcloud that nothing sets: one and the same in the whole script. */
export const configured = (shell: Shell, attribute: string, use: Span): Text => [
  {
    kind: "gap",
    part: { target: `${shell.root.home}#gcloud config`, attribute },
    why: `gcloud's ${attribute} is set elsewhere`,
    use,
  },
];

export const projectValue = (call: Call): Value => valueOfArgument(projectOf(call));

/** Who calls: the impersonated account, else the one that is signed in. */
export function callerOf(call: Call): Value | undefined {
  const { shell, invocation } = call;
  const impersonated = flag(call, "--impersonate-service-account");
  const account = flag(call, "--account", "--service_account");
  const text =
    impersonated?.text ??
    variable(call, "CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT") ??
    shell.state.properties.get("auth/impersonate_service_account") ??
    account?.text ??
    variable(call, "CLOUDSDK_CORE_ACCOUNT") ??
    shell.state.properties.get("core/account");
  if (text === undefined || text.length === 0) return undefined;
  const [delegate = []] = split(text, ",").slice(-1);
  return toValue(trim(delegate), invocation.span);
}

const variable = ({ shell, invocation }: Call, name: string): Text | undefined =>
  invocation.environment.get(name) ?? textOf(shell, name);

/** The part of a fact that is there only if it is known. */
export const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/** What the analysis can't see, as a problem at the command. */
export function unanalysed({ shell, invocation }: Call, message: string): void {
  const problem: Problem = { message, at: invocation.span, kind: "unanalysed" };
  if (!shell.problems.some(({ at, message: known }) => known === message && at.start === problem.at.start)) {
    shell.problems.push(problem);
  }
}

/** The last part of a path, as `us-central1` of `projects/p/locations/us-central1`. */
export const lastSegment = (text: Text): Text => split(text, "/").at(-1) ?? [];
