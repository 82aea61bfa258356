import { show } from "../../../model/value.ts";
import type { Call } from "../call.ts";
import { addOperation, bucketOf } from "./operations.ts";

/** `gcloud storage cp`, `gsutil cp`: reads the buckets it copies from, writes the one it copies to. */
export function storageCopy(call: Call): undefined {
  const [to, ...from] = call.args.toReversed();
  storageRead({ ...call, args: from.toReversed() });
  const target = to && bucketOf(to);
  if (target !== undefined && from.length > 0) addOperation(call, "gcs.write", { bucket: target });
  return undefined;
}

/** `gcloud storage cat gs://b/a`, `gsutil ls gs://b` */
export function storageRead(call: Call): undefined {
  const read = new Set<string>();
  for (const source of call.args) {
    const bucket = bucketOf(source);
    if (bucket === undefined || read.has(show(bucket))) continue;
    read.add(show(bucket));
    addOperation(call, "gcs.read", { bucket });
  }
  return undefined;
}
