import { type KnownModule, knownModule } from "../../../../gcp/modules.ts";
import type { Span } from "../../../../model/source.ts";
import {
  type Datum,
  type Entry,
  attribute,
  list,
  object,
  sortedKeys,
  stringOf,
  stringParts,
  text,
} from "../../datum.ts";
import { members } from "../../possible.ts";
import type { RemoteCall } from "../../instances.ts";
import type { Lookup } from "../resolved.ts";
import { type Frame, fill, framesOf, inputAt, withBindings } from "./frame.ts";

/** What references to outputs of known modules come to; `undefined` when no known module is called. */
export function outputsLookup(calls: readonly RemoteCall[]): Lookup | undefined {
  const known = new Map<string, readonly [RemoteCall, KnownModule]>();
  for (const call of calls) {
    const module = knownModule(call.source);
    if (module !== undefined) known.set(call.object, [call, module]);
  }
  if (known.size === 0) return undefined;
  return ({ target, attribute: path }, { span }) => {
    const [call, module] = known.get(target) ?? [];
    if (call === undefined || module === undefined || isOwn(path, module)) return undefined;
    return outputAt(call, module, path, span) ?? elsewhere(call, path, span);
  };
}

/** The number of the project that a module makes is no output of it, but facts refer to it. */
const isOwn = (path: string, { outputs = {} }: KnownModule): boolean =>
  path === "number" && outputs[path] === undefined;

/** Outputs that the tables do not list: the module's, but not what facts say that it makes. */
const elsewhere = ({ object: target }: RemoteCall, path: string, span: Span): Datum =>
  stringOf([{ target: target.replace("#", "#outputs#"), attribute: path }], span);

/** `email`, `emails.ci`, `values(emails).0` */
function outputAt(call: RemoteCall, module: KnownModule, path: string, span: Span): Datum | undefined {
  const [, ofValues, plain] = /^(?:values\((\w+)\)|(\w+))/.exec(path) ?? [];
  const name = ofValues ?? plain;
  const template = name === undefined ? undefined : module.outputs?.[name];
  if (name === undefined || template === undefined) return undefined;
  const keys = path.slice(ofValues === undefined ? name.length : name.length + "values()".length).split(".");
  const whole = wholeOutput(call, module, template, span);
  const output = ofValues === undefined || whole?.type !== "object" ? whole : valuesIn(whole);
  return keys.slice(1).reduce<Datum | undefined>(memberOf, output);
}

const valuesIn = (map: Datum & { readonly type: "object" }): Datum =>
  list(
    sortedKeys(map).flatMap((key) => attribute(map, key) ?? []),
    map.span,
  );

function memberOf(datum: Datum | undefined, key: string): Datum | undefined {
  if (datum?.type === "object") return attribute(datum, key);
  return datum?.type === "list" ? datum.items[Number(key)] : undefined;
}

/** `map:…` and `list:…` repeat themselves over the module's list, `map(keys):…` over an input. */
function wholeOutput(call: RemoteCall, module: KnownModule, template: string, span: Span): Datum | undefined {
  const [, form, input, rest = template] = /^(map|list)(?:\((\w+)\))?:(.*)$/.exec(template) ?? [];
  const frames = framesOf(call, module, itemsOf);
  const [first] = frames;
  if (form === undefined) return first && at(fill(first, rest), span);
  const keyed = input === undefined || first === undefined ? frames : framesOver(first, input);
  const entries = keyed.map((frame) => entryOf(frame, at(fill(frame, rest), span), span));
  if (form === "map") return object(new Map(entries), span, "map");
  return list(
    entries.map(([, { value }]) => value),
    span,
    "list",
  );
}

const itemsOf = (datum: Datum): readonly Datum[] => members(datum).items;

function framesOver(frame: Frame, input: string): readonly Frame[] {
  const items = inputAt(frame, input);
  return items === undefined ? [] : itemsOf(items).map((key) => withBindings(frame, { key }));
}

/** By the item that the frame is about. */
function entryOf({ bindings }: Frame, value: Datum, span: Span): [string, Entry] {
  const about = bindings["key"] ?? bindings["each"];
  const [key] = (about && stringParts(about)) ?? [];
  const name = typeof key === "string" ? key : String(span.start);
  return [name, { key: text(name, span), value }];
}

const at = (datum: Datum, span: Span): Datum => ({ ...datum, span });
