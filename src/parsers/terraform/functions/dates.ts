import type { TerraformFunction } from "../call.ts";
import { known, refuse } from "./signature.ts";
import type { Result } from "./signature.ts";

export const dateFunctions: Readonly<Record<string, TerraformFunction>> = {
  formatdate: known(["string", "string"], ([format, time]) => formatDate(format, time)),
  timeadd: known(["string", "string"], ([time, duration]) => addTo(time, duration)),
  timecmp: known(["string", "string"], ([left, right]) => compare(left, right)),
};

interface Time {
  /** Nanoseconds since 1970. */
  readonly at: bigint;
  /** Minutes ahead of UTC. */
  readonly offset: number;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d\d):(\d\d))$/u;

function timeIn(text: string): Time | undefined {
  const found = rfc3339.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const offset = (found[8] === "-" ? -1 : 1) * (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0));
  if (!isReal || hour > 23 || minute > 59 || second > 59 || Number(found[9] ?? 0) > 23) return undefined;
  const nanoseconds = BigInt((found[7] ?? "").padEnd(9, "0"));
  return { at: BigInt(date.getTime() - offset * 60_000) * million + nanoseconds, offset };
}

const million = 1_000_000n;
const notATime = (text: string): Result => refuse(`${JSON.stringify(text)} is no time`);

/** Date fields as a clock of that time zone shows them. */
const clock = ({ at, offset }: Time): Date => new Date(Number(at / million) + offset * 60_000);

const two = (value: number): string => String(value).padStart(2, "0");

function showTime(time: Time): string {
  const shown = clock(time);
  const date = `${String(shown.getUTCFullYear()).padStart(4, "0")}-${two(shown.getUTCMonth() + 1)}-${two(shown.getUTCDate())}`;
  return `${date}T${two(shown.getUTCHours())}:${two(shown.getUTCMinutes())}:${two(shown.getUTCSeconds())}${zone(time, ":", "Z")}`;
}

function zone({ offset }: Time, separator: string, utc: string): string {
  if (offset === 0) return utc;
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: million,
  s: 1000n * million,
  m: 60_000n * million,
  h: 3_600_000n * million,
};

/** Go's durations: `1h30m`, `-1.5h`, `500ms`. */
function durationIn(text: string): bigint | undefined {
  const [, sign = "", body = ""] = /^([+-]?)(.*)$/su.exec(text) ?? [];
  if (body === "0") return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/u.test(body)) return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of body.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/gu)) {
    const size = units[unit] ?? 0n;
    const digits = fraction.slice(0, 18);
    total +=
      BigInt(whole === "" ? 0 : whole) * size +
      (BigInt(digits === "" ? 0 : digits) * size) / 10n ** BigInt(digits.length);
  }
  return sign === "-" ? -total : total;
}

function addTo(text: string, duration: string): Result {
  const time = timeIn(text);
  if (!time) return notATime(text);
  const added = durationIn(duration);
  if (added === undefined) return refuse(`${JSON.stringify(duration)} is no duration`);
  const moved = { at: time.at + added, offset: time.offset };
  const year = clock(moved).getUTCFullYear();
  return year >= 0 ? showTime(moved) : refuse("is out of the calendar");
}

function compare(left: string, right: string): Result {
  const a = timeIn(left);
  const b = timeIn(right);
  if (!a || !b) return notATime(a ? right : left);
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;
const half = (date: Date): string => (date.getUTCHours() < 12 ? "am" : "pm");
const month = (date: Date): string => months[date.getUTCMonth()] ?? "";
const day = (date: Date): string => days[date.getUTCDay()] ?? "";

const verbs: Readonly<Record<string, (date: Date, time: Time) => string>> = {
  YYYY: (date) => String(date.getUTCFullYear()).padStart(4, "0"),
  YY: (date) => two(date.getUTCFullYear() % 100),
  MMMM: month,
  MMM: (date) => month(date).slice(0, 3),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  DD: (date) => two(date.getUTCDate()),
  D: (date) => String(date.getUTCDate()),
  EEEE: day,
  EEE: (date) => day(date).slice(0, 3),
  hh: (date) => two(date.getUTCHours()),
  h: (date) => String(date.getUTCHours()),
  HH: (date) => two(hour12(date)),
  H: (date) => String(hour12(date)),
  AA: (date) => half(date).toUpperCase(),
  aa: half,
  mm: (date) => two(date.getUTCMinutes()),
  m: (date) => String(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  s: (date) => String(date.getUTCSeconds()),
  ZZZZZ: (_, time) => zone(time, ":", "+00:00"),
  ZZZZ: (_, time) => zone(time, "", "+0000"),
  ZZZ: (_, time) => zone(time, "", "UTC"),
  Z: (_, time) => zone(time, ":", "Z"),
};

/** Letters are verbs, but for those in single quotes. */
function formatDate(format: string, text: string): Result {
  const time = timeIn(text);
  if (!time) return notATime(text);
  const date = clock(time);
  let shown = "";
  for (const [piece, inQuotes] of format.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[\s\S]/gu)) {
    if (inQuotes !== undefined) shown += inQuotes.replaceAll("''", "'");
    else if (!/[A-Za-z']/u.test(piece)) shown += piece;
    else {
      const verb = verbs[piece];
      if (!verb) return refuse(`has ${piece}, which stands for nothing in a date`);
      shown += verb(date, time);
    }
  }
  return shown;
}
