const blockSize = 100;
const base = 37;
const endOfFile = 65_535;
const word = 2 ** 32;

/** 37^100 modulo 2^64, as its high and low 32 bits. */
const lead = powerOfBase(blockSize);

/**
 * GitHub's `primaryLocationLineHash` of every line, the first one at index 0: a 64-bit polynomial hash over the 100
 * characters that start at the line, blanks left out, then how often it was seen so far
 * (https://github.com/github/codeql-action/blob/main/src/fingerprints.ts). Equal values keep its upload action quiet.
 */
export function lineHashesOf(text: string): readonly string[] {
  const { codes, starts } = significantOf(text);
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  let high = 0;
  let low = 0;
  for (let at = 0; hashes.length < starts.length; at++) {
    if (at === (starts[hashes.length] ?? 0) + blockSize) {
      const hash = hex(high, low);
      const count = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, count);
      hashes.push(`${hash}:${count}`);
    }
    const oldest = codes[at - blockSize] ?? 0;
    const lowSum = low * base + (codes[at] ?? 0) - lead.low * oldest;
    const carry = Math.floor(lowSum / word);
    low = lowSum - carry * word;
    const highSum = high * base + carry - lead.high * oldest;
    high = highSum - Math.floor(highSum / word) * word;
  }
  return hashes;
}

/** The text without blanks, every line end as LF, closed by the end mark; and where in that its lines start. */
function significantOf(text: string): { readonly codes: Uint16Array; readonly starts: readonly number[] } {
  const codes = new Uint16Array(text.length + 1);
  const starts: number[] = [0];
  let count = 0;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isBlank = code === 32 || code === 9 || (before === 13 && code === 10);
    before = code;
    if (isBlank) continue;
    const isLineEnd = code === 10 || code === 13;
    codes[count++] = isLineEnd ? 10 : code;
    if (isLineEnd) starts.push(count);
  }
  codes[count++] = endOfFile;
  return { codes: codes.subarray(0, count), starts };
}

const hex = (high: number, low: number): string =>
  high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");

function powerOfBase(exponent: number): { readonly high: number; readonly low: number } {
  let high = 0;
  let low = 1;
  for (let step = 0; step < exponent; step++) {
    const product = low * base;
    low = product % word;
    high = (high * base + Math.floor(product / word)) % word;
  }
  return { high, low };
}
