import type { Machine, Site } from "../eval/machine.ts";
import type { Term } from "../terms.ts";
import { type Client, addOperation } from "./emit.ts";
import { type Trail, bucketAt, bucketNamed, linksOf } from "./trail.ts";

const reads: ReadonlySet<string> = new Set([
  "download",
  "downloadFileInChunks",
  "downloadManyFiles",
  "createReadStream",
  "getFiles",
  "getFilesStream",
  "getMetadata",
  "exists",
  "get",
]);

const writes: ReadonlySet<string> = new Set([
  "save",
  "upload",
  "uploadManyFiles",
  "uploadFileInChunks",
  "createWriteStream",
  "createResumableUpload",
  "combine",
]);

/** Reading one object and writing another. */
const copies: ReadonlySet<string> = new Set(["copy", "move", "rename", "rotateEncryptionKey"]);

/** `storage.bucket("b").file("f").download()` */
export function storageCall(machine: Machine, trail: Trail, client: Client, site: Site): void {
  const { links } = trail;
  const last = links.at(-1);
  const at = bucketAt(links);
  const bucket = links[at]?.args?.[0];
  if (last === undefined || (at < 0 && !transfers.has(trail.className))) return;
  const isFile = links.some(({ name }) => name === "file" || name === "getFiles");
  const named = bucket ?? bucketOfTransfer(trail);
  const target = { bucket: named?.type === "external" && named.package !== "global" ? undefined : named };
  const add = (id: string, targets: Readonly<Record<string, Term | undefined>>): void =>
    addOperation(machine, site, { id, client, home: {}, targets });
  // Of a bucket these read the bucket, not an object.
  if (reads.has(last.name) && last.args !== undefined && (isFile || /File/.test(last.name))) add("gcs.read", target);
  if (writes.has(last.name) && last.args !== undefined) add("gcs.write", target);
  if (copies.has(last.name) && last.args !== undefined) {
    add("gcs.read", target);
    add("gcs.write", { bucket: bucketOfCopy(last.args?.[0]) ?? target.bucket });
  }
}

const transfers: ReadonlySet<string> = new Set(["TransferManager"]);

/** `new TransferManager(storage.bucket("b"))` */
function bucketOfTransfer({ made: [first] }: Trail): Term | undefined {
  return first?.type === "external" ? bucketNamed(linksOf(first.steps)) : undefined;
}

/** `file.copy(storage.bucket("other").file("f"))` */
function bucketOfCopy(to: Term | undefined): Term | undefined {
  return to?.type === "external" ? bucketNamed(linksOf(to.steps)) : undefined;
}

export const isStorage = ({ className }: Trail): boolean => className === "Storage" || transfers.has(className);
