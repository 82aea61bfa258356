import type { CallContext, TerraformFunction } from "../call.ts";
import type { Datum } from "../datum.ts";
import { known, knownMany, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const numberFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs: known(["number"], ([value]) => Math.abs(value)),
  ceil: known(["number"], ([value]) => Math.ceil(value) + 0),
  floor: known(["number"], ([value]) => Math.floor(value) + 0),
  log: known(["number", "number"], ([value, base]) => Math.log(value) / Math.log(base) + 0),
  pow: known(["number", "number"], ([base, exponent]) => base ** exponent),
  signum: known(["number"], ([value]) =>
    Number.isInteger(value) ? Math.sign(value) + 0 : refuse("needs a whole number"),
  ),
  max: knownMany(["number"], "number", ([first], rest) =>
    rest.reduce((most, value) => (value > most ? value : most), first),
  ),
  min: knownMany(["number"], "number", ([first], rest) =>
    rest.reduce((least, value) => (value < least ? value : least), first),
  ),
  parseint: known(["any", "number"], ([text, base], call) =>
    text.type === "number" ? refuse("needs a string") : parseText(text, base, call),
  ),
};

const parseText = (text: Datum, base: number, call: CallContext): Datum =>
  known(["string"], ([value]) => parseInteger(value, base))([text], call);

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Up to base 36 the case of a letter means nothing. */
function parseInteger(text: string, base: number): Result {
  if (!Number.isInteger(base) || base < 2 || base > 62) return refuse("has no base from 2 to 62");
  const [, sign = "", body = ""] = /^([+-]?)([0-9a-zA-Z]+)$/u.exec(base <= 36 ? text.toLowerCase() : text) ?? [];
  if (body === "") return refuse(`${JSON.stringify(text)} is no number of base ${base}`);
  let value = 0n;
  for (const digit of body) {
    const worth = digits.indexOf(digit);
    if (worth >= base) return refuse(`${JSON.stringify(text)} is no number of base ${base}`);
    value = value * BigInt(base) + BigInt(worth);
  }
  return sign === "-" ? -Number(value) + 0 : Number(value);
}

/** The sum as people write it: 0.1 and 0.2 are 0.3. */
export function exactSum(values: readonly number[]): number {
  if (values.length > 0 && values.every((value) => Object.is(value, -0))) return -0;
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (Number.isSafeInteger(whole) && values.every(Number.isSafeInteger)) return whole;
  const texts = values.map(String);
  if (texts.some((text) => text.includes("e"))) return whole;
  const places = Math.max(0, ...texts.map((text) => text.split(".")[1]?.length ?? 0));
  const total = texts.reduce((sum, text) => sum + scaled(text, places), 0n);
  return Number(total) / 10 ** places;
}

function scaled(text: string, places: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}
