/** Methods of the Gen AI SDKs that call a model, by the group that holds them; spelled as in JavaScript. */
export const generativeMethods: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  models: all(
    "generateContent",
    "generateContentStream",
    "generateImages",
    "generateVideos",
    "editImage",
    "upscaleImage",
    "recontextImage",
    "segmentImage",
    "embedContent",
  ),
  chats: all("sendMessage", "sendMessageStream"),
  live: all("connect"),
  tunings: { tune: "tuning.create" },
  batches: { create: "batchpredict.create" },
};

function all(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, "publisher.generate"]));
}
