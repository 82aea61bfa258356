/** Sorted names in a file, each without what it shares with the one before; every 16th in full, with its offset in `samples`. */
export interface NameList {
  readonly bytes: Buffer;
  readonly count: number;
  /** Offset of the table of sampled offsets, and the distance of two of them. */
  readonly samples: number;
  readonly stride: number;
  /** Offset of the first name. */
  readonly start: number;
  /** What follows each name. */
  readonly extras: "none" | "flags and length";
}

interface Name {
  readonly text: string;
  readonly flags: number;
  readonly length: number;
  readonly end: number;
}

/** The place of a name in the list, or -1: a binary search over the names in full, then at most 16 decoded. */
export function indexOfName(list: NameList, name: string): number {
  let low = 0;
  let high = Math.ceil(list.count / 16) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sampleOf(list, middle).text <= name) low = middle;
    else high = middle - 1;
  }
  const within = blockOf(list, low).findIndex((entry) => entry.text === name);
  return within < 0 ? -1 : low * 16 + within;
}

/** The names from one that stands in full to before the next, at most 16. */
export function blockOf(list: NameList, sample: number): readonly Name[] {
  const names = [sampleOf(list, sample)];
  for (let index = sample * 16 + 1; index < Math.min(sample * 16 + 16, list.count); index++) {
    const before = names.at(-1);
    if (before !== undefined) names.push(decode(list, before.end, before.text));
  }
  return names;
}

/** All names, in order. */
export function namesOf(list: NameList): readonly string[] {
  const names: string[] = [];
  let at: Name | undefined;
  for (let index = 0; index < list.count; index++) {
    at = decode(list, at?.end ?? list.start, at?.text ?? "");
    names.push(at.text);
  }
  return names;
}

/** Seven bits a byte, lowest first, the highest bit set on all but the last. */
export function varintAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let shift = 0;
  for (let at = start; ; at++) {
    const byte = bytes[at] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, end: at + 1 };
    shift += 7;
  }
}

const sampleOf = (list: NameList, sample: number): Name =>
  decode(list, list.start + list.bytes.readUInt32LE(list.samples + sample * list.stride), "");

function decode(list: NameList, at: number, before: string): Name {
  const { bytes } = list;
  const end = at + 2 + (bytes[at + 1] ?? 0);
  const text = before.slice(0, bytes[at]) + bytes.toString("latin1", at + 2, end);
  if (list.extras === "none") return { text, flags: 0, length: 0, end };
  const length = varintAt(bytes, end + 1);
  return { text, flags: bytes[end] ?? 0, length: length.value, end: length.end };
}
