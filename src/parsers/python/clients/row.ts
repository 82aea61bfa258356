import type { Operation } from "../../../model/fact.ts";

/** What a method of a client calls, and which of its arguments say what. */
export interface Row {
  /** The id of the operation; absent: it calls none, but makes something that does. */
  readonly id?: string;
  readonly surface?: Operation["surface"];
  /** The names of its arguments, in order. */
  readonly params?: readonly string[];
  /** What it returns; absent: something named after it. */
  readonly gives?: string;
  /** The argument that names the project and the place; `self`: what it is called on. */
  readonly home?: string;
  /** Where the account stands that the new workload runs as. */
  readonly runAs?: readonly string[];
  /** Without an account it runs as nobody (`nobody`), or as what the request refers to says (`inherited`). */
  readonly unnamed?: "nobody" | "inherited";
  /** Without an account, that of `aiplatform.init` counts. */
  readonly hasDefaultAccount?: true;
  /** What else it names; `self`: what it is called on. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Arguments with `gs://` addresses. */
  readonly buckets?: readonly string[];
  /** Arguments with `bq://` addresses. */
  readonly tables?: readonly string[];
  /** The operation that it is without this argument. */
  readonly without?: { readonly argument: string; readonly id: string };
}
