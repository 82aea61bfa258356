/** What a method of a client library calls, and where its request says what. Fields are spelled as in the HTTP API. */
export interface ClientMethod {
  /** The id of the operation. */
  readonly id: string;
  /** The field that names the project and the place; absent: `parent`, `name`. */
  readonly home?: string;
  /** Where the account stands that the new workload runs as. */
  readonly runAs?: readonly string[];
  /** Without an account it runs as nobody (`nobody`), or as what the request refers to says (`inherited`). */
  readonly unnamed?: "nobody" | "inherited";
  /** What else the request names. */
  readonly targets?: Readonly<Record<string, string>>;
  /** Fields with `gs://` addresses. */
  readonly buckets?: readonly string[];
  /** Fields with `bq://` addresses. */
  readonly tables?: readonly string[];
}

/** By class and method, as the HTTP API spells them: `EndpointServiceClient.deployModel`. */
export type ClientMethods = Readonly<Record<string, ClientMethod>>;

export const onName = (id: string, target: string): ClientMethod => ({
  id,
  home: "name",
  targets: { [target]: "name" },
});
