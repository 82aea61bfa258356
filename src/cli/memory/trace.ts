/** Notes what is read while a part of the work is done. */
export interface Trace {
  readonly note: (name: string) => void;
  readonly during: <T>(reads: Set<string>, work: () => T) => T;
  readonly duringAsync: <T>(reads: Set<string>, work: () => Promise<T>) => Promise<T>;
}

export function createTrace(): Trace {
  let current: Set<string> | undefined;
  return {
    note: (name) => current?.add(name),
    during: (reads, work) => {
      const before = current;
      current = reads;
      try {
        return work();
      } finally {
        current = before;
      }
    },
    duringAsync: async (reads, work) => {
      current = reads;
      try {
        return await work();
      } finally {
        current = undefined;
      }
    },
  };
}
