/** What a table says under a key that comes from outside: `constructor` is nobody's entry. */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
