/** A number as people write it: `0.digits × 10^point`, negative or not. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

export function decimalOf(value: number): Decimal {
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/u, "");
  const negative = value < 0 || Object.is(value, -0);
  return digits === "" ? { negative, digits, point: 0 } : { negative, digits, point: Number(exponent) + 1 };
}

/**
 * Rounded to a number of digits; `undefined` for a tie: Terraform's numbers are binary with 512 bits, and which side such
 * a tie is on shows only there. Halves of whole numbers are exact, and go to the even neighbour.
 */
export function roundTo(decimal: Decimal, count: number): Decimal | undefined {
  const { digits, point, negative } = decimal;
  if (digits.length <= count) return decimal;
  const rest = digits.slice(Math.max(0, count));
  if (count < 0) return { negative, digits: "", point: 0 };
  const isTie = rest === "5";
  if (isTie && count < point) return undefined;
  if (isTie && !isExactTie(digits, point)) return undefined;
  const kept = digits.slice(0, count);
  const up = isTie ? Number(kept.at(-1) ?? 0) % 2 === 1 : rest >= "5";
  return up ? increased(decimal, kept) : { negative, digits: kept.replace(/0+$/u, ""), point };
}

/** 0.5, 2.5, 0.125: a sum of powers of two. */
function isExactTie(digits: string, point: number): boolean {
  const places = digits.length - point;
  return places <= 0 || BigInt(digits) % 5n ** BigInt(places) === 0n;
}

function increased({ negative, point }: Decimal, kept: string): Decimal {
  const next = String(BigInt(kept === "" ? "0" : kept) + 1n).padStart(kept.length, "0");
  const grew = next.length > kept.length ? 1 : 0;
  return { negative, digits: next.replace(/0+$/u, ""), point: point + grew };
}

/** `1234.50` with a number of places behind the point. */
export function fixed({ digits, point }: Decimal, places: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const fraction = (point < 0 ? "0".repeat(-point) : "") + digits.slice(Math.max(0, point));
  return places > 0 ? `${whole}.${fraction.padEnd(places, "0").slice(0, places)}` : whole;
}

/** `1.234500e+03` with a number of places behind the point. */
export function exponential({ digits, point }: Decimal, places: number): string {
  const fraction = digits.slice(1).padEnd(places, "0").slice(0, places);
  const exponent = digits === "" ? 0 : point - 1;
  const sign = exponent < 0 ? "-" : "+";
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits.charAt(0) || "0"}${places > 0 ? `.${fraction}` : ""}e${sign}${size}`;
}

/** Without an exponent, however large or small. Zero has a sign, as it has in Terraform. */
export function plainNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (Number.isSafeInteger(value)) return String(value);
  if (Number.isInteger(value)) return (value < 0 ? "-" : "") + fixed(decimalOf(value), 0);
  const text = String(value);
  const [mantissa = "", exponent] = text.split("e-");
  if (exponent === undefined) return text;
  const digits = mantissa.replace(/[-.]/gu, "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(Number(exponent) - 1)}${digits}`;
}
