/** How a command ended, as far as that is known. */
export interface Outcome {
  readonly status?: boolean | undefined;
  /** It was asked for its status: a failure is no accident. */
  readonly test?: boolean;
  /** It asked gcloud whether something exists. */
  readonly lookup?: boolean | undefined;
  readonly negated?: boolean;
  /** It leaves more than itself. */
  readonly flow?: "exit" | "return" | "break" | "continue" | undefined;
  /** How many loops `break 2` and `continue 2` leave. */
  readonly levels?: number | undefined;
}

export const done: Outcome = {};

export const doneWith = (status: boolean | undefined): Outcome => (status === undefined ? done : { status });
