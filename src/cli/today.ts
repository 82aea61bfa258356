import type { Streams } from "./streams.ts";

/** `YYYY-MM-DD` in UTC; `SOURCE_DATE_EPOCH` (seconds) fixes it, for reports that are to be the same on every day. */
export function todayOf({ env }: Pick<Streams, "env">): string {
  const epoch = Number(env["SOURCE_DATE_EPOCH"]);
  const date = Number.isFinite(epoch) && epoch > 0 ? new Date(epoch * 1000) : new Date();
  return date.toISOString().slice(0, 10);
}
