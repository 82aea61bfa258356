/** Bad usage: one sentence that says what is wrong, one that says what to do next. Caught once, in `bin.ts`; exit code 2. */
export class UsageError extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.next = next;
  }
}
