const mark = " (declared again, ";

/** The address of a second declaration in one folder, which Terraform refuses: no reference has it. */
export const declaredAgain = (address: string, count: number): string => `${address}${mark}${count})`;

/**
 * The addresses that stand twice in one folder, given everything that is written. Test fixtures lie side by side and are
 * applied one by one; of anything else, nobody can say which of the two is meant.
 */
export const declaredTwice = (writers: readonly string[]): ReadonlySet<string> =>
  new Set(writers.flatMap((writer) => (writer.includes(mark) ? [writer, writer.split(mark)[0] ?? ""] : [])));
