import { knownModule } from "../../../../gcp/modules.ts";
import type { Span } from "../../../../model/source.ts";
import { type Datum, type Entry, attribute, gap, list, members, object, stringParts, text } from "../../datum.ts";
import type { RemoteCall } from "../../instances.ts";
import type { Lookup } from "../resolved.ts";
import { type Frame, fill, framesOf } from "./frame.ts";

/** What references to outputs of known modules come to; `undefined` when no known module is called. */
export function outputsLookup(calls: readonly RemoteCall[]): Lookup | undefined {
  const byObject = new Map<string, RemoteCall>();
  for (const call of calls) if (knownModule(call.source) !== undefined) byObject.set(call.object, call);
  if (byObject.size === 0) return undefined;
  return ({ target, attribute: name }, { span }) => {
    const call = byObject.get(target);
    return call === undefined || isOwn(call, name) ? undefined : moduleOutput(call, name, span);
  };
}

/** The number of the project that a module makes is no output of it, but facts refer to it. */
const isOwn = ({ source }: RemoteCall, name: string): boolean =>
  name === "number" && knownModule(source)?.outputs?.[name] === undefined;

/**
 * An output of a well-known module whose source is not on disk: `email`, `emails.ci`. `undefined` when nothing is known
 * of the module.
 */
function moduleOutput(call: RemoteCall, path: string, span: Span): Datum | undefined {
  const [name = "", ...keys] = path.split(".");
  const output = wholeOutput(call, name, span);
  if (output === undefined || keys.length === 0) return output;
  const found = output.type === "object" ? attribute(output, keys.join(".")) : undefined;
  return found ?? gap(`${call.address}.${path}`, `the source of ${call.address} is not here`, span);
}

function wholeOutput(call: RemoteCall, name: string, span: Span): Datum | undefined {
  const module = knownModule(call.source);
  if (module === undefined) return undefined;
  const template = module.outputs?.[name];
  const frames = template === undefined ? [] : framesOf(call, module, (datum) => members(datum).items);
  const [first] = frames;
  if (template === undefined || first === undefined) {
    return gap(`${call.address}.${name}`, `the source of ${call.address} is not here`, span);
  }
  const [, form, rest = template] = /^(map|list):(.*)$/.exec(template) ?? [];
  if (form === undefined) return at(fill(first, template), span);
  const items = frames.map((frame) => at(fill(frame, rest), span));
  return form === "list"
    ? list(items, span, "list")
    : object(new Map(frames.map((frame, index) => entryOf(frame, items[index], span))), span, "map");
}

/** By the item of the list that the module repeats itself over. */
function entryOf(frame: Frame, value: Datum | undefined, span: Span): [string, Entry] {
  const each = frame.bindings["each"];
  const [key] = (each && stringParts(each)) ?? [];
  const name = typeof key === "string" ? key : String(span.start);
  return [name, { key: text(name, span), value: value ?? gap(name, "is not known", span) }];
}

const at = (datum: Datum, span: Span): Datum => ({ ...datum, span });
