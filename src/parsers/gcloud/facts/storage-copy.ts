import { type Value, show } from "../../../model/value.ts";
import { type Call, valueOfArgument } from "../call.ts";
import type { Argument } from "../command-line.ts";
import { flat, gapMark, split } from "../text.ts";
import { addOperation, bucketOf } from "./operations.ts";

/** `gcloud storage cp`, `gsutil cp`: reads the buckets it copies from, writes the one it copies to. */
export function storageCopy(call: Call): undefined {
  const [to, ...from] = call.args.toReversed();
  if (to === undefined || from.length === 0) return undefined;
  // One side is a bucket: where no text says which, it is the one that is not known.
  const isSaid = call.args.some((argument) => bucketOf(argument) !== undefined);
  const hidden = (argument: Argument, others: readonly Argument[]): Value | undefined =>
    isSaid || others.some(isHidden) ? undefined : hiddenBucket(argument);
  readBuckets(
    call,
    from.toReversed().map((source) => bucketOf(source) ?? hidden(source, [to])),
  );
  const target = bucketOf(to) ?? hidden(to, from);
  if (target !== undefined) addOperation(call, "gcs.write", { bucket: target });
  return undefined;
}

/** `gcloud storage cat gs://b/a`, `gsutil ls gs://b` */
export function storageRead(call: Call): undefined {
  readBuckets(call, call.args.map(bucketOf));
  return undefined;
}

function readBuckets(call: Call, buckets: readonly (Value | undefined)[]): void {
  const read = new Set<string>();
  for (const bucket of buckets) {
    if (bucket === undefined || read.has(show(bucket))) continue;
    read.add(show(bucket));
    addOperation(call, "gcs.read", { bucket });
  }
}

const isHidden = ({ text }: Argument): boolean => flat(text).startsWith(gapMark);

/** `$TARGET/path`: the bucket is in the variable. */
const hiddenBucket = (argument: Argument): Value | undefined =>
  isHidden(argument) ? valueOfArgument({ ...argument, text: split(argument.text, "/")[0] ?? [] }) : undefined;
