import type { Datum } from "../datum.ts";

const mostKept = 4_000_000;
const decoders: ReadonlySet<string> = new Set(["yamldecode", "jsondecode", "csvdecode"]);

/** What long texts were decoded to: modules that are called often read the same files again and again. */
export class Decoded {
  private readonly made = new Map<string, Datum>();
  private size = 0;

  /** The result of a decoding function for one text, worked out once. */
  of(name: string, args: readonly Datum[], work: () => Datum): Datum {
    const [source] = args;
    if (args.length !== 1 || source?.type !== "string" || !decoders.has(name)) return work();
    const key = `${name}:${source.span.path}:${source.span.start}:${source.text}`;
    const before = this.made.get(key);
    if (before) return before;
    const datum = work();
    this.keep(key, datum);
    return datum;
  }

  private keep(key: string, datum: Datum): void {
    this.size += key.length;
    if (this.size > mostKept) {
      this.made.clear();
      this.size = key.length;
    }
    this.made.set(key, datum);
  }
}
