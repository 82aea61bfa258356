import type { Datum } from "../datum.ts";

const mostKept = 4_000_000;
const decoders: ReadonlySet<string> = new Set(["yamldecode", "jsondecode", "csvdecode"]);

export const isDecoder = (name: string): boolean => decoders.has(name);

/** What long texts were decoded to: modules that are called often read the same files again and again. */
export class Decoded {
  /** By the text, which is the same string as long as it is the same file's: no need to look at its letters. */
  private readonly made = new Map<string, Map<string, Datum>>();
  private size = 0;

  /** The result of a decoding function for one text, worked out once. */
  of(name: string, args: readonly Datum[], work: () => Datum): Datum {
    const [source] = args;
    if (args.length !== 1 || source?.type !== "string") return work();
    const key = `${name}:${source.span.path}:${source.span.start}`;
    const before = this.made.get(source.text)?.get(key);
    if (before) return before;
    const datum = work();
    this.keep(source.text, key, datum);
    return datum;
  }

  private keep(text: string, key: string, datum: Datum): void {
    this.size += text.length;
    if (this.size > mostKept) {
      this.made.clear();
      this.size = text.length;
    }
    const ofText = this.made.get(text) ?? new Map<string, Datum>();
    this.made.set(text, ofText.set(key, datum));
  }
}
