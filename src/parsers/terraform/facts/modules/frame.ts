import type { KnownModule, ModuleTarget } from "../../../../gcp/modules.ts";
import { resourceTypeNamed, resourceTypeOfTerraform } from "../../../../gcp/resource-types.ts";
import type { ResourceRef } from "../../../../model/resource.ts";
import type { Span } from "../../../../model/source.ts";
import { type Value, unknown } from "../../../../model/value.ts";
import { type Datum, type ObjectDatum, type Part, attribute, stringOf, stringParts, toValue } from "../../datum.ts";
import type { RemoteCall } from "../../instances.ts";
import { flagOf } from "../reading.ts";
import { providerValue } from "../scope.ts";
import { resourceOf } from "../target.ts";

/** A call of a known module, and what its templates may name besides its inputs. */
export interface Frame {
  readonly call: RemoteCall;
  readonly module: KnownModule;
  readonly bindings: Readonly<Record<string, Datum>>;
}

/** The same call with more names: the key and value of one entry of an input. */
export const withBindings = (frame: Frame, bindings: Readonly<Record<string, Datum>>): Frame => ({
  ...frame,
  bindings: { ...frame.bindings, ...bindings },
});

/** One frame for each item of the input that the module repeats itself over. */
export function framesOf(
  call: RemoteCall,
  module: KnownModule,
  itemsOf: (datum: Datum) => readonly Datum[],
): readonly Frame[] {
  const frame = { call, module, bindings: {} };
  if (module.each === undefined) return [frame];
  const list = inputAt(frame, module.each);
  return list === undefined ? [] : itemsOf(list).map((each) => withBindings(frame, { each }));
}

/** An input, a binding, or something in them: `service_account_config.email`. */
export function inputAt(frame: Frame, path: string): Datum | undefined {
  const [first = "", ...rest] = path.split(".");
  let datum = frame.bindings[first] ?? attribute(frame.call.args, first);
  for (const name of rest) datum = datum?.type === "object" ? attribute(datum, name) : undefined;
  return datum === undefined || isEmpty(datum) ? undefined : datum;
}

const isEmpty = (datum: Datum): boolean => datum.type === "null" || (datum.type === "string" && datum.text === "");

/** The text of a template. Inputs that are not set leave a gap, those with a trailing `-` or `_` nothing. */
export function fill(frame: Frame, template: string): Datum {
  let span: Span | undefined;
  let why = "";
  const filled = template.split(/\{([^{}]*)\}/).flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 0) return [piece];
    const datum = chosen(frame, piece);
    if (typeof datum === "string") return [datum];
    if (!("type" in datum)) {
      if ("expression" in datum) why ||= `${datum.expression} is not known`;
      return piece.endsWith("?") ? ["-", datum] : [datum];
    }
    span ??= datum.span;
    if ("why" in datum) why ||= datum.why;
    const parts: readonly Part[] = stringParts(datum) ?? [{ expression: piece }];
    return parts.concat(/[-_]$/.exec(piece)?.[0] ?? "");
  });
  return stringOf(filled, span ?? frame.call.span, why);
}

export const fillValue = (frame: Frame, template: string): Value => toValue(fill(frame, template));

/** The first alternative that is there: an input, another name, a default. */
function chosen(frame: Frame, alternatives: string): Datum | Part {
  for (const one of alternatives.split("|")) {
    if (one.startsWith("=")) return one.slice(1);
    if (one.startsWith("?")) return { expression: `${frame.call.address}.${one.slice(1).replaceAll(" ", "_")}` };
    if (one.startsWith("@")) return { target: frame.call.object, attribute: attributeFor(frame, one.slice(1)) };
    if (one.includes("~")) return nameOrReference(frame, one);
    if (one.endsWith("?")) return randomSuffix(frame, one.slice(0, -1));
    const name = one.replace(/[-_]$/, "");
    const own = frame.module.names?.[name];
    const datum = own === undefined ? inputAt(frame, name) : fill(frame, own);
    if (datum !== undefined) return datum;
    if (name !== one) return "";
  }
  return { expression: `${frame.call.address}.${alternatives}` };
}

/** `ids.*`: of the item at hand. */
function attributeFor({ bindings }: Frame, name: string): string {
  const each = bindings["each"];
  return each?.type === "string" ? name.replace("*", each.text) : name;
}

