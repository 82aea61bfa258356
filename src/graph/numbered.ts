/** Things that are met again and again, one object and one number each. */
export interface Numbered<T> {
  readonly items: readonly T[];
  /** The number of a thing, which it gets when it is first met. */
  readonly idOf: (item: T) => number;
  readonly find: (key: string) => number | undefined;
  readonly itemAt: (id: number) => T;
  /** No more are to come: numbers stay, names are forgotten. */
  readonly close: () => void;
}

export function createNumbered<T>(keyOf: (item: T) => string): Numbered<T> {
  const items: T[] = [];
  const ids = new Map<string, number>();
  return {
    items,
    find: (key) => ids.get(key),
    idOf: (item) => {
      const key = keyOf(item);
      let id = ids.get(key);
      if (id === undefined) {
        id = items.push(item) - 1;
        ids.set(key, id);
      }
      return id;
    },
    close: () => ids.clear(),
    itemAt: (id) => {
      const item = items[id];
      if (item === undefined) throw new RangeError(`no item ${id} among ${items.length}`);
      return item;
    },
  };
}
