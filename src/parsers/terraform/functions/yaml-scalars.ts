/** What a plain scalar stands for in Terraform's YAML: YAML 1.1's bools, 1.2's numbers, and times as text. */
export type Plain = string | number | boolean | null;

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;
const infinite = /^(?:[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u;

/** `undefined`: no number of Terraform's. */
export function plainScalar(source: string): Plain | undefined {
  const word = words.get(source);
  if (word !== undefined) return word;
  if (infinite.test(source)) return undefined;
  if (!/^[\d.+-]/u.test(source)) return source;
  return timestamp(source) ?? numeral(source);
}

function numeral(source: string): Plain {
  return decimal.test(source) || /^0(?:x[\da-fA-F]+|o[0-7]+)$/u.test(source) ? Number(source) : source;
}

const time =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?[ \t]*(Z|[+-]\d{2}:\d{2})?)?$/u;

function timestamp(source: string): string | undefined {
  const found = time.exec(source);
  if (!found) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", zone = "Z"] = found;
  if (Number(month) > 12 || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  if (Number(month) < 1 || Number(day) < 1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${zone}`;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const two = (part: string): string => part.padStart(2, "0");