/** `project~project_id`: the name if it is known to the last letter, else a reference to what the module makes. */
function nameOrReference(frame: Frame, piece: string): Datum | Part {
  const [name = "", attributeName = ""] = piece.split("~");
  const datum = fill(frame, `{${name}}`);
  const hasHole = stringParts(datum)?.some((part) => typeof part === "object" && !("target" in part)) ?? true;
  return hasHole ? { target: frame.call.object, attribute: attributeName } : datum;
}

/** Some names get random characters when the input says so. */
function randomSuffix(frame: Frame, input: string): Part {
  const flag = inputAt(frame, input);
  return flag === undefined || flagOf(flag) === false ? "" : { expression: `${frame.call.address}.random_suffix` };
}

/** Do the inputs say that a row holds? `undefined`: it can't be known. */
export function holds(frame: Frame, conditions: readonly string[] = []): boolean | undefined {
  const answers = new Set(conditions.map((condition) => holdsOne(frame, condition)));
  if (answers.has(false)) return false;
  return answers.has(undefined) ? undefined : true;
}

/** `flag`, `flag=true` (true when not set), `!flag` (not set, false or empty), `level==org`, `level!=org`. */
function holdsOne(frame: Frame, condition: string): boolean | undefined {
  const [, input, operator, text] = /^(\w+)([=!]=)(\w+)$/.exec(condition) ?? [];
  if (input !== undefined) return isText(inputAt(frame, input), text, operator === "==");
  const [name = "", fallback] = condition.replace(/^!/, "").split("=");
  const datum = inputAt(frame, name);
  const is = datum === undefined ? fallback === "true" : truthOf(datum);
  return condition.startsWith("!") ? (is === undefined ? undefined : !is) : is;
}

function isText(datum: Datum | undefined, text: string | undefined, answer: boolean): boolean | undefined {
  if (datum === undefined) return !answer;
  return datum.type === "string" ? (datum.text === text) === answer : undefined;
}

function truthOf(datum: Datum): boolean | undefined {
  if (datum.type === "unknown") return undefined;
  if (datum.type === "list") return datum.items.length > 0 || datum.open !== undefined;
  return flagOf(datum) ?? true;
}

/** The resource that a row's target names. */
export function targetIn(frame: Frame, target: ModuleTarget | undefined = frame.module.target): ResourceRef {
  const { call } = frame;
  if (target === undefined)
    return { type: "unknown", name: unknown(call.address, "the module's target is not known", call.span) };
  const type = resourceTypeOfTerraform(target.base);
  const project = projectIn(frame, target.project);
  const location = target.location === undefined ? undefined : fillValue(frame, target.location);
  const around = frame.module.target;
  const isInside =
    around !== undefined &&
    target !== around &&
    resourceTypeNamed(type)?.parent === resourceTypeOfTerraform(around.base);
  return resourceOf({
    type,
    name: fillValue(frame, target.name),
    around: isInside ? [{ type: resourceTypeOfTerraform(around.base), value: fillValue(frame, around.name) }] : [],
    ...(project && !nodes.has(type) && { project }),
    ...(location && { location }),
  });
}

const nodes: ReadonlySet<string> = new Set(["project", "folder", "organization", "billing-account"]);

/** The project that an input names, else the provider's. */
export function projectIn(frame: Frame, template: string | undefined): Value | undefined {
  const name = template === undefined ? undefined : /^\{(\w+)\}$/.exec(template)?.[1];
  const isMissing =
    name !== undefined && frame.module.names?.[name] === undefined && inputAt(frame, name) === undefined;
  if (template === undefined) return undefined;
  if (isMissing) return providerValue(frame.call.provider.project);
  return fillValue(frame, template);
}

/** Fabric's `$iam_principals:x`: the entry of the `context` input that it names, or a gap. */
export function inContext(frame: Frame, datum: Datum): Datum {
  if (datum.type !== "string" || !datum.text.startsWith("$")) return datum;
  const [, space = "", name = ""] = /^\$([^:]+):(.*)$/.exec(datum.text) ?? [];
  const context = [inputAt(frame, "context"), inputAt(frame, "factories_config.context")].find(
    (one) => one !== undefined,
  );
  const names = context?.type === "object" ? attribute(context, space) : undefined;
  const found = names?.type === "object" ? attribute(names as ObjectDatum, name) : undefined;
  if (found !== undefined) return { ...found, span: datum.span };
  return { type: "unknown", expression: datum.text, why: "its context is not known", span: datum.span };
}
