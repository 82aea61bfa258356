import { generativeMethods } from "../../../gcp/generative-methods.ts";
import { snakeCase } from "../../../gcp/spelling.ts";
import type { Machine, Site } from "../eval/machine.ts";
import { truthOf } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";
import { callerOf } from "./credentials.ts";
import { addOperation } from "./emit.ts";

/** `.models.generate_content`, `.chats.create.send_message` */
const operations: readonly (readonly [string, string])[] = Object.entries(generativeMethods).flatMap(
  ([group, methods]) =>
    Object.entries(methods).map(
      ([method, id]) => [`.${group}.${group === "chats" ? "create." : ""}${snakeCase(method)}`, id] as const,
    ),
);

/** `google.genai` on Vertex AI; with an API key it is another product. */
export function generativeCall(machine: Machine, call: Call, site: Site): void {
  if (!call.name.startsWith("genai.Client.")) return;
  const name = call.name.replace(".aio.", ".");
  const id = operations.find(([method]) => name.endsWith(method))?.[1];
  const vertexai = argument(call, "vertexai");
  if (id === undefined || vertexai === undefined || truthOf(vertexai) === false) return;
  const model = argument(call, "model") ?? argument(call, "base_model");
  addOperation(machine, site, {
    id,
    caller: callerOf(machine, argument(call, "credentials"), site),
    project: argument(call, "project"),
    location: argument(call, "location"),
    targets: { model },
  });
}
