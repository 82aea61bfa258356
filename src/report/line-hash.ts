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
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  const block = new Uint16Array(blockSize);
  const lineAt = new Int32Array(blockSize).fill(-1);
  let high = 0;
  let low = 0;
  let index = 0;

  const finishLine = (): void => {
    const line = lineAt[index] ?? -1;
    if (line === -1) return;
    const hash = hex(high, low);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    hashes[line] = `${hash}:${count}`;
    lineAt[index] = -1;
  };

  const push = (code: number): void => {
    const oldest = block[index] ?? 0;
    block[index] = code;
    const lowSum = low * base + code - lead.low * oldest;
    const carry = Math.floor(lowSum / word);
    low = lowSum - carry * word;
    const highSum = high * base + carry - lead.high * oldest;
    high = highSum - Math.floor(highSum / word) * word;
    index = (index + 1) % blockSize;
  };

  let line = 0;
  let startsLine = true;
  for (const code of significantCodes(text)) {
    finishLine();
    if (startsLine) lineAt[index] = line++;
    startsLine = code === 10;
    push(code);
  }
  for (let rest = 0; rest < blockSize; rest++) {
    finishLine();
    push(0);
  }
  return hashes;
}

/** The text without blanks, every line end as LF, closed by the end mark. */
function* significantCodes(text: string): Generator<number> {
  let afterReturn = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || (afterReturn && code === 10)) {
      afterReturn = false;
      continue;
    }
    afterReturn = code === 13;
    yield afterReturn ? 10 : code;
  }
  yield endOfFile;
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
