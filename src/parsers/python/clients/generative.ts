import type { Machine, Site } from "../eval/machine.ts";
import { truthOf } from "../terms.ts";
import { type Call, argument } from "./arguments.ts";
import { callerOf } from "./credentials.ts";
import { addOperation } from "./emit.ts";

const operations: readonly (readonly [RegExp, string])[] = [
  [
    /\.models\.(?:generate_content|generate_content_stream|generate_images|generate_videos|edit_image|upscale_image|embed_content)$/,
    "publisher.generate",
  ],
  [/\.chats\.create\.send_message(?:_stream)?$/, "publisher.generate"],
  [/\.live\.connect$/, "publisher.generate"],
  [/\.tunings\.tune$/, "tuning.create"],
  [/\.batches\.create$/, "batchpredict.create"],
];

/** `google.genai` on Vertex AI; with an API key it is another product. */
export function generativeCall(machine: Machine, call: Call, site: Site): void {
  if (!call.name.startsWith("genai.Client.")) return;
  const name = call.name.replace(".aio.", ".");
  const id = operations.find(([form]) => form.test(name))?.[1];
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
